import type { Term } from '../domain/formula/algebra.ts'
import type { ResultColumn, ResultSet } from '../ports.ts'
import { type Frame, spanOf } from '../time/frame.ts'
import { type CellsPlan, keySets, type Partial, partialsOf } from './cells-plan.ts'
import type { Demand, TermSeries, TermTable } from './demand.ts'
import type { Key } from './lift.ts'
import type { Coded, Places } from './marginal.ts'
import { Partials, rowsPartial } from './partials.ts'
import { type Selection, Selections } from './selections.ts'
import { daysWithRows, ends, extremes, lastWithRows, runningTotals, type Spans, sums } from './spans.ts'
import { cellAt, type Track } from './track.ts'

/** How many rows the cells of a plan stand for. */
export function rowsIn(plan: CellsPlan, result: ResultSet): number {
  const rows = result.columns[result.names.indexOf('rows')]
  if (rows === undefined || rows.kind === 'codes') throw new Error('cells count their rows')
  const [group] = plan.groups
  const set = plan.groups.length > 1 && group !== undefined ? groupTest(plan, group, result) : null
  let sum = 0
  for (let cell = 0; cell < result.rows; cell++) if (set === null || set(cell)) sum += Number(rows.values[cell] ?? 0)
  return sum
}

/** Answers demands from cells, each once. */
export function readCells(cells: Cells): TermTable {
  const known = new Map<Demand, TermSeries>()
  return (demand) => {
    let series = known.get(demand)
    if (series === undefined) known.set(demand, (series = cells.answer(demand)))
    return series
  }
}

/** The cells of one statement: its demands are answered by look-ups and additions in typed arrays (PERFORMANCE H.1). */
export class Cells {
  readonly #plan: CellsPlan
  readonly #partials: Partials
  readonly #periods: number
  readonly #firstPeriod: number
  readonly #selections: Selections
  readonly #termPartials = new WeakMap<Term, readonly Partial[]>()
  readonly #spans = new Map<string, Spans>()

