import type { Actor } from '../domain/access.ts'
import type { Answer, Question } from '../domain/answer.ts'
import { type Catalog, calculationAt, type Kpi } from '../domain/catalog.ts'
import { toNumber } from '../domain/number-format.ts'
import type { PaceCourse, PacePoint, PaceView } from '../domain/pace-view.ts'
import { ok, type Result } from '../domain/result.ts'
import { paceCourseSentence } from '../domain/sentence/pace.ts'
import { noPromiseSentence } from '../domain/sentence/promise.ts'
import { type ToDate, toDate } from '../domain/target/pace.ts'
import { targetRollUp } from '../domain/target/roll-up.ts'
import { judgedBy } from '../domain/target/version.ts'
import { unitLabel } from '../domain/unit-label.ts'
import { type Calendar, type GrainName, isClockGrain } from '../time/calendar.ts'
import { type Day, day, parseDay, printDay } from '../time/day.ts'
import { gregorian } from '../time/gregorian.ts'
import { contains, ordinalOn, periodEnd, periodLabel, periodStart } from '../time/period.ts'
import { type Told, toldOf } from './ask/judge.ts'
import { type AskDeps, ask } from './ask.ts'
import { kpiPlace } from './view/kpi-place.ts'
import { Labels, labelScope } from './view/label.ts'
import type { Asked, Place } from './view/place.ts'

/** Longer periods have a point a week, at most so many days in all by day. */
const mostDays = 100

/** A period whose promise is drawn: its days, and those at whose end it is reckoned. */
interface Span {
  readonly grain: GrainName
  readonly ordinal: number
  readonly start: Day
  readonly end: Day
  readonly cuts: readonly Day[]
}

/**
 * How the promise of the asked period, and of the quarter and year that it lies in, grows with their days by its own pace, and
 * what really came by each. Only of what comes about bit by bit: sums and counts.
 */
export async function paceView(
  now: AskDeps,
  input: Asked & { readonly kpi: string },
  actor: Actor,
): Promise<Result<PaceView>> {
  const found = await kpiPlace(now, input.kpi, input)
  if (!found.ok) return found
  const { deps, kpi, place } = found.value
  const { catalog } = deps
  const spans = bitByBit(catalog, kpi) ? spansOf(place) : []
  const { answers, daily } =
    spans.length === 0 ? { answers: [], daily: [] } : await asked(deps, kpi, place, spans, actor)
  const labels = new Labels(catalog, place, place.today)
  const courses = spans.flatMap((span, index): PaceCourse[] => {
    const answer = answers[index]
    const told = answer === undefined ? null : toldOf(answer)
    if (answer === undefined || told === null || told.promised === null || !('value' in told.promised.value)) return []
    const label = new Labels(catalog, { ...place, grain: span.grain }, place.today).of(span.ordinal)
    return [courseOf({ catalog, kpi, place, span, told, answer, daily, label })]
  })
  const version = place.version ?? judgedBy(catalog, kpi)
  const said = { version, period: labels.spoken(labels.of(place.ordinal).text) }
  const none = spans.length === 0 ? `${kpi.name} does not come about bit by bit, so its target has no pace.` : null
  return ok({
    kpi: kpi.id,
    name: kpi.name,
    unit: unitLabel(kpi),
    good: kpi.good,
    period: labels.of(place.ordinal),
    scope: labelScope(catalog, place.scope),
    version,
    courses,
    none: none ?? (courses.length === 0 ? noPromiseSentence(said, null) : null),
  })
}

const bitByBit = (catalog: Catalog, kpi: Kpi): boolean => targetRollUp(catalog, calculationAt(kpi, null)) === 'add'

/** The asked period, and the quarter and year that hold it. */
function spansOf({ calendar, grain, ordinal }: Place): readonly Span[] {
  const at = periodStart(calendar, grain, ordinal)
  if (at === null || isClockGrain(grain)) return []
  const own: readonly GrainName[] = grain === 'day' ? ['month'] : [grain]
  const grains = [...new Set<GrainName>([...own, 'quarter', 'year'])].filter(
    (one) => one === grain || (calendar.grains.has(one) && contains(calendar, one, grain)),
  )
  return grains.flatMap((one) => spanOf(calendar, one, one === grain ? ordinal : ordinalOn(calendar, one, at)))
}

function spanOf(calendar: Calendar, grain: GrainName, ordinal: number): readonly Span[] {
  const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
  if (start === null || end === null || end - start < 2) return []
  const step = end - start > mostDays ? 7 : 1
  const cuts = Array.from({ length: Math.floor((end - start) / step) }, (_, index) => day(start + (index + 1) * step))
  return [{ grain, ordinal, start, end, cuts: cuts.at(-1) === end ? cuts : [...cuts, end] }]
}

