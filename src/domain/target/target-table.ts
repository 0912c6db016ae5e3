/** A dataset whose rows are targets: what the columns of a row say. */
export interface TargetTable {
  /** The column with the id or the name of the KPI, or the one KPI of all rows. */
  readonly kpi: { readonly column: string } | { readonly kpi: string }
  /** The column with the id or the name of the unit, empty for everything; null where no row is of a unit. */
  readonly unit: string | null
  /** The column with the period as people write it, or a day within it. */
  readonly period: string
  readonly value: string
  readonly version: { readonly column: string } | { readonly version: string }
  /** Dimensions whose members columns of the same name say. */
  readonly where: readonly string[]
}

/** The columns whose cells say what a row is a target of. */
export const namingColumns = ({ kpi, unit, period, version, where }: TargetTable): readonly string[] => [
  ...('column' in kpi ? [kpi.column] : []),
  ...(unit === null ? [] : [unit]),
  period,
  ...('column' in version ? [version.column] : []),
  ...where,
]
