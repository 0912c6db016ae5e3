import type { Actor } from '../../domain/access.ts'
import type { Answer, Question } from '../../domain/answer.ts'
import { type Catalog, datasetsOf, type Kpi } from '../../domain/catalog.ts'
import { itemKey } from '../../domain/change.ts'
import { keepsTime } from '../../domain/clock-zone.ts'
import { toNumber } from '../../domain/number-format.ts'
import { ok, type Result } from '../../domain/result.ts'
import { parseScope, scopeKey } from '../../domain/scope.ts'
import { kpiSentence } from '../../domain/sentence/kpi.ts'
import { statusSentence } from '../../domain/sentence/status.ts'
import { judgedBy } from '../../domain/target/version.ts'
import type { KpiView } from '../../domain/view.ts'
import type { GrainName } from '../../time/calendar.ts'
import { back, contains, periodText } from '../../time/period.ts'
import { appliedRevisions } from '../ask/applied.ts'
import { toldOf } from '../ask/judge.ts'
import { withLoadedTargets } from '../ask/loaded-targets.ts'
import { membersOf } from '../ask/members.ts'
import { readsOf } from '../ask/reads.ts'
import { type AskDeps, ask } from '../ask.ts'
import { sealsOf } from '../closing/seals.ts'
import { knownAt } from './as-of.ts'
import {
  besideWhole,
  comparedOf,
  comparingQuestion,
  type NamedComparison,
  namedComparisons,
  shownBaselines,
} from './compared.ts'
import { definitionOf } from './definition.ts'
import { dimensionsOf } from './dimensions.ts'
import { kpiPlace } from './kpi-place.ts'
import { Labels, labelScope } from './label.ts'
import { grainsFrom, newest, offered, pickersOf } from './pickers.ts'
import type { Asked, Place } from './place.ts'
import { failuresOf, type Page, rowOf, whyInput } from './row.ts'
import { otherVersions, targetView } from './target.ts'
import { timeless } from './timeless.ts'

/** Members of a split that are shown: those that weigh most. */
const shownMembers = 12
/** A dimension with more members is a list, not a split. */
const mostMembers = 500
/** Periods of a row's own series, the asked one included. */
const rowPeriods = 13

/**
 * A KPI for one period and scope, by one question list: its course over the last periods, the period before and the one a year
 * earlier, and the period split by each dimension. Unless stated its cadence, and the last complete period that all its data
 * has come for.
 */
export async function kpiView(
  now: AskDeps,
  input: Asked & { readonly id: string },
  actor: Actor,
): Promise<Result<KpiView>> {
  const known = knownAt(now, input.asOf)
  if (!known.ok) return known
  const found = await kpiPlace(known.value, input.id, input)
  if (!found.ok) return found
  const { deps, kpi, place, through } = found.value
  const { catalog } = deps
  const course = courseOf(place)
  const splits = await splitsOf(deps, kpi, place)
  const question = (from: number, until: number, by: readonly string[] = []): Question => {
    const { calendar, grain, scope, version } = place
    const judging = version === null ? {} : { version }
    return { kpi: kpi.id, scope, calendar: calendar.id, grain, from, until, zone: calendar.clock?.zone, by, ...judging }
  }
  const promising = await withLoadedTargets(deps, appliedRevisions(deps.facts))
  const versions = otherVersions(promising, kpi, place.version)
  const baselines = deps.asOf === undefined ? shownBaselines(kpi, place) : []
  const comparing = comparingQuestion(question(place.ordinal, place.ordinal + 1), place, baselines)
  const questions = [
    question(course.from, course.until),
    ...course.compared.map((ordinal) => question(ordinal, ordinal + 1)),
    ...splits.map((dimension) => question(place.ordinal, place.ordinal + 1, [dimension])),
    ...versions.map((version) => ({ ...question(place.ordinal, place.ordinal + 1), version })),
    ...(comparing === null ? [] : [comparing]),
  ]
  const [{ answers: all }, failures] = await Promise.all([ask(deps, questions, actor), failuresOf(deps.store)])
  const page = { catalog, place, failures, labels: new Labels(catalog, place, place.today) }
  const end = all.length - (comparing === null ? 0 : 1)
  return ok(
    viewOf(page, kpi, {
      through,
      seals: await sealsOf(deps.store),
      course,
      splits,
      answers: all.slice(0, end - versions.length),
      others: all.slice(end - versions.length, end),
      comparisons: comparing === null ? null : namedComparisons(all[end], baselines),
    }),
  )
}

interface Course {
  readonly from: number
  readonly until: number
  readonly previous: number | null
  readonly lastYear: number | null
  /** Periods to compare with that lie outside. */
  readonly compared: readonly number[]
}

/** The periods of the trend, which end with the newest and hold the asked one, and the two it is compared with. */
function courseOf(place: Place): Course {
  const { calendar, grain, ordinal, current, first } = place
  if (grain === 'total') return { from: 0, until: 1, previous: null, lastYear: null, compared: [] }
  const newestOne = Math.max(newest(place), ordinal)
  const last = ordinal > newestOne - offered ? newestOne : ordinal + Math.floor(offered / 3)
  const from = Math.max(last - offered + 1, Math.min(first ?? ordinal - rowPeriods + 1, ordinal))
  // An unfinished period is no match for a whole one.
  const finished = ordinal < current
  const previous = finished ? ordinal - 1 : null
  const yearBack = finished && grain !== 'year' ? back(calendar, grain, ordinal, 1, 'year') : null
  const compared = [previous, yearBack].filter((one) => one !== null && one < from)
  return { from, until: last + 1, previous, lastYear: yearBack, compared: compared.flatMap((one) => one ?? []) }
}

