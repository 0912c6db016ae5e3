import type { Catalog, Dataset } from '../../domain/catalog.ts'
import type { Issue } from '../../domain/issue.ts'
import { personOf } from '../../domain/person.ts'
import type { WorkspaceView } from '../../domain/view.ts'
import type { Store } from '../../ports.ts'
import { type Day, printDay } from '../../time/day.ts'
import { appliedRevisions } from '../ask/applied.ts'
import { factsState } from '../ask/facts-state.ts'
import { type AskDeps, todayOf } from '../ask.ts'

/** What a workspace holds and how fresh its data is; `issues` are those of its definitions as they stand. */
export async function workspaceView(deps: AskDeps, issues: readonly Issue[]): Promise<WorkspaceView> {
  const { catalog } = deps
  const { workspace } = catalog
  const named = <T extends { readonly id: string; readonly name: string }>(all: Iterable<T>) =>
    [...all].map(({ id, name }) => ({ id, name }))
  return {
    name: workspace.name,
    mission: workspace.mission,
    vision: workspace.vision,
    today: printDay(todayOf(deps)),
    locale: workspace.locale,
    zone: workspace.zone,
    catalogRevision: catalog.revision,
    issues,
    scorecards: named(catalog.scorecards.values()),
    kpis: kpisOf(catalog),
    units: named(catalog.units.values()),
    datasets: await datasetsOf(deps),
  }
}

const kpisOf = (catalog: Catalog): WorkspaceView['kpis'] =>
  [...catalog.kpis.values()].map(({ id, name, category, owner, objective }) => ({
    id,
    name,
    category,
    owner: personOf(owner)?.name ?? null,
    objective: objective === null ? null : (catalog.objectives.get(objective)?.name ?? objective),
  }))

async function datasetsOf(deps: AskDeps): Promise<WorkspaceView['datasets']> {
  const [failures, revisions] = await Promise.all([deps.store.batches.failures(), deps.store.batches.revisions()])
  return Promise.all(
    [...deps.catalog.datasets.values()].map(async (dataset) => {
      const { rows, lastBatch } = await holdings(deps, dataset, revisions.get(dataset.id) ?? 0)
      const { lastDay, stats } = await factsState(deps, dataset, appliedRevisions(deps.facts))
      return {
        id: dataset.id,
        name: dataset.name,
        rows: dataset.deliveries === undefined ? rows : stats.rows,
        dataThrough: lastDay === null ? null : printDay(lastDay as Day),
        lastBatch,
        failure: failures.get(dataset.id) ?? null,
      }
    }),
  )
}

interface Holdings {
  readonly rows: number
  readonly lastBatch: string | null
}

const held = new WeakMap<Store, Map<string, { readonly revision: number; readonly holdings: Promise<Holdings> }>>()

/** Rows in force and the last batch that stands; read once per revision, since a dataset may have thousands of batches. */
function holdings({ store }: AskDeps, dataset: Dataset, revision: number): Promise<Holdings> {
  let known = held.get(store)
  if (known === undefined) held.set(store, (known = new Map()))
  const found = known.get(dataset.id)
  if (found?.revision === revision) return found.holdings
  const reading = readHoldings(store, dataset.id)
  known.set(dataset.id, { revision, holdings: reading })
  reading.catch(() => known.delete(dataset.id))
  return reading
}

async function readHoldings(store: Store, dataset: string): Promise<Holdings> {
  const [parts, batches] = await Promise.all([store.batches.parts(dataset), store.batches.list(dataset)])
  return {
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    lastBatch: batches.findLast(({ undone }) => undone === null)?.id ?? null,
  }
}
