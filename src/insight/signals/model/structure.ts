import { fisherTail } from '../../statistics/fisher.ts'
import { coefficientsOf, fitAt, fitWithPhi, type Gram, type GramFit, gramOf } from './gram.ts'
import { type Cycle, columnCount, cycleColumns, rowsOf, type Terms } from './terms.ts'

/** Evidence that a cycle or a trend is in the data: the F test against the same model without it. */
export interface Evidence {
  readonly f: number
  readonly p: number
}

export interface Structure {
  readonly terms: Terms
  readonly phi: number
  readonly season: Evidence | null
  readonly trend: Evidence | null
  /** Akaike's criterion, corrected for short series, on the scale of the values given. */
  readonly aicc: number
}

export interface StructureQuestion {
  /** Values on their scale, NaN where a period does not count; the first one is period `from`. */
  readonly values: Float64Array
  readonly from: number
  readonly periods: readonly number[]
  readonly steps: readonly number[]
  /** Standard deviation of each period's noise relative to a usual one; null where all are alike. */
  readonly noise: Float64Array | null
}

/** Chance of seeing a season, or a trend, that is not there. */
const seasonLevel = 0.001
const trendLevel = 0.05

/**
 * Season and trend where the data show them: of all combinations of trend and cycle orders the one with the least AICc,
 * provided that an F test (innovations of a first-order autoregression) confirms each part.
 */
export function structureOf(question: StructureQuestion): Structure {
  const { values, from, periods, steps, noise } = question
  const points = values.reduce((total, value) => total + (Number.isNaN(value) ? 0 : 1), 0)
  const largest = periods.map((period): Cycle => ({ period, order: Math.max(...ordersOf(period, points)) }))
  const full: Terms = { trend: { from, length: values.length }, cycles: largest, steps }
  const gram = gramOfTerms(values, from, full, noise)
  const line = 1 + steps.length
  const levels = Array.from({ length: line }, (_, index) => index)
  // What looked like new levels may turn out to be a trend.
  const bases = steps.length === 0 ? [levels] : [levels, [0]]
  const best = combinations(periods, points).flatMap((cycles) => {
    const season = seasonColumns(cycles, largest, line + 1)
    return bases.flatMap((base) =>
      [false, true].map((trend): Candidate => {
        const columns = [...base, ...(trend ? [line] : []), ...season]
        const fit = fitWithPhi(gram, columns)
        return { cycles, trend, season, columns, fit, aicc: aiccOf(fit, gram.points) }
      }),
    )
  })
  const ordered = best.sort((a, b) => a.aicc - b.aicc)
  for (const candidate of ordered) {
    const season = candidate.season.length === 0 ? null : evidence(gram, candidate, candidate.season)
    const trend = candidate.trend ? evidence(gram, candidate, [line]) : null
    if ((season && !(season.p < seasonLevel)) || (trend && !(trend.p < trendLevel))) continue
    const terms: Terms = {
      trend: candidate.trend ? full.trend : null,
      cycles: candidate.cycles.filter((cycle) => cycle.order > 0),
      steps: candidate.columns[1] === 1 && steps.length > 0 ? steps : [],
    }
    return { terms, phi: candidate.fit.phi, season, trend, aicc: candidate.aicc }
  }
  throw new Error('the model of a level alone needs no evidence')
}

/** Sums of squares of values on terms, each period divided by its noise. */
function gramOfTerms(values: Float64Array, from: number, terms: Terms, noise: Float64Array | null): Gram {
  const width = columnCount(terms)
  const rows = rowsOf(terms, from, from + values.length, noise)
  return gramOf(rows, width, noise === null ? values : values.map((value, t) => value / (noise[t] ?? 1)))
}

/** Akaike's criterion of given terms on other values: compares scales at one structure. */
export function criterionOf(values: Float64Array, from: number, terms: Terms): number {
  const gram = gramOfTerms(values, from, terms, null)
  return aiccOf(fitWithPhi(gram, columnsOf(gram)), gram.points)
}

/** Coefficients of the terms by ordinary least squares. */
export function coefficientsOfTerms(
  values: Float64Array,
  from: number,
  terms: Terms,
  noise: Float64Array | null = null,
): Float64Array {
  const gram = gramOfTerms(values, from, terms, noise)
  return coefficientsOf(gram, columnsOf(gram)).beta
}

/** What the terms leave unexplained, by ordinary least squares; NaN where a period does not count. */
export function residualsOf(values: Float64Array, from: number, terms: Terms): Float64Array {
  const beta = coefficientsOfTerms(values, from, terms)
  const rows = rowsOf(terms, from, from + values.length)
  return values.map((value, t) => value - beta.reduce((sum, b, i) => sum + b * (rows[t * beta.length + i] ?? 0), 0))
}

const columnsOf = (gram: Gram): readonly number[] => Array.from({ length: gram.width }, (_, index) => index)

interface Candidate {
  readonly cycles: readonly Cycle[]
  readonly trend: boolean
  readonly season: readonly number[]
  readonly columns: readonly number[]
  readonly fit: GramFit
  readonly aicc: number
}

/** Orders of a cycle that are tried: every small one, then ever wider steps, for the sharp peaks of a year of weeks. */
const orders = [0, 1, 2, 3, 4, 5, 6, 9, 13, 19, 26]

/** At most half the period, and at most a column for every four points; none before two cycles. */
const ordersOf = (period: number, points: number): readonly number[] =>
  points < 2 * period
    ? [0]
    : orders.filter((order) => order === 0 || (order <= period / 2 && cycleColumns({ period, order }) <= points / 4))

function combinations(periods: readonly number[], points: number): readonly (readonly Cycle[])[] {
  return periods.reduce<readonly (readonly Cycle[])[]>(
    (lists, period) => lists.flatMap((list) => ordersOf(period, points).map((order) => [...list, { period, order }])),
    [[]],
  )
}

function seasonColumns(cycles: readonly Cycle[], largest: readonly Cycle[], first: number): readonly number[] {
  let start = first
  return cycles.flatMap((cycle, index) => {
    const columns = Array.from({ length: cycleColumns(cycle) }, (_, k) => start + k)
    start += cycleColumns(largest[index] ?? cycle)
    return columns
  })
}

function aiccOf(fit: GramFit, points: number): number {
  const parameters = fit.columns + 2
  if (points - parameters < 2) return Number.POSITIVE_INFINITY
  const fitTerm = points * Math.log(Math.max(fit.squares, 1e-300) / points) - Math.log(1 - fit.phi * fit.phi)
  return fitTerm + (2 * parameters * points) / (points - parameters - 1)
}

function evidence(gram: Gram, candidate: Candidate, part: readonly number[]): Evidence {
  const without = fitAt(
    gram,
    candidate.columns.filter((column) => !part.includes(column)),
    candidate.fit.phi,
  )
  const top = without.df - candidate.fit.df
  if (top <= 0) return { f: 0, p: 1 }
  const f = (without.squares - candidate.fit.squares) / top / (candidate.fit.squares / candidate.fit.df)
  return { f, p: fisherTail(f, top, candidate.fit.df) }
}
