import type { RowExpr } from '../domain/formula/algebra.ts'
import type { ResultColumn, ResultSet } from '../ports.ts'
import { periodEnd, periodStart } from '../time/period.ts'
import { type CellsPlan, groupFor, keySets, type Partial, partialsOf } from './cells-plan.ts'
import { type Demand, demandKey, type TermTable, type TermValue } from './demand.ts'
import type { Key, KeyTest } from './lift.ts'
import { better, type Cell, cellAt, emptyLike, mergeOf, setCell, type Track, trackOf } from './track.ts'

interface Coded {
  readonly codes: Int32Array
  readonly members: readonly string[]
}

/** Cells of one group by period, marginalised to the keys that a selection asks about. */
interface Marginal {
  readonly slots: number
  /** Per id of a key, the code of each slot. */
  readonly codes: ReadonlyMap<string, Int32Array>
  readonly cells: readonly number[] | Int32Array
  readonly slotOfCell: Int32Array
  readonly tracks: Map<number, Track>
}

/** The rows that match some tests, by base period: one track per partial, merged over slots. */
interface Selection {
  readonly marginal: Marginal
  readonly slots: readonly number[]
  readonly tracks: Map<number, Track>
}

const rowsTrack = -1

/** Answers a dataset's demands from the cells of one statement: look-ups and additions in typed arrays (PERFORMANCE H.1). */
export function readCells(plan: CellsPlan, result: ResultSet, demands: readonly Demand[]): TermTable {
  const cells = new Cells(plan, result)
  const values = new Map<string, { from: number; values: TermValue[] }>()
  for (const demand of demands) {
    const key = demandKey(demand.term, demand.slice.id, demand.calendar.id, demand.grain)
    values.set(key, { from: demand.from, values: cells.answer(demand) })
  }
  return (key, ordinal) => {
    const found = values.get(key)
    return found?.values[ordinal - found.from]
  }
}

class Cells {
  readonly #plan: CellsPlan
  readonly #periods: number
  readonly #firstPeriod: number
  readonly #periodOfCell: Int32Array
  readonly #keys: ReadonlyMap<string, Coded>
  readonly #rows: Track
  readonly #partials: ReadonlyMap<string, number>
  readonly #tracks: readonly Track[]
  readonly #cellsOfGroup: readonly Int32Array[]
  readonly #marginals = new Map<string, Marginal>()
  readonly #selections = new Map<string, Selection>()

  constructor(plan: CellsPlan, result: ResultSet) {
    this.#plan = plan
    const named = new Map(result.names.map((name, index) => [name, result.columns[index]]))
    const periods = plan.base === null || plan.base.grain === 'total' ? null : numbers(named.get('period'))
    this.#firstPeriod =
      periods === null ? 0 : periods.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
    const last = periods === null ? 0 : periods.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
    this.#periods = result.rows === 0 ? 0 : last - this.#firstPeriod + 1
    this.#periodOfCell = new Int32Array(result.rows)
    if (periods !== null)
      periods.forEach((value, cell) => {
        this.#periodOfCell[cell] = value - this.#firstPeriod
      })
    this.#keys = new Map(plan.keys.map((key, index) => [key.id, coded(named.get(`k${index}`))]))
    this.#rows = trackOf(present(named.get('rows')))
    this.#partials = new Map(plan.partials.map((partial, index) => [partial.id, index]))
    this.#tracks = plan.partials.map((_, index) => trackOf(present(named.get(`p${index}`))))
    const sets = plan.groups.length > 1 ? keySets(plan.keys).map((_, index) => numbers(named.get(`set${index}`))) : null
    this.#cellsOfGroup = cellsByGroup(plan, result.rows, sets)
  }

