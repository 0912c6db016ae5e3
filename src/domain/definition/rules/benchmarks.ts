import { compare } from '../../decimal.ts'
import { textOf } from '../document.ts'
import { type Draft, type Entry, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import type { KpiSpec } from '../kpi.ts'
import { amountAt } from '../make-target.ts'

/** Quartiles do not fall, and a benchmark has one beginning that comes before its end. */
export const benchmarks: Rule = (draft: Draft) => [...draft.kpis.values()].flatMap(checkOne)

function checkOne(entry: Entry<KpiSpec>): Finding[] {
  return (entry.spec.benchmarks ?? []).flatMap((spec, index): Finding[] => {
    const at = ['benchmarks', index]
    if (spec.year !== undefined && spec.from !== undefined)
      return [found(entry, [...at, 'from'], (place) => definitionIssue('benchmark/dates', {}, place))]
    const from = spec.from ?? (spec.year === undefined ? undefined : `${spec.year}-01-01`)
    if (from !== undefined && spec.until !== undefined && from > spec.until) {
      const params = { from, until: spec.until }
      return [found(entry, [...at, 'until'], (place) => definitionIssue('target/dates', params, place))]
    }
    if (!('quartiles' in spec)) return []
    const path = [...at, 'quartiles']
    const names = ['lower', 'median', 'upper'] as const
    const [lower, median, upper] = names.map((name) => amountAt(entry.document, [...path, name]))
    if (!lower || !median || !upper || (compare(lower, median) <= 0 && compare(median, upper) <= 0)) return []
    const [a = '', b = '', c = ''] = names.map((name) => textOf(entry.document, [...path, name]) ?? '')
    const params = { name: spec.name, lower: a, median: b, upper: c }
    return [found(entry, path, (place) => definitionIssue('benchmark/order', params, place))]
  })
}
