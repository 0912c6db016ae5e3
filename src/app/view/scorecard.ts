import type { Actor } from '../../domain/access.ts'
import type { Answer, Question } from '../../domain/answer.ts'
import { askIssue } from '../../domain/ask-issues.ts'
import { scorecardOf } from '../../domain/cascade.ts'
import type { Catalog, Kpi } from '../../domain/catalog.ts'
import { type Decimal, printDecimal } from '../../domain/decimal.ts'
import { nearest } from '../../domain/nearest.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { rollUp, type Scored, type Share, takesPart } from '../../domain/score.ts'
import { type Scorecard, type ScorecardGroup, weightAt } from '../../domain/scorecard.ts'
import { rollUpSentence } from '../../domain/sentence/roll-up.ts'
import { scorecardSentence } from '../../domain/sentence/scorecard.ts'
import { elapsedDays } from '../../domain/sentence/why.ts'
import { byUrgency } from '../../domain/urgency.ts'
import type { ScorecardGroupView, ScorecardRow, ScorecardView, ThroughView } from '../../domain/view.ts'
import { type Day, day, printDay } from '../../time/day.ts'
import { periodEnd } from '../../time/period.ts'
import { isoInstant } from '../../time/zone.ts'
import { alertsIn } from '../alerts/view.ts'
import type { Reach } from '../ask/reach.ts'
import { readsOf } from '../ask/reads.ts'
import { type AskDeps, ask, nowShown } from '../ask.ts'
import { knownAt } from './as-of.ts'
import { besideWhole, comparingQuestion, isUnfinished, namedComparisons, shownBaselines } from './compared.ts'
import { Labels, labelScope } from './label.ts'
import { grainsFrom, pickersOf } from './pickers.ts'
import { type Asked, defaultScope, type Place, placeOf } from './place.ts'
import { failuresOf, type Page, rowOf } from './row.ts'
import { readTo } from './through.ts'

/** Periods before the asked one that a row shows. */
const earlier = 12

/**
 * A scorecard for one period and scope, by one question list: every KPI with the asked period, the twelve before it, and the
 * unfinished one where that comes right after. Unless stated its own grain and unit, and the last complete period that data
 * has come for. Where it reads to one day, every value of it does.
 */
export async function scorecardView(
  now: AskDeps,
  input: Asked & { readonly id: string },
  actor: Actor,
): Promise<Result<ScorecardView>> {
  const known = knownAt(now, input.asOf)
  if (!known.ok) return known
  const { catalog } = known.value
  const template = catalog.scorecards.get(input.id)
  if (template === undefined) {
    const near = nearest(input.id, catalog.scorecards.keys())
    return failed(askIssue('ask/unknown-scorecard', { id: input.id, near }, {}))
  }
  const defaults = {
    calendar: catalog.workspace.calendar,
    grain: template.grain,
    scope: defaultScope(catalog, template.cascade?.units[0] ?? template.unit),
    datasets: [...new Set(kpisOf(catalog, template).flatMap(({ id }) => readsOf(catalog, id).facts))],
    take: 'latest' as const,
  }
  const anywhere = await placeOf(known.value, defaults, input)
  if (!anywhere.ok) return anywhere
  const scorecard = scorecardOf(template, anywhere.value.scope.unit)
  const read = await readTo(known.value, scorecard, kpisOf(catalog, scorecard), anywhere.value, input)
  if (!read.ok) return read
  const { deps, through, reaches } = read.value
  const found = deps.through === undefined ? anywhere : await placeOf(deps, defaults, input)
  if (!found.ok) return found
  const place = found.value
  const judging = place.version ?? scorecard.judgedBy
  const questions = kpisOf(catalog, scorecard).map((kpi) => ({
    ...questionOf(kpi, place),
    ...(judging === null ? {} : { version: judging }),
  }))
  const comparing =
    deps.asOf === undefined
      ? questions.flatMap((one) => comparingQuestion(one, place, askedBeside(catalog, one, place)) ?? [])
      : []
  const [{ answers }, failures, alerts] = await Promise.all([
    ask(deps, [...questions, ...comparing], actor),
    failuresOf(deps.store),
    alertsIn(deps, place),
  ])
  const page = { catalog, place, failures, alerts, labels: new Labels(catalog, place, place.today) }
  const told = {
    series: seriesOf(questions, answers),
    compared: new Map(answers.slice(answers.length - comparing.length).map((answer) => [answer.kpi, answer])),
    reaches: through.day === null ? null : reaches,
  }
  const asOf = deps.asOf ?? isoInstant(nowShown(deps))
  return ok(viewOf(page, scorecard, told, { asOf, through }))
}

/** The answers of every KPI: its course, and of an unfinished period those beside baselines. */
interface Found {
  readonly series: ReadonlyMap<string, readonly Answer[]>
  readonly compared: ReadonlyMap<string, Answer>
  /** How far each one's own data reach, where all of them read to one day. */
  readonly reaches: ReadonlyMap<string, Reach | null> | null
}

/** What a row is compared with: what its KPI names first. */
const besideOf = (kpi: Kpi, place: Place) => shownBaselines(kpi, place).slice(0, 1)

/** What must be asked for: the whole period before a finished one stands in its course. */
function askedBeside(catalog: Catalog, { kpi }: Question, place: Place) {
  const found = catalog.kpis.get(kpi)
  const baselines = found === undefined ? [] : besideOf(found, place)
  return baselines.filter(({ kind }) => kind !== 'prior' || isUnfinished(place))
}