  constructor(plan: CellsPlan, result: ResultSet) {
    this.#plan = plan
    this.#partials = new Partials(plan, result)
    const named = new Map(result.names.map((name, index) => [name, result.columns[index]]))
    const timed = plan.base !== null && plan.base.grain !== 'total'
    const periods = timed ? numbers(named.get('period')) : new Float64Array(result.rows)
    const [first, end] = range(periods)
    this.#firstPeriod = first
    this.#periods = Math.max(end, result.rows === 0 ? end : (plan.readUntil ?? end)) - first
    const periodOfCell = new Int32Array(result.rows)
    for (let cell = 0; cell < result.rows; cell++) periodOfCell[cell] = (periods[cell] ?? 0) - first
    const keys = new Map(plan.keys.map((key, index) => [key.id, coded(named.get(`k${index}`))]))
    const sets = plan.groups.length > 1 ? keySets(plan.keys).map((_, index) => numbers(named.get(`set${index}`))) : null
    const groups = cellsByGroup(plan, result.rows, sets).map(
      (cells): Places => ({ coded: keys, tracks: this.#partials.cells, size: cells.length, cells }),
    )
    this.#selections = new Selections(plan, this.#partials, { periods: this.#periods, periodOfCell, groups })
  }

  answer(demand: Demand): TermSeries {
    const { term, slice } = demand
    this.#selections.makeRoom()
    const own = this.#selections.testsOf(slice.conditions)
    const inSlice = this.#selections.select(own)
    const matched =
      term.where.length === 0 ? inSlice : this.#selections.select(own, this.#selections.testsOf(term.where))
    const { rows: kind } = this.#plan.dataset
    const merged = term.over === 'each-day' || term.over === 'days' || (kind === 'event' && term.over !== 'last')
    if (merged && term.over === undefined && this.#asked(demand)) return this.#whole(demand, inSlice, matched)
    const runs = this.#runsOf(demand)
    if (kind === 'validity') return this.#inForce(demand, inSlice, matched, runs)
    const pictures = () => this.#rows(term.over === 'last' ? matched : this.#selections.select())
    const series = this.#series(demand, inSlice, matched, merged ? runs : lastWithRows(pictures(), runs))
    return term.over === 'days' ? { ...series, values: daysWithRows(pictures(), runs) } : series
  }

  #series(demand: Demand, inSlice: Selection, matched: Selection, spans: Spans, read: Read = asItIs): TermSeries {
    const [rows, used] = [inSlice, matched].map((selection) => sums(read(this.#rows(selection)), spans))
    return {
      from: demand.from,
      rows: countsOf(rows ?? []),
      matched: () => countsOf(used ?? []),
      values: this.#values(demand, matched, spans, used ?? [], read),
    }
  }

  /** Cells are what begins and ends on each day: added up to a day they are what is in force on it. */
  #inForce(demand: Demand, inSlice: Selection, matched: Selection, runs: Spans): TermSeries {
    switch (demand.term.over) {
      case 'each-day':
        return this.#series(demand, inSlice, matched, runs, runningTotals)
      case 'days': {
        const series = this.#series(demand, inSlice, matched, runs, runningTotals)
        return { ...series, values: this.#daysOf(demand) }
      }
      default:
        return this.#series(demand, inSlice, matched, { from: new Int32Array(runs.from.length), until: runs.until })
    }
  }

  /** Are the base periods those of the question? */
  #asked({ frame }: Demand): boolean {
    const { base } = this.#plan
    const own = frame.reach.kind === 'period' && frame.part === null
    return own && base !== null && frame.grain === base.grain && frame.calendar.id === base.calendar.id
  }

  /** The answer where periods need no merging: the tracks as they stand. */
  #whole({ term }: Demand, inSlice: Selection, matched: Selection): TermSeries {
    const parts = this.#partialsOf(term)
    return {
      from: this.#firstPeriod,
      rows: countsOf(this.#rows(inSlice)),
      // Hardly anybody asks, and it costs as much as the values.
      matched: () => countsOf(this.#rows(matched)),
      values: this.#valuesAsTheyStand(term, matched, parts[0], parts[1]),
    }
  }

  #valuesAsTheyStand({ aggregate }: Term, matched: Selection, first?: Partial, second?: Partial): Track {
    if (first === undefined) return this.#rows(matched)
    const values = this.#selections.track(matched, this.#partials.indexOf(first.id))
    if (aggregate !== 'sum' || second === undefined) return values
    const counted = this.#selections.track(matched, this.#partials.indexOf(second.id))
    return withoutMissing(values, counted, this.#rows(matched))
  }

  /** How many days each span has up to the last one that is read, those before the first row too. */
  #daysOf({ frame, from, until }: Demand): Track {
    const end = this.#plan.readUntil ?? 0
    return Float64Array.from({ length: until - from }, (_, index) => {
      const span = spanOf(frame, from + index)
      return span === null ? this.#periods : Math.max(0, Math.min(span.until, end) - span.from)
    })
  }

  /** Base periods, counted from the first one present, that make up each span of a demand; found once for all terms. */
  #runsOf({ frame, from, until }: Demand): Spans {
    const id = `${frame.id} ${from} ${until}`
    let runs = this.#spans.get(id)
    if (runs === undefined) {
      runs = { from: new Int32Array(until - from), until: new Int32Array(until - from) }
      for (let ordinal = from; ordinal < until; ordinal++) {
        const [low, high] = this.#basePeriods(frame, ordinal)
        runs.from[ordinal - from] = low
        runs.until[ordinal - from] = high
      }
      this.#spans.set(id, runs)
    }
    return runs
  }

  #basePeriods(frame: Frame, ordinal: number): [number, number] {
    const base = this.#plan.base
    const grain = base === null || base.grain === 'total' ? undefined : base.calendar.grains.get(base.grain)
    const span = spanOf(frame, ordinal)
    if (grain === undefined || span === null) return [0, this.#periods]
    return span.from === span.until ? [0, 0] : this.#clip(grain.ordinalOf(span.from), grain.ordinalOf(span.until))
  }

  #clip(from: number, until: number): [number, number] {
    const low = Math.min(this.#periods, Math.max(0, from - this.#firstPeriod))
    return [low, Math.max(low, Math.min(this.#periods, until - this.#firstPeriod))]
  }

  #partialsOf(term: Term): readonly Partial[] {
    let found = this.#termPartials.get(term)
    if (found === undefined) this.#termPartials.set(term, (found = partialsOf(term, this.#plan.complete)))
    return found
  }

  #rows(selection: Selection): Track {
    return this.#selections.track(selection, rowsPartial)
  }

  /** Null where nothing was there to aggregate: no value at all, or only missing ones. */
  #values({ term }: Demand, matched: Selection, spans: Spans, used: Track, read: Read): Track {
    const [first, second] = this.#partialsOf(term)
    if (first === undefined) return used
    const track = read(this.#selections.track(matched, this.#partials.indexOf(first.id)))
    const beside =
      second === undefined ? null : read(this.#selections.track(matched, this.#partials.indexOf(second.id)))
    switch (term.aggregate) {
      case 'first':
      case 'last':
        return ends(term.aggregate, track, beside ?? [], spans)
      case 'count':
        return sums(track, spans)
      case 'sum': {
        const summed = sums(track, spans)
        return beside === null ? summed : withoutMissing(summed, sums(beside, spans), used)
      }
      default:
        return extremes(term.aggregate === 'min' ? 'min' : 'max', track, spans)
    }
  }
}

/** What is added up: what a track holds, or what it has come to. */
type Read = (track: Track) => Track
const asItIs: Read = (track) => track

const countsOf = (track: Track): ArrayLike<number> =>
  track instanceof Float64Array ? track : Float64Array.from(track, Number)

/** A sum of nothing but missing values is none; a sum of no rows at all is zero. */
function withoutMissing(sums: Track, counted: Track, rows: Track): Track {
  let made: Track | null = null
  for (let period = 0; period < sums.length; period++) {
    if (Number(cellAt(counted, period) ?? 0) > 0) continue
    const some = Number(cellAt(rows, period) ?? 0) > 0
    if (!some && sums instanceof Float64Array) continue
    made ??= sums.slice()
    if (made instanceof Float64Array) made[period] = Number.NaN
    else made[period] = some ? null : 0n
  }
  return made ?? sums
}

/** Ordinals [first, end) of the periods present; none is [0, 0). */
function range(periods: Float64Array): [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let cell = 0; cell < periods.length; cell++) {
    const period = periods[cell] ?? 0
    if (period < first) first = period
    if (period > last) last = period
  }
  return periods.length === 0 ? [0, 0] : [first, last + 1]
}

/** Whether a cell belongs to a group. */
function groupTest(plan: CellsPlan, group: readonly Key[], result: ResultSet): (cell: number) => boolean {
  const sets = keySets(plan.keys).map((keys, index) => ({
    values: numbers(result.columns[result.names.indexOf(`set${index}`)]),
    wanted: groupingValue(keys, group),
  }))
  return (cell) => sets.every(({ values, wanted }) => values[cell] === wanted)
}

function cellsByGroup(plan: CellsPlan, rows: number, sets: readonly Float64Array[] | null): readonly Int32Array[] {
  if (sets === null) return plan.groups.map(() => allCells(rows))
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

function allCells(rows: number): Int32Array {
  const cells = new Int32Array(rows)
  for (let cell = 0; cell < rows; cell++) cells[cell] = cell
  return cells
}

/** SQL's grouping(): the leftmost key is the highest bit; a bit is set where the key is not grouped. */
function groupingValue(keys: readonly Key[], group: readonly Key[]): number {
  return keys.reduce((value, key) => value * 2 + (group.some((own) => own.id === key.id) ? 0 : 1), 0)
}

function numbers(column: ResultColumn | undefined): Float64Array {
  if (column?.kind === 'numbers') return column.values
  if (column?.kind === 'bigints') return Float64Array.from(column.values, Number)
  throw new Error('a period is a number')
}

function coded(column: ResultColumn | undefined): Coded {
  if (column?.kind !== 'codes') throw new Error('a key is text or a truth value')
  return { codes: column.values, members: column.members }
}
