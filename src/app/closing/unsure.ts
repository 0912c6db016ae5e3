import type { Answer } from '../../domain/answer.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { closingIssue } from '../../domain/closing-issues.ts'
import type { Issue } from '../../domain/issue.ts'
import { everything } from '../../domain/scope.ts'
import { day, parseDay, printDay } from '../../time/day.ts'
import { reachesOf } from '../ask/reach.ts'
import type { Deps } from '../deps.ts'

/** Whether nothing is published that is late or may still change. */
export const refuses = ({ catalog }: Pick<Deps, 'catalog'>): boolean => catalog.workspace.lateClosing === 'refuse'

/** A reading that should not be published yet: late, failed, or one that may still change. */
export const isUnsure = ({ state, flags }: Answer): boolean =>
  state === 'late' || state === 'failed' || flags.includes('provisional')

/**
 * Why a period should not be closed yet: each source that is behind, with how far its data reaches and the KPIs that wait for
 * it, then what may still change for other reasons.
 */
export async function unsureIssues(
  deps: Pick<Deps, 'catalog' | 'facts' | 'store'>,
  span: { readonly text: string; readonly end: string },
  unsure: readonly Answer[],
  asked = false,
): Promise<readonly Issue[]> {
  const late = await lateDatasets(deps, unsure)
  const last = printDay(day((parseDay(span.end) ?? 0) - 1))
  const refused = refuses(deps)
  const sources = [...late.values()].map(({ dataset, answers, ...reach }) =>
    closingIssue(
      'close/source-late',
      {
        period: span.text,
        last,
        dataset,
        source: sourceOf(deps.catalog, dataset),
        ...reach,
        kpis: [...new Set(answers.map(({ kpi }) => deps.catalog.kpis.get(kpi)?.name ?? kpi))],
        refused,
      },
      {},
    ),
  )
  const told = new Set([...late.values()].flatMap(({ answers }) => answers))
  const others = unsure.filter((answer) => !told.has(answer)).map(unsureIssue)
  const policy = refused && asked ? [closingIssue('close/refused', { period: span.text }, {})] : []
  return [...policy, ...sources, ...others]
}

const sourceOf = (catalog: Catalog, dataset: string): string => catalog.datasets.get(dataset)?.source ?? dataset

interface Late {
  readonly dataset: string
  readonly dataThrough: string | null
  readonly failed: boolean
  readonly answers: Answer[]
}

/** Datasets that do not reach the end of an unsure reading's period, or whose last load failed, with those readings. */
async function lateDatasets(
  deps: Pick<Deps, 'catalog' | 'facts' | 'store'>,
  unsure: readonly Answer[],
): Promise<ReadonlyMap<string, Late>> {
  const kpis = [...new Set(unsure.map(({ kpi }) => kpi))].flatMap((id) => deps.catalog.kpis.get(id) ?? [])
  const [reaches, failures] = await Promise.all([reachesOf(deps, kpis, everything), deps.store.batches.failures()])
  const late = new Map<string, Late>()
  for (const answer of unsure) {
    const reach = reaches.get(answer.kpi) ?? null
    const failing = Object.keys(answer.revision.facts).find((id) => failures.has(id))
    const behind = reach !== null && reach.day < (parseDay(answer.end ?? '') ?? 0) - 1
    const dataset = behind ? reach.dataset : failing
    if (dataset === undefined) continue
    const own = late.get(dataset)
    if (own !== undefined) own.answers.push(answer)
    else
      late.set(dataset, {
        dataset,
        dataThrough: reach === null ? null : printDay(reach.day),
        failed: failures.has(dataset),
        answers: [answer],
      })
  }
  return late
}

function unsureIssue({ kpi, scope, period, state, dataThrough }: Answer): Issue {
  return closingIssue('close/late', { kpi, scope, period, state, dataThrough }, {})
}
