import type { RowExpr } from '../domain/formula/algebra.ts'
import { type CellsPlan, groupFor } from './cells-plan.ts'
import type { Key, KeyTest } from './lift.ts'
import { type Coded, Marginal, type Places } from './marginal.ts'
import { type Partials, type Runs, rowsPartial } from './partials.ts'
import { partOf, type Track, zeros } from './track.ts'

/** Conditions as tests on keys, numbered. */
export interface Tests {
  readonly id: number
  readonly tests: readonly KeyTest[]
  readonly keys: Keys
  /** What fulfils these and others, by the number of those. */
  readonly selections: Map<number, Selection>
}

/** Keys that tests are about, numbered, and the marginals of them together with other keys, by their number. */
interface Keys {
  readonly id: number
  readonly keys: readonly Key[]
  readonly marginals: Marginal[]
}

/** The rows that match some tests, by base period: one track per partial, merged over slots. */
export interface Selection {
  readonly source: Source
  readonly tracks: Tracks
}

/** By partial; that of the rows comes first. */
type Tracks = (Track | undefined)[]

/** Merged for itself, or with all other members of a key at once, of which it is one. */
type Source =
  | { readonly kind: 'own'; readonly marginal: Marginal; readonly runs: Runs }
  | { readonly kind: 'member'; readonly split: Split; readonly code: number }

/** The rows that match some tests for each member of one key, all members in one pass: a run of periods for each. */
interface Split {
  readonly marginal: Marginal
  readonly codeOf: ReadonlyMap<string, number>
  readonly runs: Runs
  readonly tracks: Tracks
}

/** More lists of conditions than one set of cells is ever asked for. */
const mostTests = 2 ** 25

/** Selections that are kept for the next question. */
const selectionsKept = 20_000

/** Once one in so many members was asked for alone, all of them are merged at once: a table by region wants every region. */
const membersPerSplit = 8

/** What of a plan's cells fulfils conditions. Everything is worked out when it is first asked for, and once. */
export class Selections {
  readonly #plan: CellsPlan
  readonly #partials: Partials
  readonly #periods: number
  readonly #periodOfCell: Int32Array
  readonly #groups: readonly Places[]
  readonly #marginals = new Map<string, Marginal>()
  #selected = 0
  readonly #splits = new Map<number, Split>()
  /** By keys: the members that were asked for. */
  readonly #asked = new Map<number, Set<string>>()
  readonly #conditionIds = new Map<object, number>()
  readonly #testsByList = new WeakMap<readonly RowExpr[], Tests>()
  readonly #tests = new Map<string, Tests>()
  readonly #keys = new Map<string, Keys>()
  readonly #none: Tests

  constructor(
    plan: CellsPlan,
    partials: Partials,
    { periods, periodOfCell, groups }: { periods: number; periodOfCell: Int32Array; groups: readonly Places[] },
  ) {
    this.#plan = plan
    this.#partials = partials
    this.#periods = periods
    this.#periodOfCell = periodOfCell
    this.#groups = groups
    for (const keys of [...plan.groups, ...plan.sets]) this.#marginal(keys)
    this.#none = this.testsOf([])
  }

