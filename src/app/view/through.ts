import type { Question } from '../../domain/answer.ts'
import { askIssue } from '../../domain/ask-issues.ts'
import type { Catalog, Kpi } from '../../domain/catalog.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { Scorecard } from '../../domain/scorecard.ts'
import type { ThroughView } from '../../domain/view.ts'
import { type Day, day, parseDay, printDay } from '../../time/day.ts'
import { commonDay, type Reach, reachesOf } from '../ask/reach.ts'
import { type AskDeps, todayOf } from '../ask.ts'
import type { Asked, Place } from './place.ts'

interface Read {
  readonly deps: AskDeps
  readonly through: ThroughView
  readonly reaches: ReadonlyMap<string, Reach | null>
}

/** KPIs that are named as those by which the common day is held back. */
const named = 3

/**
 * With what a scorecard is asked, so that all its values read to one day where its document or its reader wants that. Refused
 * for a day that not every KPI has, and where there is no one day: all time, or what was recorded at an instant.
 */
export async function readTo(
  deps: AskDeps,
  scorecard: Pick<Scorecard, 'dataThrough'>,
  kpis: readonly Kpi[],
  { scope, grain }: Pick<Place, 'scope' | 'grain'>,
  { through: asked = '', asOf = '' }: Asked,
): Promise<Result<Read>> {
  const rule = ruleOf(asked === '' ? scorecard.dataThrough : asked)
  if (rule === null) return failed(askIssue('ask/through', { text: asked }, {}))
  const reaches = await reachesOf(deps, kpis, scope)
  const earliest = commonDay(reaches)
  const common = earliest === null ? null : day(Math.min(earliest, todayOf(deps)))
  const held = common === null ? [] : heldBy(deps.catalog, kpis, reaches, common)
  const view = (name: ThroughView['rule'], on: Day | null): ThroughView => ({
    rule: name,
    day: on === null ? null : printDay(on),
    common: common === null ? null : printDay(common),
    held: held.slice(0, named),
  })
  if (rule !== 'latest' && asked !== '') {
    if (deps.asOf !== undefined) return failed(askIssue('ask/through-as-of', { through: asked, asOf }, {}))
    if (grain === 'total') return failed(askIssue('ask/through-total', { through: asked }, {}))
  }
  // What was recorded was recorded as it was read then, and all time has no part.
  const none = rule === 'common' && common === null
  if (rule === 'latest' || deps.asOf !== undefined || grain === 'total' || none)
    return ok({ deps, through: view('latest', null), reaches })
  // Where nobody can say how far the data of any KPI reach, none of them lacks a day.
  const on = rule === 'common' ? (common ?? todayOf(deps)) : rule
  if (common !== null && on > common) {
    const [{ source = '' } = {}] = held
    const words = { day: asked, common: printDay(common), kpis: held.slice(0, named).map(({ name }) => name), source }
    return failed(askIssue('ask/through-beyond', words, {}))
  }
  return ok({ deps: { ...deps, through: on }, through: view(rule === 'common' ? 'common' : 'day', on), reaches })
}

/** With what questions of many KPIs are asked, which share their scope and grain, so that all of them read to one day. */
export async function questionsTo(
  deps: AskDeps,
  questions: readonly Question[],
  asked: Pick<Asked, 'through' | 'asOf'>,
): Promise<Result<AskDeps>> {
  const [first] = questions
  const { through = '' } = asked
  if (first === undefined || through === '') return ok(deps)
  const kpis = questions.flatMap(({ kpi }) => deps.catalog.kpis.get(kpi) ?? [])
  // Each in its own cadence: one of all time is no reason to refuse the others.
  const grain = questions.every((one) => one.grain === 'total') ? 'total' : 'month'
  const read = await readTo(deps, { dataThrough: 'latest' }, kpis, { scope: first.scope, grain }, asked)
  return read.ok ? ok(read.value.deps) : read
}

function ruleOf(text: string): 'latest' | 'common' | Day | null {
  return text === 'latest' || text === 'common' ? text : parseDay(text)
}

/** The KPIs whose data ends on a day. */
function heldBy(
  catalog: Catalog,
  kpis: readonly Kpi[],
  reaches: ReadonlyMap<string, Reach | null>,
  on: Day,
): ThroughView['held'] {
  return kpis.flatMap(({ id, name }) => {
    const reach = reaches.get(id)
    if (reach == null || reach.day > on) return []
    const dataset = catalog.datasets.get(reach.dataset)
    const source = dataset === undefined ? undefined : catalog.sources.get(dataset.source)
    return [{ kpi: id, name, dataset: dataset?.name ?? reach.dataset, source: source?.name ?? dataset?.source ?? '' }]
  })
}