/** An unfinished period beside the first part of an earlier one, a finished one beside the whole of it. */
function comparisonsOf({ place }: Page, { compared }: Found, kpi: Kpi, own: readonly Answer[], answer: Answer) {
  const baselines = besideOf(kpi, place)
  const asked = compared.get(answer.kpi)
  if (asked !== undefined) return namedComparisons(asked, baselines)
  const before = isUnfinished(place) ? null : (own[own.indexOf(answer) - 1] ?? null)
  return baselines.flatMap((baseline) => besideWhole(baseline, answer, { prior: before, year: null }))
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

interface Shown {
  readonly asOf: string
  readonly through: ThroughView
}

function viewOf(page: Page, scorecard: Scorecard, answers: Found, { asOf, through }: Shown): ScorecardView {
  const { catalog, place, labels } = page
  const groups = scorecard.groups.map((group) => groupOf(page, group, answers))
  const period = labels.of(place.ordinal)
  const { rolled, why, shares } = wholeOf(page, scorecard, groups)
  const views = groups.map(({ view }, index) => ({ ...view, ...shares[index] }))
  const rows = views.flatMap((group) => group.rows)
  const judged = byUrgency(rows).map(({ name, answer }) => ({ name, status: answer.status }))
  return {
    id: scorecard.id,
    name: scorecard.name,
    grain: place.grain,
    period,
    scope: labelScope(catalog, place.scope),
    sentence: scorecardSentence(judged, period.complete ? null : elapsedDays(period, place.today)),
    counts: countsOf(rows),
    score: rolled.score,
    status: rolled.status,
    coverage: rolled.coverage,
    why,
    reported: reportedOf(rows),
    total: rows.length,
    groups: views,
    asOf,
    dataThrough: latestOf(rows),
    through,
    pickers: pickersOf(catalog, place, labels, grainsFrom(scorecard.grain)),
  }
}

interface Group {
  readonly view: ScorecardGroupView
  readonly weight: Decimal
  /** Its KPIs that have a score, and those that take part. */
  readonly have: number
  readonly of: number
}

/** The scorecard's own score, out of those of its objectives. */
function wholeOf({ catalog }: Page, { rollUp: rule }: Scorecard, groups: readonly Group[]) {
  const parts = groups.filter(({ of }) => of > 0)
  const children = parts.map(({ view: { name, score, status }, weight }) => ({
    name,
    score,
    status: judgedOf(status),
    weight,
  }))
  const have = groups.reduce((sum, group) => sum + group.have, 0)
  const of = groups.reduce((sum, group) => sum + group.of, 0)
  const rolled = rollUp(children, rule, have)
  const why = rollUpSentence({ rolled, rule, children, noun: 'objective', have, of, locale: catalog.workspace.locale })
  return { rolled, why, shares: groups.map((group) => rolled.shares[parts.indexOf(group)] ?? unshared) }
}

const unshared: Share = { contribution: null, lost: null }

function judgedOf(status: Answer['status'] | null): Scored['status'] {
  return status === 'on-track' || status === 'at-risk' || status === 'off-track' ? status : null
}

function groupOf(page: Page, group: ScorecardGroup, answers: Found): Group {
  const { catalog, labels, place } = page
  const asked = labels.of(place.ordinal).text
  const lastDay = lastDayOf(place)
  const rule = group.rollUp
  const found = group.kpis.flatMap(({ kpi: id, weights, owner = null }) => {
    const kpi = catalog.kpis.get(id)
    const own = answers.series.get(id) ?? []
    const answer = own.find(({ period }) => period === asked)
    if (kpi === undefined || answer === undefined) return []
    return [{ kpi: owner === null ? kpi : { ...kpi, owner }, own, answer, weight: weightAt(weights, lastDay) }]
  })
  const parts = found.filter(({ answer }) => takesPart(answer))
  const children = parts.map(({ kpi: { name }, answer: { score, status }, weight }) => ({
    name,
    score,
    status: judgedOf(status),
    weight,
  }))
  const rolled = rollUp(children, rule)
  const have = children.filter(({ score }) => score !== null).length
  const of = children.length
  const locale = catalog.workspace.locale
  const rows = found.map((one): ScorecardRow => {
    const comparisons = comparisonsOf(page, answers, one.kpi, one.own, one.answer)
    const row = rowOf(page, one.kpi, printDecimal(one.weight), one.answer, one.own, comparisons)
    return { ...row, ...(rolled.shares[parts.indexOf(one)] ?? unshared), ...reachIn(answers, row.kpi) }
  })
  const objective = catalog.objectives.get(group.objective)
  const weight = weightAt(group.weights, lastDay)
  const view: ScorecardGroupView = {
    objective: group.objective,
    name: objective?.name ?? group.objective,
    perspective: objective?.perspective ?? 'internal',
    weight: printDecimal(weight),
    score: rolled.score,
    status: rolled.status,
    contribution: null,
    lost: null,
    coverage: rolled.coverage,
    why: rollUpSentence({ rolled, rule, children, noun: 'KPI', have, of, locale }),
    reported: reportedOf(rows),
    total: rows.length,
    rows,
  }
  return { view, weight, have, of }
}

function reachIn({ reaches }: Found, kpi: string): Pick<ScorecardRow, 'reaches'> {
  if (reaches === null) return {}
  const reach = reaches.get(kpi) ?? null
  return { reaches: reach === null ? null : printDay(reach.day) }
}

/** The last day of the period that a page speaks of; null for all time. */
function lastDayOf({ calendar, grain, ordinal }: Place): Day | null {
  const end = periodEnd(calendar, grain, ordinal)
  return end === null ? null : day(end - 1)
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
