import type { KeyTest } from './lift.ts'
import type { Partials, Runs, TrackSource } from './partials.ts'
import type { Track } from './track.ts'

/** The members of one key by cell or slot; -1 is NULL. */
export interface Coded {
  readonly codes: Int32Array
  readonly members: readonly string[]
}

/** Places that a marginal is merged from: the engine's cells, or a marginal of more keys. */
export interface Places {
  readonly coded: ReadonlyMap<string, Coded>
  readonly tracks: TrackSource
  /** How many. */
  readonly size: number
  /** The engine's cell of each place where places are cells; null where they are slots with all their periods. */
  readonly cells: Int32Array | null
}

/** Cells merged to fewer keys: a slot per combination of members that occurs, each with a run of all periods. */
export class Marginal {
  readonly slots: number
  readonly coded: ReadonlyMap<string, Coded>
  readonly #partials: Partials
  readonly #periods: number
  readonly #runs: Runs
  readonly #from: TrackSource
  readonly #tracks = new Map<number, Track>()
  readonly #accepted = new Map<KeyTest, Uint8Array>()
  readonly #byMember = new Map<string, SlotsByMember>()
  readonly #namedBy = new Map<KeyTest, Int32Array | null>()

  constructor(partials: Partials, from: Places, keys: readonly string[], periodOfCell: Int32Array, periods: number) {
    const coded = keys.flatMap((id) => from.coded.get(id) ?? [])
    const { slotOf, codes, slots } = combine(coded, from.size, from.cells)
    this.slots = slots
    this.coded = new Map(
      keys.map((id, index) => [id, { codes: codes[index] ?? new Int32Array(), members: coded[index]?.members ?? [] }]),
    )
    this.#partials = partials
    this.#periods = periods
    this.#from = from.tracks
    this.#runs = runsTo(slotOf, from.cells, periodOfCell, periods)
  }

  /** A partial by slot and, within a slot, by period. */
  readonly track = (index: number): Track => {
    let track = this.#tracks.get(index)
    if (track === undefined) {
      track = this.#partials.merged(index, this.#from, this.slots * this.#periods, this.#runs)
      this.#tracks.set(index, track)
    }
    return track
  }

  /** This marginal as places of one of fewer keys. */
  places(): Places {
    return { coded: this.coded, tracks: this.track, size: this.slots, cells: null }
  }

  /** The slots that every test accepts, ascending; all of them without a test. */
  accepted(tests: readonly KeyTest[]): Int32Array {
    const fewest = this.#fewest(tests)
    const named = fewest === null ? null : this.#named(fewest)
    const marks = tests.filter((test) => test !== fewest).map((test) => this.#marks(test))
    const size = named?.length ?? this.slots
    const found = new Int32Array(size)
    let count = 0
    for (let at = 0; at < size; at++) {
      const slot = named === null ? at : (named[at] ?? 0)
      let all = true
      for (let index = 0; all && index < marks.length; index++) all = marks[index]?.[slot] === 1
      if (all) found[count++] = slot
    }
    return found.subarray(0, count)
  }

  /** The test that names the fewest slots: of thousands of units one looks at its own. */
  #fewest(tests: readonly KeyTest[]): KeyTest | null {
    let best: KeyTest | null = null
    let least = Number.POSITIVE_INFINITY
    for (const test of tests) {
      const named = this.#named(test)?.length ?? Number.POSITIVE_INFINITY
      if (named >= least) continue
      best = test
      least = named
    }
    return best
  }

  #named(test: KeyTest): Int32Array | null {
    let named = this.#namedBy.get(test)
    if (named === undefined) this.#namedBy.set(test, (named = this.#slotsNamed(test)))
    return named
  }

  #slotsNamed({ key, only }: KeyTest): Int32Array | null {
    const coded = this.coded.get(key.id)
    if (only === null || coded === undefined) return null
    let slots = this.#byMember.get(key.id)
    if (slots === undefined) this.#byMember.set(key.id, (slots = new SlotsByMember(coded)))
    return slots.of(only)
  }

  #marks(test: KeyTest): Uint8Array {
    let marks = this.#accepted.get(test)
    if (marks === undefined) {
      const { codes, members } = this.coded.get(test.key.id) ?? { codes: new Int32Array(), members: [] }
      const none = test.accepts(null)
      const fits = members.map((member) => test.accepts(member))
      marks = new Uint8Array(codes.length)
      for (let slot = 0; slot < codes.length; slot++) {
        const code = codes[slot] ?? -1
        marks[slot] = Number(code < 0 ? none : fits[code] === true)
      }
      this.#accepted.set(test, marks)
    }
    return marks
  }
}

