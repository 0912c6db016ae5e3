import type { Answer } from '../../src/domain/answer.ts'
import type { ResultColumn, ResultSet } from '../../src/ports.ts'

/** A number of a result; NaN where there is none. */
export function numberAt(column: ResultColumn | undefined, row: number): number {
  if (column === undefined || column.kind === 'codes' || column.valid?.[row] === 0) return Number.NaN
  return Number(column.values[row]) / 10 ** (column.scale ?? 0)
}

/** The numbers of a result's last column, by row. */
export const lastColumn = (result: ResultSet): number[] =>
  Array.from({ length: result.rows }, (_, row) => numberAt(result.columns.at(-1), row))

/** The numbers of answers, NaN where there is none. */
export const valuesOf = (answers: readonly Answer[]): number[] =>
  answers.map(({ value }) => (value === null ? Number.NaN : Number(value)))

/** The numbers of a statement by month and region (NULL: all of them), under `month region`. */
export function byMonthAndRegion(result: ResultSet): ReadonlyMap<string, number> {
  const [months, regions, values] = result.columns
  if (regions?.kind !== 'codes') throw new Error('the second column is the region')
  const rows = Array.from({ length: result.rows }, (_, row): [string, number] => {
    const region = regions.members[regions.values[row] ?? -1] ?? ''
    return [`${numberAt(months, row)} ${region}`, numberAt(values, row)]
  })
  return new Map(rows)
}