/** The answer of each span, and those of the parts that actual values are summed from. */
async function asked(deps: AskDeps, kpi: Kpi, place: Place, spans: readonly Span[], actor: Actor) {
  const { calendar, scope, version, today } = place
  const plain = { kpi: kpi.id, scope, calendar: calendar.id, by: [], ...(version !== null && { version }) }
  // What has passed may end between two cuts of a year.
  const near = (span: Span) =>
    Array.from({ length: 8 }, (_, back) => day(today + 1 - back)).filter((one) => one > span.start && one < span.end)
  const questions = spans.map((span): Question => {
    const { grain, ordinal } = span
    return { ...plain, grain, from: ordinal, until: ordinal + 1, paceDays: [...span.cuts, ...near(span)] }
  })
  const part = partOf(kpi)
  const start = day(Math.min(...spans.map((one) => one.start)))
  const last = day(Math.min(today, Math.max(...spans.map((one) => one.end)) - 1))
  const range =
    last < start || !calendar.grains.has(part)
      ? [0, 0]
      : [ordinalOn(calendar, part, start), ordinalOn(calendar, part, last) + 1]
  const [from = 0, until = 0] = range
  const parts: Question[] = until > from ? [{ ...plain, grain: part, from, until }] : []
  const { answers } = await ask(deps, [...questions, ...parts], actor)
  return { answers: answers.slice(0, spans.length), daily: answers.slice(spans.length) }
}

/** Typed values are known for their own periods, computed ones for days. */
const partOf = (kpi: Kpi): GrainName => (calculationAt(kpi, null).typed === null ? 'day' : kpi.cadence)

interface Course {
  readonly catalog: Catalog
  readonly kpi: Kpi
  readonly place: Place
  readonly span: Span
  readonly told: Told
  readonly answer: Answer
  readonly daily: readonly Answer[]
  readonly label: PaceCourse['label']
}

function courseOf({ catalog, kpi, place, span, told, answer, daily, label }: Course): PaceCourse {
  const { calendar, today } = place
  const { promises, promised } = told
  const period = { calendar, grain: span.grain, ordinal: span.ordinal }
  const dueBy = (until: Day): ToDate | null => (promised === null ? null : toDate(promises, promised, period, until))
  const amount = ({ value }: ToDate): number =>
    'value' in value ? Number(value.value.units) / 10 ** value.value.scale : 0
  const through = throughOf(span, answer, daily, today)
  const cuts = [...new Set([...span.cuts, ...(through === null ? [] : [day(through + 1)])])].sort((a, b) => a - b)
  const points = cuts.flatMap((until): PacePoint[] => {
    const due = dueBy(until)
    if (due === null) return []
    const actual = through === null || until > through + 1 ? null : sumUntil(span, daily, until)
    return [{ day: printDay(day(until - 1)), promised: amount(due), actual }]
  })
  const at = through === null ? null : (points.find((point) => point.day === printDay(through)) ?? null)
  const whole = dueBy(span.end)
  const counted = dueBy(through === null ? day(span.start + 1) : day(through + 1))
  const target = whole === null ? 0 : amount(whole)
  const { pace = 'even', evenInstead = false } = counted ?? {}
  const { locale } = catalog.workspace
  const sentence = paceCourseSentence({
    unit: unitLabel(kpi),
    locale,
    period: label.label,
    target,
    through:
      at === null || through === null ? null : { ...at, label: periodLabel(gregorian, 'day', through, locale).label },
    pace,
    evenInstead,
  })
  return {
    grain: span.grain,
    label,
    pace,
    target,
    through: through === null ? null : printDay(through),
    points,
    sentence,
  }
}

/** The last day of a span that has passed and that data have come for; of typed values the end of their last period. */
function throughOf(span: Span, answer: Answer, daily: readonly Answer[], today: Day): Day | null {
  const data = answer.dataThrough === null ? null : parseDay(answer.dataThrough)
  if (data === null || daily.length === 0) return null
  const last = Math.min(data, today, span.end - 1)
  return last < span.start ? null : day(last)
}

/** What came from the span's start to before a day; a period of typed values counts once it is over. */
function sumUntil(span: Span, daily: readonly Answer[], until: Day): number {
  const [from, past] = [printDay(span.start), printDay(until)]
  let sum = 0
  for (const { state, value, start, end } of daily) {
    if (state !== 'value' || start === null || end === null || start < from || end > past) continue
    sum += toNumber(value) ?? 0
  }
  return Number(sum.toPrecision(15))
}