/** Where the slots of each member stand, found once. */
class SlotsByMember {
  readonly #codeOf: ReadonlyMap<string, number>
  /** Slots in the order of their codes, and where those of each code begin. */
  readonly #slots: Int32Array
  readonly #begin: Int32Array

  constructor({ codes, members }: Coded) {
    this.#codeOf = new Map(members.map((member, code) => [member, code]))
    this.#begin = new Int32Array(members.length + 1)
    for (const code of codes) if (code >= 0) this.#begin[code + 1] = (this.#begin[code + 1] ?? 0) + 1
    for (let code = 0; code < members.length; code++)
      this.#begin[code + 1] = (this.#begin[code + 1] ?? 0) + (this.#begin[code] ?? 0)
    this.#slots = new Int32Array(this.#begin[members.length] ?? 0)
    const next = this.#begin.slice()
    for (let slot = 0; slot < codes.length; slot++) {
      const code = codes[slot] ?? -1
      if (code < 0) continue
      const at = next[code] ?? 0
      this.#slots[at] = slot
      next[code] = at + 1
    }
  }

  /** Those of some members, ascending. */
  of(members: readonly string[]): Int32Array {
    const parts = members.flatMap((member) => {
      const code = this.#codeOf.get(member)
      return code === undefined ? [] : [this.#slots.subarray(this.#begin[code], this.#begin[code + 1])]
    })
    const [only] = parts
    if (only !== undefined && parts.length === 1) return only
    const all = new Int32Array(parts.reduce((size, part) => size + part.length, 0))
    let at = 0
    for (const part of parts) {
      all.set(part, at)
      at += part.length
    }
    return all.sort()
  }
}

/** Slots move with all their periods, cells alone. */
function runsTo(slotOf: Int32Array, cells: Int32Array | null, periodOfCell: Int32Array, periods: number): Runs {
  const to = new Int32Array(slotOf.length)
  const at = cells ?? new Int32Array(slotOf.length)
  for (let place = 0; place < slotOf.length; place++) {
    to[place] = (slotOf[place] ?? 0) * periods
    if (cells === null) at[place] = place * periods
    else to[place] = (to[place] ?? 0) + (periodOfCell[cells[place] ?? 0] ?? 0)
  }
  return { at, to, length: cells === null ? periods : 1 }
}

/** More combinations than this and those that occur are looked up instead of being counted through. */
const countedThrough = 1 << 20

/** Numbers the combinations of members that occur. */
function combine(keys: readonly Coded[], size: number, cells: Int32Array | null) {
  const slotOf = new Int32Array(size)
  const firsts: number[] = []
  const combinations = keys.reduce((product, key) => product * (key.members.length + 1), 1)
  const slotFor = combinations <= countedThrough ? counted(combinations) : lookedUp()
  // Codes mixed into one number stay apart while their combinations can be counted exactly.
  const mixes = combinations <= Number.MAX_SAFE_INTEGER
  for (let place = 0; place < size; place++) {
    const cell = cells === null ? place : (cells[place] ?? 0)
    const mixed = mixes ? mix(keys, cell) : keys.map((key) => key.codes[cell]).join()
    const slot = slotFor(mixed, firsts.length)
    if (slot === firsts.length) firsts.push(cell)
    slotOf[place] = slot
  }
  const codes = keys.map((key) => Int32Array.from(firsts, (cell) => key.codes[cell] ?? -1))
  return { slotOf, codes, slots: firsts.length }
}

function mix(keys: readonly Coded[], cell: number): number {
  let mixed = 0
  for (const key of keys) mixed = mixed * (key.members.length + 1) + (key.codes[cell] ?? -1) + 1
  return mixed
}

/** The slot of a combination; one not seen before takes the next. */
type SlotFor = (mixed: number | string, next: number) => number

function counted(combinations: number): SlotFor {
  const slots = new Int32Array(combinations)
  return (mixed, next) => {
    const known = slots[Number(mixed)] ?? 0
    if (known > 0) return known - 1
    slots[Number(mixed)] = next + 1
    return next
  }
}

function lookedUp(): SlotFor {
  const slots = new Map<number | string, number>()
  return (mixed, next) => {
    const known = slots.get(mixed)
    if (known !== undefined) return known
    slots.set(mixed, next)
    return next
  }
}