/** The dimensions that a page splits its KPI by: those that the scope leaves open, with members few enough to read. */
export async function splitsOf(deps: AskDeps, kpi: Kpi, { scope }: Place): Promise<readonly string[]> {
  const revisions = appliedRevisions(deps.facts)
  const splits: string[] = []
  for (const name of dimensionsOf(deps.catalog, kpi.id)) {
    if (scope.where[name]?.length === 1) continue
    const members = new Set<string>()
    for (const id of readsOf(deps.catalog, kpi.id).facts) {
      const dataset = deps.catalog.datasets.get(id)
      if (dataset === undefined) continue
      for (const member of await membersOf(deps, dataset, name, revisions)) members.add(member)
    }
    if (members.size > 1 && members.size <= mostMembers) splits.push(name)
  }
  return splits
}

interface Found {
  readonly through: string | null
  readonly seals: Awaited<ReturnType<typeof sealsOf>>
  readonly course: Course
  readonly splits: readonly string[]
  readonly answers: readonly Answer[]
  /** The period by the other versions of targets. */
  readonly others: readonly Answer[]
  /** Null where the ledger was asked, which has none. */
  readonly comparisons: readonly NamedComparison[] | null
}

function viewOf(page: Page, kpi: Kpi, found: Found): KpiView {
  const { seals, course, splits, answers, others } = found
  const { catalog, place, labels } = page
  const { calendar, grain } = place
  const length = course.until - course.from
  const trend = answers.slice(0, length)
  const compared = answers.slice(0, length + course.compared.length)
  const at = (ordinal: number | null): Answer | null => {
    const text = ordinal === null ? null : periodText(calendar, grain, ordinal)
    return compared.find(({ period }) => period === text) ?? null
  }
  const answer = at(place.ordinal)
  if (answer === null) throw new Error(`${kpi.id} has no answer for the period that was asked`)
  const index = place.ordinal - course.from
  const nextUnfinished = place.ordinal + 1 === place.current ? 1 : 0
  const series = trend.slice(Math.max(0, index - rowPeriods + 1), index + 1 + nextUnfinished)
  const wholes = { prior: at(course.previous), year: at(course.lastYear) }
  const comparisons =
    found.comparisons ?? shownBaselines(kpi, place).flatMap((baseline) => besideWhole(baseline, answer, wholes))
  const { beside } = comparedOf(page, kpi, answer, comparisons)
  const input = { ...whyInput(page, kpi, answer, trend), beside }
  const spoken = { name: kpi.name, nameOf: ({ period }: Answer) => labels.spoken(period) }
  return {
    row: rowOf(page, kpi, '1', answer, series, comparisons),
    target: targetView(page, kpi, answer, others),
    judged: statusSentence({ ...input, version: toldOf(answer)?.version ?? judgedBy(catalog, kpi) }),
    grain,
    period: labels.of(place.ordinal),
    scope: labelScope(catalog, place.scope),
    through: found.through,
    sentence: kpiSentence({ ...input, ...spoken }),
    trend,
    labels: Array.from({ length }, (_, step) => labels.of(course.from + step)),
    previous: at(course.previous),
    lastYear: at(course.lastYear),
    published: publishedOf(catalog, place, answer, seals),
    splits: membersIn(splits, answers.slice(compared.length)),
    definition: definitionOf(catalog, kpi),
    pickers: pickersOf(catalog, place, labels, grainsOf(catalog, kpi)),
  }
}

/** What was published where the answer is another one. */
function publishedOf(catalog: Catalog, { scope }: Place, answer: Answer, seals: Found['seals']): KpiView['published'] {
  const { kpi, period, flags } = answer
  const seal = flags.includes('restated')
    ? seals.get(itemKey({ kpi, period, scope: scopeKey(catalog, scope) }))
    : undefined
  return seal === undefined ? null : { answer: JSON.parse(seal.answer), at: seal.at, actor: seal.actor }
}

/**
 * Each dimension's members, the highest value first: no answer of another split has just one member of it. Of many those
 * that weigh most are taken, by the denominator where there is one: the best of the tiny tell nothing.
 */
function membersIn(splits: readonly string[], answers: readonly Answer[]): KpiView['splits'] {
  return splits.map((dimension) => {
    const own = answers.filter(({ scope }) => parseScope(scope)?.where[dimension]?.length === 1)
    const sized = own.map((answer) => ({
      answer,
      value: toNumber(answer.value) ?? Number.NEGATIVE_INFINITY,
      size: Math.abs(toNumber(answer.denominator ?? answer.value) ?? -1),
    }))
    const shown = sized.sort((a, b) => b.size - a.size).slice(0, shownMembers)
    const members = shown.sort((a, b) => b.value - a.value).map(({ answer }) => answer)
    return { dimension, members, others: own.length - members.length }
  })
}

/** Typed values can be asked for in what their periods make up; computed ones by day too. */
function grainsOf(catalog: Catalog, kpi: Kpi): readonly GrainName[] {
  if (timeless(catalog, kpi)) return ['total']
  const calendar = catalog.calendars.get(kpi.calendar)
  const hourly = datasetsOf(catalog, kpi.id).some((id) => keepsTime(catalog, id))
  const typed = kpi.calculations.some(({ calculation }) => calculation.typed !== null)
  if (!typed || calendar === undefined) return grainsFrom(hourly ? 'hour' : 'day')
  return grainsFrom(kpi.cadence).filter((grain) => contains(calendar, grain, kpi.cadence))
}
