import type { Dataset } from '../../domain/catalog.ts'
import type { ReadRequest } from '../../ports.ts'
import { factsTable } from '../../query/lower.ts'
import { aggregate, column } from '../../sql/ast.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { render } from '../../sql/render.ts'
import type { Deps } from '../deps.ts'
import { syncDataset } from '../sync.ts'
import { partsInForce } from './in-force.ts'

const dayMs = 86_400_000

/**
 * From when on a dataset with a watermark is read: the newest row that stands, less the overlap and a day, since sources may
 * count in any zone. Undefined where all rows are wanted: nothing stands yet, or the definition changed.
 */
export async function sinceOf(deps: Deps, dataset: Dataset): Promise<ReadRequest['since']> {
  const { watermark } = dataset
  const found = dataset.columns.find(({ name }) => name === watermark?.column)
  if (watermark === undefined || found === undefined) return undefined
  const parts = await partsInForce(deps, dataset.id)
  if (parts.length === 0 || parts.some(({ shape }) => shape !== dataset.shape)) return undefined
  await syncDataset(deps, dataset)
  const newest = { expr: aggregate('max', column('f', watermark.column)), as: 'newest' }
  const from = { kind: 'table', name: factsTable(dataset.id), as: 'f' } as const
  const query = { kind: 'select', outputs: [newest], from, joins: [], where: [], groupBy: null } as const
  const result = (await deps.facts.query(render(query, duckdb), { lane: 'short' })).columns[0]
  if (result === undefined || result.kind === 'codes' || result.valid?.[0] === 0) return undefined
  const value = Number(result.values[0])
  const ms = found.type.kind === 'date' ? value * dayMs : value / 1_000
  return { column: found, ms: Math.floor(ms) - (watermark.overlapDays + 1) * dayMs }
}
