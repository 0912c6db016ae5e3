import type { Actor } from '../../domain/access.ts'
import type { Answer, Question } from '../../domain/answer.ts'
import { askIssue } from '../../domain/ask-issues.ts'
import type { Catalog, Kpi, Scorecard, ScorecardGroup } from '../../domain/catalog.ts'
import { decimalOf, printDecimal } from '../../domain/decimal.ts'
import { nearest } from '../../domain/nearest.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { type Scored, scoreStatus, takesPart, weightedScore } from '../../domain/score.ts'
import { scorecardSentence } from '../../domain/sentence/scorecard.ts'
import { elapsedDays } from '../../domain/sentence/why.ts'
import { byUrgency } from '../../domain/urgency.ts'
import type { ScorecardGroupView, ScorecardRow, ScorecardView } from '../../domain/view.ts'
import { isoInstant } from '../../time/zone.ts'
import { readsOf } from '../ask/reads.ts'
import { type AskDeps, ask } from '../ask.ts'
import { Labels, labelScope } from './label.ts'
import { grainsFrom, pickersOf } from './pickers.ts'
import { type Asked, defaultScope, type Place, placeOf } from './place.ts'
import { failuresOf, type Page, rowOf } from './row.ts'

/** Periods before the asked one that a row shows. */
const earlier = 12

/**
 * A scorecard for one period and scope, by one question list: every KPI with the asked period, the twelve before it, and the
 * unfinished one where that comes right after. Unless stated its own grain and unit, and the last complete period that data
 * has come for.
 */
export async function scorecardView(
  deps: AskDeps,
  input: Asked & { readonly id: string },
  actor: Actor,
): Promise<Result<ScorecardView>> {
  const { catalog } = deps
  const scorecard = catalog.scorecards.get(input.id)
  if (scorecard === undefined) {
    const near = nearest(input.id, catalog.scorecards.keys())
    return failed(askIssue('ask/unknown-scorecard', { id: input.id, near }, {}))
  }
  const kpis = kpisOf(catalog, scorecard)
  const defaults = {
    calendar: catalog.workspace.calendar,
    grain: scorecard.grain,
    scope: defaultScope(catalog, scorecard.unit),
    datasets: [...new Set(kpis.flatMap(({ id }) => readsOf(catalog, id).facts))],
    take: 'latest' as const,
  }
  const found = await placeOf(deps, defaults, input)
  if (!found.ok) return found
  const place = found.value
  const questions = kpis.map((kpi) => questionOf(kpi, place))
  const [{ answers }, failures] = await Promise.all([ask(deps, questions, actor), failuresOf(deps.store)])
  const page = { catalog, place, failures, labels: new Labels(catalog, place, place.today) }
  return ok(viewOf(page, scorecard, seriesOf(questions, answers), isoInstant(deps.clock.now())))
}

function kpisOf(catalog: Catalog, scorecard: Scorecard): readonly Kpi[] {
  return scorecard.groups.flatMap((group) => group.kpis.flatMap(({ kpi }) => catalog.kpis.get(kpi) ?? []))
}

function questionOf(kpi: Kpi, { calendar, grain, ordinal, scope, current }: Place): Question {
  const timeless = grain === 'total'
  const from = timeless ? ordinal : ordinal - earlier
  const until = ordinal + (!timeless && ordinal + 1 === current ? 2 : 1)
  return { kpi: kpi.id, scope, calendar: calendar.id, grain, from, until, by: [] }
}

/** The answers of each KPI: they come in the order of the questions. */
function seriesOf(questions: readonly Question[], answers: readonly Answer[]): ReadonlyMap<string, readonly Answer[]> {
  const series = new Map<string, readonly Answer[]>()
  let at = 0
  for (const { kpi, from, until } of questions) {
    series.set(kpi, answers.slice(at, at + until - from))
    at += until - from
  }
  return series
}

function viewOf(
  page: Page,
  scorecard: Scorecard,
  series: ReadonlyMap<string, readonly Answer[]>,
  asOf: string,
): ScorecardView {
  const { catalog, place, labels } = page
  const groups = scorecard.groups.map((group) => groupOf(page, scorecard, group, series))
  const rows = groups.flatMap((group) => group.rows)
  const period = labels.of(place.ordinal)
  const scores = groups.flatMap((group, index): readonly Scored[] =>
    group.rows.some(({ answer }) => takesPart(answer))
      ? [{ weight: scorecard.groups[index]?.weight ?? decimalOf(1), score: group.score }]
      : [],
  )
  const judged = byUrgency(rows).map(({ name, answer }) => ({ name, status: answer.status }))
  return {
    id: scorecard.id,
    name: scorecard.name,
    grain: place.grain,
    period,
    scope: labelScope(catalog, place.scope),
    sentence: scorecardSentence(judged, period.complete ? null : elapsedDays(period, place.today)),
    counts: countsOf(rows),
    score: weightedScore(scores, scorecard.missing),
    reported: reportedOf(rows),
    total: rows.length,
    groups,
    asOf,
    dataThrough: latestOf(rows),
    pickers: pickersOf(catalog, place, labels, grainsFrom(scorecard.grain)),
  }
}

function groupOf(
  page: Page,
  scorecard: Scorecard,
  group: ScorecardGroup,
  series: ReadonlyMap<string, readonly Answer[]>,
): ScorecardGroupView {
  const { catalog, labels, place } = page
  const asked = labels.of(place.ordinal).text
  const rows: ScorecardRow[] = []
  const scores: Scored[] = []
  for (const { kpi: id, weight } of group.kpis) {
    const kpi = catalog.kpis.get(id)
    const own = series.get(id) ?? []
    const answer = own.find(({ period }) => period === asked)
    if (kpi === undefined || answer === undefined) continue
    rows.push(rowOf(page, kpi, printDecimal(weight), answer, own))
    if (takesPart(answer)) scores.push({ weight, score: answer.score })
  }
  const objective = catalog.objectives.get(group.objective)
  const score = weightedScore(scores, scorecard.missing)
  return {
    objective: group.objective,
    name: objective?.name ?? group.objective,
    perspective: objective?.perspective ?? 'internal',
    score,
    status: scoreStatus(score),
    reported: reportedOf(rows),
    total: rows.length,
    rows,
  }
}

const reportedOf = (rows: readonly ScorecardRow[]): number =>
  rows.filter(({ answer }) => answer.state === 'value').length

function countsOf(rows: readonly ScorecardRow[]): ScorecardView['counts'] {
  const counts = { 'on-track': 0, 'at-risk': 0, 'off-track': 0, ahead: 0, 'not-judged': 0 }
  for (const { answer } of rows) counts[countOf(answer)]++
  return counts
}

function countOf({ status, flags }: Answer): keyof ScorecardView['counts'] {
  if (status === 'on-track') return flags.includes('ahead') ? 'ahead' : status
  return status === 'at-risk' || status === 'off-track' ? status : 'not-judged'
}

/** The last day that any KPI has data for; how far each one's reaches stands in its own row. */
function latestOf(rows: readonly ScorecardRow[]): string | null {
  let latest: string | null = null
  for (const { answer } of rows) {
    if (answer.dataThrough !== null && (latest === null || answer.dataThrough > latest)) latest = answer.dataThrough
  }
  return latest
}
