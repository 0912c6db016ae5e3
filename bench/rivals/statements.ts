import { readFileSync } from 'node:fs'
import { aggregateOf, type BenchKpi, measures, whereOf } from '../kpis.ts'

/** A statement of this folder, its holes `{name}` filled. */
export const rival = (name: string, holes: Readonly<Record<string, string>> = {}): string =>
  Object.entries(holes).reduce(
    (text, [hole, value]) => text.replaceAll(`{${hole}}`, value),
    readFileSync(new URL(`${name}.sql`, import.meta.url), 'utf8').replace(/^--.*\n/gm, ''),
  )

/** The statement that somebody would write by hand for one KPI: a measure with its conditions as WHERE, a ratio with FILTERs. */
export function separate({ numerator, denominator }: BenchKpi): string {
  const where = whereOf(numerator)
  if (denominator === null) {
    return rival('separate', { value: measures[numerator.measure].sql, where: where === null ? '' : `WHERE ${where}` })
  }
  const value = `coalesce(${aggregateOf(numerator)}, 0)::DOUBLE / nullif(${aggregateOf(denominator)}, 0)::DOUBLE`
  return rival('separate', { value, where: '' })
}
