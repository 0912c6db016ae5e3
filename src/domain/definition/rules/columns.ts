import { nearest } from '../../nearest.ts'
import type { DatasetSpec } from '../dataset.ts'
import type { Path } from '../document.ts'
import { type Draft, type Entry, type Finding, found, foundKey, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { findColumn, typeText } from '../make-dataset.ts'
import { lookedUpUnits } from '../row-zones.ts'

/** Words of the formula language; a column of that name could not be written in a formula. */
const formulaWords = new Set(['where', 'and', 'or', 'not', 'in', 'is', 'null', 'true', 'false'])

/** Key and time name columns of the right type, and columns can be written in formulas. */
export const columns: Rule = (draft) =>
  [...draft.datasets.values()].flatMap((entry) => [
    ...namesOf(entry),
    ...keyOf(entry),
    ...timeOf(draft, entry),
    ...zonesOf(draft, entry),
    ...validityOf(entry),
    ...moneyOf(entry, draft.workspaces[0]?.spec.currency !== undefined),
  ])

function namesOf(entry: Entry<DatasetSpec>): Finding[] {
  return Object.entries(entry.spec.columns).flatMap(([name, column]): Finding[] => {
    const findings: Finding[] = []
    const path = ['columns', name]
    if (formulaWords.has(name))
      findings.push(foundKey(entry, path, (place) => definitionIssue('column/reserved', { column: name }, place)))
    if (typeof column === 'string') return findings
    const type = column.type.split(/[\s(]/)[0] ?? ''
    const option = (name: string) =>
      foundKey(entry, [...path, name], (place) => definitionIssue('column/option', { option: name, type }, place))
    if (column.format !== undefined && type !== 'date' && type !== 'timestamp') findings.push(option('format'))
    for (const sign of ['decimal-sign', 'group-sign', 'marks', 'round'] as const) {
      if (column[sign] !== undefined && !['integer', 'decimal', 'money'].includes(type)) findings.push(option(sign))
    }
    const group = column['group-sign'] ?? entry.spec['group-sign']
    if (group !== undefined && group === (column['decimal-sign'] ?? entry.spec['decimal-sign'] ?? '.'))
      findings.push(
        foundKey(entry, path, (place) => definitionIssue('column/signs', { column: name, sign: group }, place)),
      )
    return findings
  })
}

function keyOf(entry: Entry<DatasetSpec>): Finding[] {
  const { key } = entry.spec
  if (key === 'none') return []
  const seen = new Set<string>()
  return [key].flat().flatMap((column, i): Finding[] => {
    const path = typeof key === 'string' ? ['key'] : ['key', i]
    if (!Object.hasOwn(entry.spec.columns, column)) return [unknownColumn(entry, path, column)]
    if (!seen.has(column)) {
      seen.add(column)
      return []
    }
    return [found(entry, path, (place) => definitionIssue('dataset/key-twice', { column }, place))]
  })
}

function timeOf(draft: Draft, entry: Entry<DatasetSpec>): Finding[] {
  const { time, rows } = entry.spec
  if (time === undefined) {
    if (rows !== 'snapshot') return []
    return [found(entry, ['rows'], (place) => definitionIssue('dataset/snapshot-time', {}, place))]
  }
  if (time.column.includes('.')) return lookedUpTime(draft, entry, time)
  if (!Object.hasOwn(entry.spec.columns, time.column)) return [unknownColumn(entry, ['time', 'column'], time.column)]
  const type = typeText(entry.spec, time.column)
  if (type === 'date' || type === 'timestamp') return []
  const params = { column: time.column, type }
  return [found(entry, ['time', 'column'], (place) => definitionIssue('dataset/time-type', params, place))]
}

/** Whose day a row's is must be known from its own cells. */
function zonesOf(draft: Draft, entry: Entry<DatasetSpec>): Finding[] {
  const { time } = entry.spec
  if (time === undefined) return []
  const column = time['zone-column']
  const path = ['time', 'zone-column']
  if (column !== undefined) {
    if (!Object.hasOwn(entry.spec.columns, column)) return [unknownColumn(entry, path, column)]
    const type = typeText(entry.spec, column)
    const why = type === 'text' ? ('date' as const) : ('type' as const)
    if (why === 'date' && typeText(entry.spec, time.column) !== 'date') return []
    return [found(entry, path, (place) => definitionIssue('dataset/zone-column', { column, why, type }, place))]
  }
  return lookedUpUnits(draft, entry).map((params) =>
    found(entry, ['time'], (place) => definitionIssue('dataset/unit-zone', params, place)),
  )
}

/** Rows with validity, and no others, have an end. */
function validityOf(entry: Entry<DatasetSpec>): Finding[] {
  const { time, rows } = entry.spec
  const at = (path: Path, issue: Parameters<typeof found>[2]) => [found(entry, path, issue)]
  if (rows !== 'validity') {
    const stray = (['until', 'until-inclusive'] as const).find((name) => time?.[name] !== undefined)
    if (stray === undefined) return []
    return [foundKey(entry, ['time', stray], (place) => definitionIssue('validity/rows', {}, place))]
  }
  if (time?.until === undefined) return at(['rows'], (place) => definitionIssue('validity/no-end', {}, place))
  if (time.column.includes('.'))
    return at(['time', 'column'], (place) => definitionIssue('validity/looked-up', {}, place))
  if (!Object.hasOwn(entry.spec.columns, time.until)) return [unknownColumn(entry, ['time', 'until'], time.until)]
  const type = typeText(entry.spec, time.until)
  if (type === 'date') return []
  const params = { column: time.until, type }
  return at(['time', 'until'], (place) => definitionIssue('validity/end-type', params, place))
}

/** Days are decided once, at load: a time may be looked up only where it is the other dataset's own. */
function lookedUpTime(draft: Draft, entry: Entry<DatasetSpec>, time: NonNullable<DatasetSpec['time']>): Finding[] {
  const at = (issue: Parameters<typeof found>[2], path: Path = ['time', 'column']) => [found(entry, path, issue)]
  const column = findColumn(draft.made.datasets, entry.id, time.column.split('.'))
  if (!column.ok) {
    const { dataset, names, step } = column
    if (names === null) return []
    const near = nearest(step, names)
    return column.what === 'look-up'
      ? at((place) => definitionIssue('look-up/unknown', { lookUp: step, dataset, near }, place))
      : at((place) => definitionIssue('column/unknown', { column: step, dataset, near }, place))
  }
  const { dataset } = column
  if (dataset.time?.column !== column.column.name) {
    const params = { column: column.column.name, dataset: dataset.id, time: dataset.time?.column ?? null }
    return at((place) => definitionIssue('dataset/time-look-up', params, place))
  }
  if (time.zone === undefined) return []
  return at((place) => definitionIssue('dataset/time-zone', { dataset: dataset.id }, place), ['time', 'zone'])
}

function moneyOf(entry: Entry<DatasetSpec>, currency: boolean): Finding[] {
  if (currency) return []
  return Object.keys(entry.spec.columns)
    .filter((name) => /^money(\(\d+\))?$/.test(typeText(entry.spec, name)) && !hasCurrency(entry.spec, name))
    .map((column) =>
      found(entry, ['columns', column], (place) => definitionIssue('column/no-currency', { column }, place)),
    )
}

function hasCurrency({ columns }: DatasetSpec, name: string): boolean {
  const column = columns[name]
  return typeof column === 'object' && column.currency !== undefined
}

/** A name that is no column of the entry's own dataset. */
export function unknownColumn(entry: Entry<DatasetSpec>, path: Path, column: string): Finding {
  const params = { column, dataset: entry.id, near: nearest(column, Object.keys(entry.spec.columns)) }
  return found(entry, path, (place) => definitionIssue('column/unknown', params, place))
}
