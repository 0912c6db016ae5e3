import type { DatasetSpec } from '../dataset.ts'
import { type Draft, type Entry, type Finding, found, foundKey, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { typeText } from '../make-dataset.ts'
import { unknownColumn } from './columns.ts'

/** What decides which row stands when deliveries overlap is declared and of a fitting type. */
export const deliveries: Rule = (draft) =>
  [...draft.datasets.values()].flatMap((entry) => [
    ...policyOf(entry),
    ...strayOf(entry),
    ...markOf(entry),
    ...watermarkOf(draft, entry),
  ])

function policyOf(entry: Entry<DatasetSpec>): Finding[] {
  const { deliveries, key, time } = entry.spec
  if (deliveries === 'upsert' && key === 'none')
    return [found(entry, ['deliveries'], (place) => definitionIssue('deliveries/no-key', {}, place))]
  const looksUp = time?.column.includes('.') === true
  if (deliveries === 'window' && (time === undefined || looksUp))
    return [found(entry, ['deliveries'], (place) => definitionIssue('deliveries/no-time', { looksUp }, place))]
  return []
}

function strayOf(entry: Entry<DatasetSpec>): Finding[] {
  const wants = { deleted: 'upsert', watermark: 'upsert', window: 'window' } as const
  return (['deleted', 'watermark', 'window'] as const)
    .filter((name) => entry.spec[name] !== undefined && entry.spec.deliveries !== wants[name])
    .map((name) =>
      foundKey(entry, [name], (place) => definitionIssue('deliveries/stray', { name, wants: wants[name] }, place)),
    )
}

function markOf(entry: Entry<DatasetSpec>): Finding[] {
  const { deleted, columns } = entry.spec
  if (deleted === undefined) return []
  const [column, path] = typeof deleted === 'string' ? [deleted, ['deleted']] : [deleted.column, ['deleted', 'column']]
  if (!Object.hasOwn(columns, column)) return [unknownColumn(entry, path, column)]
  const type = typeText(entry.spec, column)
  const fits = typeof deleted === 'string' ? ['boolean', 'date', 'timestamp'].includes(type) : type === 'text'
  if (fits) return []
  const params = { column, type, words: typeof deleted !== 'string' }
  return [found(entry, path, (place) => definitionIssue('deliveries/mark', params, place))]
}

function watermarkOf(draft: Draft, entry: Entry<DatasetSpec>): Finding[] {
  const { watermark, columns, source } = entry.spec
  if (watermark === undefined) return []
  const path = ['watermark', 'column']
  const { column } = watermark
  if (!Object.hasOwn(columns, column)) return [unknownColumn(entry, path, column)]
  const type = typeText(entry.spec, column)
  const wrongType = type !== 'date' && type !== 'timestamp'
  if (wrongType) return [found(entry, path, (place) => definitionIssue('watermark/type', { column, type }, place))]
  const connector = draft.sources.get(source)?.spec.connector
  if (connector === undefined || draft.plugs.connectors.get(connector)?.since !== false) return []
  return [foundKey(entry, ['watermark'], (place) => definitionIssue('watermark/connector', { connector }, place))]
}
