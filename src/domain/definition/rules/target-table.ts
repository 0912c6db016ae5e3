import { namingColumns } from '../../target/target-table.ts'
import type { DatasetSpec } from '../dataset.ts'
import type { Path } from '../document.ts'
import { type Entry, type Finding, found, foundKey, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { typeText } from '../make-dataset.ts'
import { makeTargetTable } from '../target-table.ts'
import { unknownColumn } from './columns.ts'

/** Tables of targets say of which KPI, period and amount a row is, in columns that fit, and promise nothing twice. */
export const targetTables: Rule = (draft) =>
  [...draft.datasets.values()].flatMap((entry) => (entry.spec.targets === undefined ? [] : checkOne(entry)))

const numbers: readonly string[] = ['integer', 'decimal', 'money']

function checkOne(entry: Entry<DatasetSpec>): Finding[] {
  const { targets: spec, key } = entry.spec
  const table = makeTargetTable(spec)
  if (spec === undefined || table === null) return []
  const findings = [
    ...columnsOf(entry, ['kpi', 'unit', 'version'], ['text']),
    ...columnsOf(entry, ['period'], ['text', 'date']),
    ...columnsOf(entry, ['value'], numbers),
    ...(spec.where ?? []).flatMap((column, i) => typed(entry, ['targets', 'where', i], column, ['text'])),
  ]
  if ((spec.kpi === undefined) === (spec.for === undefined))
    findings.push(foundKey(entry, ['targets'], (place) => definitionIssue('targets/kpi', {}, place)))
  if (spec.version !== undefined && spec.as !== undefined)
    findings.push(foundKey(entry, ['targets', 'as'], (place) => definitionIssue('targets/version', {}, place)))
  const wanted = namingColumns(table)
  const own = key === 'none' ? [] : [key].flat()
  if ([...own].sort().join() !== [...wanted].sort().join())
    findings.push(found(entry, ['key'], (place) => definitionIssue('targets/key', { key: own, wanted }, place)))
  return findings
}

function columnsOf(
  entry: Entry<DatasetSpec>,
  names: readonly ('kpi' | 'unit' | 'version' | 'period' | 'value')[],
  types: readonly string[],
): Finding[] {
  return names.flatMap((name) => {
    const column = entry.spec.targets?.[name]
    return column === undefined ? [] : typed(entry, ['targets', name], column, types)
  })
}

function typed(entry: Entry<DatasetSpec>, path: Path, column: string, types: readonly string[]): Finding[] {
  if (!Object.hasOwn(entry.spec.columns, column)) return [unknownColumn(entry, path, column)]
  const type = typeText(entry.spec, column)
  if (types.includes(type.split(/[\s(]/)[0] ?? '')) return []
  const params = { column, type, wanted: types }
  return [found(entry, path, (place) => definitionIssue('targets/column', params, place))]
}
