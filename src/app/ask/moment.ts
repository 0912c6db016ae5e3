import type { Catalog, Kpi, Scope } from '../../domain/catalog.ts'
import type { Day } from '../../time/day.ts'
import type { Periods } from './periods.ts'

/** What every answer of one call shares. */
export interface Moment {
  readonly catalog: Catalog
  readonly today: Day
  /** The last day whose rows are read, and after which nothing is due: today, unless values read to an earlier one. */
  readonly readTo: Day
  /** The day by which it is judged whether a period is final or late: the real today. */
  readonly settles: Day
  /** The instant, ms since 1970 UTC; the end of a fixed today. */
  readonly now: number
  readonly asOf: string
  readonly periods: Periods
}

/** The last day each dataset has rows for, those whose last load failed, and those that were ever loaded. */
export interface Freshness {
  readonly lastDay: ReadonlyMap<string, number | null>
  readonly failed: ReadonlySet<string>
  readonly loaded: ReadonlySet<string>
  /** Days from one day with rows to the next, on average. */
  readonly gap: ReadonlyMap<string, number>
  /** The last day that the typed values of a KPI speak for in a scope; null where there is none. */
  readonly typedThrough: (place: { readonly kpi: Kpi; readonly scope: Scope }) => Day | null
}
