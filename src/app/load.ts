import type { Actor } from '../domain/access.ts'
import type { Dataset } from '../domain/catalog.ts'
import type { Issue } from '../domain/issue.ts'
import { loadIssue } from '../domain/load-issues.ts'
import { nearest } from '../domain/nearest.ts'
import type { BatchPart, Store } from '../ports.ts'
import type { Deps } from './deps.ts'
import { inTurn } from './lane.ts'
import { deliver } from './load/deliver.ts'
import { orphans } from './load/orphans.ts'
import { failureIssue, type LoadReport, unchanged } from './load/report.ts'
import { sinceOf } from './load/since.ts'

export type { LoadReport } from './load/report.ts'

export interface LoadOptions {
  /** Called while rows arrive: how many of this file are staged so far. */
  readonly onProgress?: (progress: { readonly dataset: string; readonly origin: string; readonly rows: number }) => void
  /** True: a file whose last delivery was undone is left alone until it changes. For loads that nobody asked for. */
  readonly keepUndone?: boolean
}

/**
 * Reads the sources of these datasets (or of all that fetch from somewhere) and makes a batch of what changed since the
 * parts in force. Each dataset stands or falls alone: its report tells what happened, a failure is kept in the store
 * until a load succeeds. Datasets that others look up come first.
 */
export async function load(
  deps: Deps,
  datasets: readonly string[] | 'all',
  actor: Actor,
  options: LoadOptions = {},
): Promise<readonly LoadReport[]> {
  const wanted = datasets === 'all' ? fetched(deps) : datasets
  const reports = new Map<string, LoadReport>()
  for (const id of lookedUpFirst(deps, wanted)) {
    const dataset = deps.catalog.datasets.get(id)
    if (dataset === undefined) {
      const near = nearest(id, deps.catalog.datasets.keys())
      reports.set(id, await unchanged(deps.store, id, [loadIssue('load/unknown-dataset', { id, near }, {})]))
    } else reports.set(id, await inTurn(deps.store, id, () => loadDataset(deps, dataset, actor, options)))
  }
  for (const [id, report] of reports) {
    const dataset = deps.catalog.datasets.get(id)
    if (dataset === undefined || report.batch === null) continue
    const found = await orphans(deps, dataset).catch((error: unknown) => [failureIssue(error)])
    reports.set(id, { ...report, issues: [...report.issues, ...found] })
  }
  return [...new Set(wanted)].flatMap((id) => reports.get(id) ?? [])
}

const fetched = (deps: Deps): readonly string[] =>
  [...deps.catalog.datasets.values()]
    .filter((dataset) => connectorOf(deps, dataset)?.fetches !== false)
    .map(({ id }) => id)

function connectorOf(deps: Deps, dataset: Dataset) {
  const source = deps.catalog.sources.get(dataset.source)
  return source === undefined ? undefined : deps.connectors.get(source.connector)
}

function lookedUpFirst(deps: Deps, wanted: readonly string[]): readonly string[] {
  const order = new Set<string>()
  const visiting = new Set<string>()
  const visit = (id: string): void => {
    if (visiting.has(id)) return
    visiting.add(id)
    for (const { dataset } of deps.catalog.datasets.get(id)?.lookUps ?? []) visit(dataset)
    if (wanted.includes(id)) order.add(id)
  }
  for (const id of wanted) visit(id)
  return [...order]
}

async function loadDataset(deps: Deps, dataset: Dataset, actor: Actor, options: LoadOptions): Promise<LoadReport> {
  const report = await readAndDeliver(deps, dataset, actor, options).catch(async (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    await deps.store.batches.failure(dataset.id, reason)
    return unchanged(deps.store, dataset.id, [failureIssue(error)])
  })
  const errors = report.issues.filter((issue) => issue.severity === 'error')
  await deps.store.batches.failure(dataset.id, errors.length === 0 ? null : summary(errors))
  return report
}

function summary(errors: readonly Issue[]): string {
  const [first] = errors
  if (first === undefined) return ''
  const where = first.file === undefined ? '' : `${first.file}: `
  return `${where}${first.message}${errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''}`
}

async function readAndDeliver(deps: Deps, dataset: Dataset, actor: Actor, options: LoadOptions): Promise<LoadReport> {
  const source = deps.catalog.sources.get(dataset.source)
  const connector = connectorOf(deps, dataset)
  if (source === undefined || connector === undefined) {
    const issue = loadIssue('load/no-connector', { connector: source?.connector ?? dataset.source }, dataset.place)
    return unchanged(deps.store, dataset.id, [issue])
  }
  const known = await knownFingerprints(deps.store, dataset, options.keepUndone === true)
  const environment = deps.environment ?? (() => undefined)
  const since = await sinceOf(deps, dataset)
  const wanted = { folder: deps.folder, options: source.options, dataset, known, environment }
  const found = await connector.read({ ...wanted, ...(since === undefined ? {} : { since }) })
  if ('issues' in found) return unchanged(deps.store, dataset.id, found.issues)
  const present = new Set(found.present)
  // Where deliveries overlap, a file that was put away takes nothing along.
  const standing = dataset.deliveries === undefined ? await deps.store.batches.parts(dataset.id) : []
  const gone = standing.map(({ origin }) => origin).filter((one) => !present.has(one))
  if (found.parts.length === 0 && gone.length === 0) return unchanged(deps.store, dataset.id)
  const onRows = (origin: string, rows: number) => options.onProgress?.({ dataset: dataset.id, origin, rows })
  const delivered = await deliver(deps, { dataset, parts: found.parts, gone, known, actor, onRows })
  if (delivered.batch === null) return unchanged(deps.store, dataset.id, delivered.issues, delivered.refused)
  const { batch, setAside, issues } = delivered
  const { id, rows, revision } = batch
  return {
    dataset: dataset.id,
    batch: id,
    rows,
    setAside,
    revision,
    issues,
    refused: [],
    ...(batch.effect === null ? {} : { effect: batch.effect }),
  }
}

/** Fingerprints per origin that need not be read again: in force, and shaped by today's definition. */
async function knownFingerprints(
  store: Store,
  dataset: Dataset,
  keepUndone: boolean,
): Promise<ReadonlyMap<string, string>> {
  const known = new Map<string, string>()
  for (const part of await store.batches.parts(dataset.id)) {
    if (part.shape === dataset.shape) known.set(part.origin, part.fingerprint)
  }
  if (!keepUndone) return known
  const newest = new Map<string, { readonly part: BatchPart; readonly undone: boolean }>()
  for (const { parts, undone } of await store.batches.list(dataset.id)) {
    for (const part of parts) {
      if (part.part > (newest.get(part.origin)?.part.part ?? 0))
        newest.set(part.origin, { part, undone: undone !== null })
    }
  }
  for (const [origin, { part, undone }] of newest) {
    if (undone && part.shape === dataset.shape) known.set(origin, part.fingerprint)
  }
  return known
}