  answer(demand: Demand): TermValue[] {
    const { term, slice } = demand
    const inSlice = this.#select(slice.conditions)
    const matched = this.#select([...slice.conditions, ...term.where])
    const all = this.#select([])
    const values: TermValue[] = []
    for (let ordinal = demand.from; ordinal < demand.until; ordinal++) {
      let [from, until] = this.#basePeriods(demand, ordinal)
      if (term.over === 'last' || this.#plan.dataset.rows === 'snapshot') {
        const last = this.#lastWithRows(term.over === 'last' ? matched : all, from, until)
        from = last ?? from
        until = last === null ? from : last + 1
      }
      values.push({
        rowsInSlice: Number(this.#sumRows(inSlice, from, until)),
        rowsMatched: Number(this.#sumRows(matched, from, until)),
        value: this.#value(demand, matched, from, until),
      })
    }
    return values
  }

  /** Base periods, counted from the first one present, that make up a period of the question. */
  #basePeriods(demand: Demand, ordinal: number): [number, number] {
    const base = this.#plan.base
    if (base === null || base.grain === 'total' || demand.grain === 'total') return [0, this.#periods]
    if (demand.grain === base.grain && demand.calendar.id === base.calendar.id) return this.#clip(ordinal, ordinal + 1)
    const grain = base.calendar.grains.get(base.grain)
    const start = periodStart(demand.calendar, demand.grain, ordinal)
    const end = periodEnd(demand.calendar, demand.grain, ordinal)
    if (grain === undefined || start === null || end === null) return [0, this.#periods]
    return this.#clip(grain.ordinalOf(start), grain.ordinalOf(end))
  }

  #clip(from: number, until: number): [number, number] {
    const low = Math.max(0, from - this.#firstPeriod)
    return [low, Math.max(low, Math.min(this.#periods, until - this.#firstPeriod))]
  }

  #lastWithRows(selection: Selection, from: number, until: number): number | null {
    const rows = this.#track(selection, rowsTrack)
    for (let period = until - 1; period >= from; period--) if (Number(cellAt(rows, period) ?? 0) > 0) return period
    return null
  }

  #sumRows(selection: Selection, from: number, until: number): Cell {
    return fold(this.#track(selection, rowsTrack), from, until, mergeOf.sum) ?? 0
  }

  /** Null where nothing was there to aggregate: no value at all, or only missing ones. */
  #value(demand: Demand, matched: Selection, from: number, until: number): Cell {
    const { aggregate, argument } = demand.term
    if (aggregate === 'count' && argument === null) return this.#sumRows(matched, from, until)
    const [first, second] = partialsOf(aggregate, argument)
    if (first === undefined) throw new Error(`${aggregate} does not merge`)
    const track = this.#track(matched, this.#index(first))
    if (aggregate === 'first' || aggregate === 'last') {
      const stamps = this.#track(matched, this.#index(second))
      return latest(aggregate, track, stamps, from, until)
    }
    if (aggregate === 'count') return fold(track, from, until, mergeOf.count) ?? 0
    if (aggregate !== 'sum') return fold(track, from, until, mergeOf[aggregate === 'min' ? 'min' : 'max'])
    const counted = Number(fold(this.#track(matched, this.#index(second)), from, until, mergeOf.count) ?? 0)
    if (counted > 0) return fold(track, from, until, mergeOf.sum)
    return Number(this.#sumRows(matched, from, until)) > 0 ? null : 0
  }

  #index(partial: Partial | undefined): number {
    const index = partial === undefined ? undefined : this.#partials.get(partial.id)
    if (index === undefined) throw new Error('the plan lacks a partial that its demand needs')
    return index
  }

  #source(index: number): Track {
    return index === rowsTrack ? this.#rows : (this.#tracks[index] ?? [])
  }

  #select(conditions: readonly RowExpr[]): Selection {
    const tests = conditions.map((condition) => this.#plan.tests.get(condition)).filter((test) => test !== undefined)
    const keys = [...new Map(tests.map((test) => [test.key.id, test.key])).values()]
    const id = conditions
      .map((condition) => this.#conditionId(condition))
      .sort((a, b) => a - b)
      .join()
    let selection = this.#selections.get(id)
    if (selection === undefined) {
      const marginal = this.#marginal(keys)
      selection = { marginal, slots: accepted(marginal, tests, this.#keys), tracks: new Map() }
      this.#selections.set(id, selection)
    }
    return selection
  }

  readonly #conditionIds = new Map<KeyTest, number>()
  #conditionId(condition: RowExpr): number {
    const test = this.#plan.tests.get(condition)
    if (test === undefined) throw new Error('a condition was not planned')
    let id = this.#conditionIds.get(test)
    if (id === undefined) this.#conditionIds.set(test, (id = this.#conditionIds.size))
    return id
  }

  #marginal(keys: readonly Key[]): Marginal {
    const ids = keys.map((key) => key.id).sort()
    const id = ids.join('\u0000')
    let marginal = this.#marginals.get(id)
    if (marginal === undefined) {
      const group = this.#cellsOfGroup[groupFor(this.#plan, keys)]
      if (group === undefined) throw new Error('no group of cells covers these keys')
      marginal = marginalise(group, ids, this.#keys)
      this.#marginals.set(id, marginal)
    }
    return marginal
  }

  /** A selection's partial by base period; first and last carry their stamps along. */
  #track(selection: Selection, index: number): Track {
    let track = selection.tracks.get(index)
    if (track === undefined) {
      const slots = this.#slotTrack(selection.marginal, index)
      track = emptyLike(slots, this.#periods)
      const partner = this.#stampIndex(index)
      const stamps = partner === null ? null : this.#slotTrack(selection.marginal, partner)
      const best = partner === null ? null : emptyLike(this.#source(partner), this.#periods)
      for (const slot of selection.slots) {
        for (let period = 0; period < this.#periods; period++) {
          this.#merge(index, track, period, slots, slot * this.#periods + period, stamps, best)
        }
      }
      selection.tracks.set(index, track)
    }
    return track
  }

  #slotTrack(marginal: Marginal, index: number): Track {
    let track = marginal.tracks.get(index)
    if (track === undefined) {
      const source = this.#source(index)
      track = emptyLike(source, marginal.slots * this.#periods)
      const partner = this.#stampIndex(index)
      const stamps = partner === null ? null : this.#source(partner)
      const best = stamps === null ? null : emptyLike(stamps, marginal.slots * this.#periods)
      for (const cell of marginal.cells) {
        const at = (marginal.slotOfCell[cell] ?? 0) * this.#periods + (this.#periodOfCell[cell] ?? 0)
        this.#merge(index, track, at, source, cell, stamps, best)
      }
      marginal.tracks.set(index, track)
    }
    return track
  }

  #merge(
    index: number,
    into: Track,
    at: number,
    from: Track,
    cell: number,
    stamps: Track | null,
    best: Track | null,
  ): void {
    const aggregate = index === rowsTrack ? 'count' : this.#plan.partials[index]?.aggregate
    if (aggregate === 'first' || aggregate === 'last') {
      if (stamps === null || best === null) throw new Error('first and last need stamps')
      const [stamp, value] = [cellAt(stamps, cell), cellAt(from, cell)]
      if (!better(aggregate, stamp, value, cellAt(best, at), cellAt(into, at))) return
      setCell(best, at, stamp)
      setCell(into, at, value)
      return
    }
    if (
      into instanceof Float64Array &&
      from instanceof Float64Array &&
      (aggregate === 'sum' || aggregate === 'count')
    ) {
      const value = from[cell] ?? Number.NaN
      const known = into[at] ?? Number.NaN
      if (!Number.isNaN(value)) into[at] = Number.isNaN(known) ? value : known + value
      return
    }
    const merge =
      mergeOf[aggregate === 'stamp_first' ? 'min' : aggregate === 'stamp_last' ? 'max' : (aggregate ?? 'sum')]
    setCell(into, at, merge(cellAt(into, at), cellAt(from, cell)))
  }

  #stampIndex(index: number): number | null {
    const partial = this.#plan.partials[index]
    if (partial?.aggregate !== 'first' && partial?.aggregate !== 'last') return null
    return this.#index(partialsOf(partial.aggregate, partial.argument)[1])
  }
}

function fold(track: Track, from: number, until: number, merge: (a: Cell, b: Cell) => Cell): Cell {
  let result: Cell = null
  for (let period = from; period < until; period++) result = merge(result, cellAt(track, period))
  return result
}

function latest(which: 'first' | 'last', values: Track, stamps: Track, from: number, until: number): Cell {
  let [value, stamp]: [Cell, Cell] = [null, null]
  for (let period = from; period < until; period++) {
    const [nextStamp, next] = [cellAt(stamps, period), cellAt(values, period)]
    if (better(which, nextStamp, next, stamp, value)) [value, stamp] = [next, nextStamp]
  }
  return value
}

function marginalise(cells: Int32Array, ids: readonly string[], coded: ReadonlyMap<string, Coded>): Marginal {
  const keys = ids.map((id) => coded.get(id)).filter((key) => key !== undefined)
  const slotOfCell = new Int32Array(cells.length === 0 ? 0 : (cells.at(-1) ?? 0) + 1)
  const slots = new Map<number | string, number>()
  const codes: number[][] = keys.map(() => [])
  const combinations = keys.reduce((product, key) => product * (key.members.length + 1), 1)
  // Codes mixed into one number stay apart while their combinations can be counted exactly.
  const mix =
    combinations <= Number.MAX_SAFE_INTEGER
      ? (cell: number) => {
          let mixed = 0
          for (const key of keys) mixed = mixed * (key.members.length + 1) + (key.codes[cell] ?? -1) + 1
          return mixed
        }
      : (cell: number) => keys.map((key) => key.codes[cell]).join()
  for (const cell of cells) {
    const mixed = mix(cell)
    let slot = slots.get(mixed)
    if (slot === undefined) {
      slots.set(mixed, (slot = slots.size))
      keys.forEach((key, index) => codes[index]?.push(key.codes[cell] ?? -1))
    }
    slotOfCell[cell] = slot
  }
  const codesById = new Map(ids.map((id, index) => [id, Int32Array.from(codes[index] ?? [])]))
  return { slots: slots.size, codes: codesById, cells, slotOfCell, tracks: new Map() }
}

function accepted(marginal: Marginal, tests: readonly KeyTest[], coded: ReadonlyMap<string, Coded>): readonly number[] {
  const checks = tests.map((test) => {
    const members = coded.get(test.key.id)?.members ?? []
    return {
      codes: marginal.codes.get(test.key.id),
      none: test.accepts(null),
      members: members.map((member) => test.accepts(member)),
    }
  })
  const slots: number[] = []
  for (let slot = 0; slot < marginal.slots; slot++) {
    const fits = checks.every((check) => {
      const code = check.codes?.[slot] ?? -1
      return code < 0 ? check.none : check.members[code] === true
    })
    if (fits) slots.push(slot)
  }
  return slots
}

function cellsByGroup(plan: CellsPlan, rows: number, sets: readonly Float64Array[] | null): readonly Int32Array[] {
  if (sets === null) return plan.groups.map(() => Int32Array.from({ length: rows }, (_, cell) => cell))
  const lists: number[][] = plan.groups.map(() => [])
  const runs = keySets(plan.keys)
  const listOf = new Map(
    plan.groups.map((group, index) => [runs.map((keys) => groupingValue(keys, group)).join(), lists[index]]),
  )
  const listed = new Map<number, number[]>()
  const [only] = sets
  for (let cell = 0; cell < rows; cell++) {
    const value = only?.[cell] ?? 0
    let list = sets.length === 1 ? listed.get(value) : undefined
    if (list === undefined) {
      list = listOf.get(sets.map((set) => set[cell]).join())
      if (list === undefined) throw new Error('a cell belongs to no group of the plan')
      listed.set(value, list)
    }
    list.push(cell)
  }
  return lists.map((list) => Int32Array.from(list))
}

/** SQL's grouping(): the leftmost key is the highest bit; a bit is set where the key is not grouped. */
function groupingValue(keys: readonly Key[], group: readonly Key[]): number {
  return keys.reduce((value, key) => value * 2 + (group.some((own) => own.id === key.id) ? 0 : 1), 0)
}

function present(column: ResultColumn | undefined): ResultColumn {
  if (column === undefined) throw new Error('the engine returned fewer columns than the plan asked for')
  return column
}

function numbers(column: ResultColumn | undefined): Float64Array {
  const found = present(column)
  if (found.kind === 'numbers') return found.values
  if (found.kind === 'bigints') return Float64Array.from(found.values, Number)
  throw new Error('a period is a number')
}

function coded(column: ResultColumn | undefined): Coded {
  const found = present(column)
  if (found.kind !== 'codes') throw new Error('a key is text or a truth value')
  return { codes: found.values, members: found.members }
}
