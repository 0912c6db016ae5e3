/** A row that came, went or changed when its period was final or closed. `key` is null where rows have none. */
export interface LateRow {
  readonly day: number
  readonly key: readonly string[] | null
  readonly act: 'new' | 'changed' | 'removed'
}

/** Rows of one batch in a period of a KPI that was final, or closed, when they came. */
export interface LatePeriod {
  readonly kpi: string
  readonly period: string
  readonly rows: number
  readonly closed: boolean
}

/** What came too late with a delivery. */
export interface Late {
  readonly periods: readonly LatePeriod[]
  /** The first of them. */
  readonly rows: readonly LateRow[]
}

/** What came too late with a delivery, as people read it. */
export interface LateView {
  readonly periods: readonly LatePeriod[]
  readonly rows: readonly (Omit<LateRow, 'day'> & { readonly day: string })[]
}
