import { z } from 'zod'
import type { TargetTable } from '../target/target-table.ts'
import { usualVersion } from '../target/version.ts'
import * as field from './fields.ts'

const column = (title: string, description: string) => field.columnName().meta({ title, description })

/** The field `targets` of a dataset whose rows are targets. */
export const targetTable = () =>
  z
    .strictObject({
      kpi: column('KPI', 'The column with the id or the name of the KPI that a row is for.').optional(),
      for: field.reference('kpi').optional().meta({ title: 'For', description: 'The one KPI that all rows are for.' }),
      unit: column(
        'Unit',
        'The column with the id or the name of the unit; an empty cell is everything, where the column says required: false.',
      ).optional(),
      period: column(
        'Period',
        'The column with the period, as 2026-01, Jan 2026, 2026-Q1; or a day within a period of the KPI’s cadence.',
      ),
      value: column('Value', 'The column with the amount; a row without one promises nothing.'),
      version: column('Version', 'The column with the version, such as budget or forecast.').optional(),
      as: field.text().optional().meta({
        title: 'As',
        description: 'The version of all rows where no column says it.',
        default: usualVersion,
      }),
      where: z
        .array(field.columnName())
        .min(1)
        .optional()
        .meta({ title: 'Where', description: 'Columns named like dimensions, with the member that a row is for.' }),
    })
    .optional()
    .meta({
      title: 'Targets',
      description:
        'Makes the dataset a table of targets: one row promises an amount for a KPI, unit, version and period. They count like those of documents, which come first where both speak of the same; each delivery makes them anew.',
    })

export type TargetTableSpec = z.infer<ReturnType<typeof targetTable>>

/** A table of targets as the catalog holds it; null where a dataset is none. */
export function makeTargetTable(spec: TargetTableSpec): TargetTable | null {
  if (spec === undefined) return null
  return {
    kpi: spec.kpi === undefined ? { kpi: spec.for ?? '' } : { column: spec.kpi },
    unit: spec.unit ?? null,
    period: spec.period,
    value: spec.value,
    version: spec.version === undefined ? { version: spec.as ?? usualVersion } : { column: spec.version },
    where: spec.where ?? [],
  }
}
