import { nearest } from '../../nearest.ts'
import { typeWord } from '../column-type.ts'
import type { DatasetSpec } from '../dataset.ts'
import type { Path } from '../document.ts'
import { type Draft, type Entry, type Finding, found, foundKey, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { findColumn, typeText } from '../make-dataset.ts'
import { unknownColumn } from './columns.ts'

/** Tables of rates have one rate per day and pair; whoever names one names such a table; currencies of money are codes in text. */
export const rates: Rule = (draft) => [
  ...[...draft.datasets.values()].flatMap((entry) => [...tableOf(entry), ...currenciesOf(draft, entry)]),
  ...[...draft.workspaces, ...draft.kpis.values()].flatMap((entry) => namedTable(draft, entry)),
]

function tableOf(entry: Entry<DatasetSpec>): Finding[] {
  const { rates: table, time, rows, key } = entry.spec
  if (table === undefined) return []
  const sides = (['from', 'to'] as const).flatMap((side) => columnOf(entry, side, 'text', 'a text'))
  const findings = [...sides, ...columnOf(entry, 'rate', 'decimal', 'a decimal')]
  if (table.from === table.to)
    findings.push(
      found(entry, ['rates', 'to'], (place) => definitionIssue('rates/same', { currency: table.to }, place)),
    )
  const timed = time !== undefined && typeText(entry.spec, time.column) === 'date' && (rows ?? 'event') === 'event'
  if (!timed) return [...findings, foundKey(entry, ['rates'], (place) => definitionIssue('rates/day', {}, place))]
  const wanted = [time.column, ...[table.from, table.to].filter((side) => !isCode(side))]
  const own = key === 'none' ? [] : [key].flat()
  if ([...own].sort().join() !== [...wanted].sort().join())
    findings.push(found(entry, ['key'], (place) => definitionIssue('rates/key', { key: own, wanted }, place)))
  return findings
}

const isCode = (text: string): boolean => /^[A-Z]{3}$/.test(text)

function columnOf(entry: Entry<DatasetSpec>, side: 'from' | 'to' | 'rate', word: string, wanted: string): Finding[] {
  const column = entry.spec.rates?.[side] ?? ''
  const path = ['rates', side]
  if (isCode(column)) return []
  if (!Object.hasOwn(entry.spec.columns, column)) return [unknownColumn(entry, path, column)]
  const type = typeText(entry.spec, column)
  const fits = type.split(/[\s(]/)[0] === word
  return fits ? [] : [found(entry, path, (place) => definitionIssue('rates/column', { column, type, wanted }, place))]
}

/** The currency of money is a text, its own column's or a looked-up one's, and money has but one way to say it. */
function currenciesOf(draft: Draft, entry: Entry<DatasetSpec>): Finding[] {
  return Object.entries(entry.spec.columns).flatMap(([name, written]): Finding[] => {
    if (typeof written === 'string' || written.currency === undefined) return []
    const path = ['columns', name, 'currency']
    const at = (issue: Parameters<typeof found>[2]) => [found(entry, path, issue)]
    const [word = '', currency] = written.type.split(/(?:\(\d+\))?\s+/)
    const type = word.replace(/\(.*$/, '')
    if (type !== 'money')
      return [foundKey(entry, path, (place) => definitionIssue('column/option', { option: 'currency', type }, place))]
    if (currency !== undefined)
      return at((place) => definitionIssue('money/two-currencies', { column: name, currency }, place))
    return currencyColumn(draft, entry, path, written.currency)
  })
}

function currencyColumn(draft: Draft, entry: Entry<DatasetSpec>, path: Path, text: string): Finding[] {
  const column = findColumn(draft.made.datasets, entry.id, text.split('.'))
  const at = (issue: Parameters<typeof found>[2]) => [found(entry, path, issue)]
  if (!column.ok) {
    const { dataset, names, step, what } = column
    const near = nearest(step, names ?? [])
    if (names === null) return []
    return what === 'look-up'
      ? at((place) => definitionIssue('look-up/unknown', { lookUp: step, dataset, near }, place))
      : at((place) => definitionIssue('column/unknown', { column: step, dataset, near }, place))
  }
  if (column.column.type.kind === 'text') return []
  const params = { column: text, type: typeWord(column.column.type) }
  return at((place) => definitionIssue('money/currency-column', params, place))
}

type Naming = Entry<{ readonly rates?: { readonly dataset?: string | undefined } | undefined }>

function namedTable(draft: Draft, entry: Naming): Finding[] {
  const { rates: named } = entry.spec
  if (named === undefined) return []
  const dataset = named.dataset ?? draft.workspaces[0]?.spec.rates?.dataset
  if (dataset === undefined) return [foundKey(entry, ['rates'], (place) => definitionIssue('rates/none', {}, place))]
  const table = draft.datasets.get(named.dataset ?? '')
  if (table === undefined || table.spec.rates !== undefined) return []
  return [found(entry, ['rates', 'dataset'], (place) => definitionIssue('rates/table', { dataset }, place))]
}