  /** Forgets what was worked out where it has become much. */
  makeRoom(): void {
    if (this.#selected <= selectionsKept) return
    for (const { selections } of this.#tests.values()) selections.clear()
    this.#splits.clear()
    this.#selected = 0
  }

  /** The rows that fulfil all of some conditions, and all of others. */
  select(conditions: Tests = this.#none, others: Tests = this.#none): Selection {
    let selection = conditions.selections.get(others.id)
    if (selection === undefined) {
      selection = { source: this.#memberOf(conditions, others) ?? this.#own(conditions, others), tracks: [] }
      conditions.selections.set(others.id, selection)
      this.#selected++
    }
    return selection
  }

  /** A selection's partial by base period. */
  track({ source, tracks }: Selection, index: number): Track {
    let track = tracks[index - rowsPartial]
    if (track === undefined) {
      track =
        source.kind === 'own'
          ? this.#partials.merged(index, source.marginal.track, this.#periods, source.runs)
          : partOf(
              this.#splitTrack(source.split, index),
              source.code * this.#periods,
              (source.code + 1) * this.#periods,
            )
      tracks[index - rowsPartial] = track
    }
    return track
  }

  #own(conditions: Tests, others: Tests): Source {
    const marginal = this.#marginalOf(conditions.keys, others.keys)
    return { kind: 'own', marginal, runs: this.#runsAt(marginal.accepted([...conditions.tests, ...others.tests])) }
  }

  #runsAt(slots: Int32Array): Runs {
    const at = slots.map((slot) => slot * this.#periods)
    return { at, to: zeros(at.length), length: this.#periods }
  }

  /** Conditions that name one member of a key, where most of its members are asked for; null where they are not. */
  #memberOf({ tests, keys }: Tests, others: Tests): Source | null {
    const test = tests[0]
    const member = test?.only?.length === 1 ? test.only[0] : undefined
    if (test === undefined || member === undefined || tests.length > 1) return null
    let asked = this.#asked.get(keys.id)
    if (asked === undefined) this.#asked.set(keys.id, (asked = new Set()))
    const marginal = this.#marginalOf(keys, others.keys)
    const coded = marginal.coded.get(test.key.id)
    if (coded === undefined || asked.add(member).size * membersPerSplit < coded.members.length) return null
    const id = keys.id * mostTests + others.id
    let split = this.#splits.get(id)
    if (split === undefined) this.#splits.set(id, (split = this.#split(marginal, coded, others)))
    const code = split.codeOf.get(member)
    return code === undefined ? null : { kind: 'member', split, code }
  }

  #split(marginal: Marginal, { codes, members }: Coded, others: Tests): Split {
    const slots = marginal.accepted(others.tests)
    const at = new Int32Array(slots.length)
    const to = new Int32Array(slots.length)
    let count = 0
    for (let place = 0; place < slots.length; place++) {
      const slot = slots[place] ?? 0
      const code = codes[slot] ?? -1
      if (code < 0) continue
      at[count] = slot * this.#periods
      to[count++] = code * this.#periods
    }
    const runs = { at: at.subarray(0, count), to: to.subarray(0, count), length: this.#periods }
    return { marginal, runs, codeOf: codesOf(members), tracks: [] }
  }

  #splitTrack({ marginal, runs, codeOf, tracks }: Split, index: number): Track {
    let track = tracks[index - rowsPartial]
    if (track === undefined) {
      track = this.#partials.merged(index, marginal.track, codeOf.size * this.#periods, runs)
      tracks[index - rowsPartial] = track
    }
    return track
  }

  /** Conditions as tests, the same ones once: lists of conditions are never changed. */
  testsOf(conditions: readonly RowExpr[]): Tests {
    let tests = this.#testsByList.get(conditions)
    if (tests === undefined) this.#testsByList.set(conditions, (tests = this.#makeTests(conditions)))
    return tests
  }

  #makeTests(conditions: readonly RowExpr[]): Tests {
    const tests = conditions.map(this.#plan.testOf)
    const text = tests
      .map((test) => this.#conditionId(test))
      .sort((a, b) => a - b)
      .join()
    let known = this.#tests.get(text)
    if (known === undefined) {
      known = { id: this.#tests.size, tests, keys: this.#keysOf(tests.map(({ key }) => key)), selections: new Map() }
      this.#tests.set(text, known)
    }
    return known
  }

  #keysOf(keys: readonly Key[]): Keys {
    const byId = new Map(keys.map((key) => [key.id, key]))
    const text = [...byId.keys()].sort().join('\u0000')
    let known = this.#keys.get(text)
    if (known === undefined) {
      known = { id: this.#keys.size, keys: [...byId.values()], marginals: [] }
      this.#keys.set(text, known)
    }
    return known
  }

  #conditionId(test: object): number {
    let id = this.#conditionIds.get(test)
    if (id === undefined) this.#conditionIds.set(test, (id = this.#conditionIds.size))
    return id
  }

  #marginalOf(keys: Keys, others: Keys): Marginal {
    let marginal = keys.marginals[others.id]
    if (marginal === undefined) keys.marginals[others.id] = marginal = this.#marginal([...keys.keys, ...others.keys])
    return marginal
  }

  #marginal(keys: readonly Key[]): Marginal {
    const ids = [...new Set(keys.map((key) => key.id))].sort()
    const id = ids.join('\u0000')
    let marginal = this.#marginals.get(id)
    if (marginal === undefined) {
      const from = this.#smallest(ids) ?? this.#groups[groupFor(this.#plan, keys)]
      if (from === undefined) throw new Error('no group of cells covers these keys')
      marginal = new Marginal(this.#partials, from, ids, this.#periodOfCell, this.#periods)
      this.#marginals.set(id, marginal)
    }
    return marginal
  }

  /** The marginal of more keys with the fewest slots, where that is less work than the cells themselves. */
  #smallest(ids: readonly string[]): Places | null {
    let best: Marginal | null = null
    for (const marginal of this.#marginals.values()) {
      if (best !== null && marginal.slots >= best.slots) continue
      if (ids.every((id) => marginal.coded.has(id))) best = marginal
    }
    return best !== null && best.slots * this.#periods < this.#periodOfCell.length * runsPerCell ? best.places() : null
  }
}

/** Additions in runs of periods that take as long as one cell put in its place. */
const runsPerCell = 4

const codesByMembers = new WeakMap<readonly string[], ReadonlyMap<string, number>>()

/** Where each member stands; marginals share their lists of members. */
function codesOf(members: readonly string[]): ReadonlyMap<string, number> {
  let codes = codesByMembers.get(members)
  if (codes === undefined) codesByMembers.set(members, (codes = new Map(members.map((member, code) => [member, code]))))
  return codes
}
