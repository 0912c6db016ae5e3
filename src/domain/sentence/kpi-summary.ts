import { dayLabel } from '../../time/instant-label.ts'
import type { DriversView } from '../drivers-view.ts'
import type { ForecastView } from '../forecast-view.ts'
import { heldAgainst } from '../gap.ts'
import { numberStyle, toNumber, withUnit } from '../number-format.ts'
import type { PaceView } from '../pace-view.ts'
import type { SignalsView } from '../signals-view.ts'
import type { Claim, ToldSentence } from '../summary-view.ts'
import type { KpiView } from '../view.ts'
import { spokenDimension } from './drivers.ts'
import { type Figures, figuresOf } from './figures.ts'
import { oddsText } from './forecast.ts'
import { listedParts, type Part, part, plainClaim, said } from './told.ts'
import { sentenceLocale, within } from './words.ts'

export interface KpiSummaryInput {
  readonly kpi: KpiView
  /** Null where one of them has nothing to say of this period. */
  readonly signals: SignalsView | null
  readonly drivers: DriversView | null
  readonly pace: PaceView | null
  readonly forecast: ForecastView | null
  readonly locale: string
  /** A period's name in a sentence, by its text. */
  readonly spoken: (period: string) => string
}

interface Words extends KpiSummaryInput {
  readonly figures: Figures
  readonly claim: (name: string, text: string, value: string | number, source: string, period?: string) => Claim
}

/** What changed, what it means and where it is heading, each figure with the place it comes from. */
export function kpiSummary(input: KpiSummaryInput): readonly ToldSentence[] {
  const { row, period } = input.kpi
  const words: Words = {
    ...input,
    figures: figuresOf(row.unit, input.locale, row.answer),
    claim: (name, text, value, source, at = period.text) => ({
      name,
      text,
      value,
      unit: row.unit.symbol,
      period: at,
      source,
    }),
  }
  const told = [changed(words), signal(words), cause(words), status(words), pace(words), heading(words)]
  return told.filter((one) => one !== null)
}

/** Two amounts of which the second says the unit for both: `1.62` and `1.92 € / click`. */
function sharingUnit(low: string, high: string): readonly [string, string] {
  const unit = /[^\d]*$/.exec(high)?.[0] ?? ''
  return [unit !== '' && low.endsWith(unit) ? low.slice(0, -unit.length) : low, high]
}

const absent: Readonly<Record<string, string>> = {
  'no-data': 'there are no data',
  late: 'its data are late',
  failed: 'its data failed to load',
  'not-due': 'it is not due',
  'not-applicable': 'it does not apply here',
  undefined: 'there is nothing to divide by',
  hidden: 'it is hidden from you',
}

function changed({ kpi, figures, claim, spoken }: Words): ToldSentence {
  const { answer, name, compared } = kpi.row
  const subject = plainClaim('kpi', name, kpi.row.kpi, 'kpi.row.kpi')
  const when = plainClaim('period', within(kpi.grain, spoken(answer.period)), answer.period, 'kpi.row.answer.period')
  const tell = said('changed', 'value')
  const value = toNumber(answer.value)
  if (answer.value === null || value === null)
    return tell`There is no value for ${subject} ${when}: ${absent[answer.state] ?? 'none is known'}.`
  const now = claim('value', figures.value(value), answer.value, 'kpi.row.answer.value')
  const beside = compared.map((one, index): Part => {
    const path = `kpi.row.compared.${index}`
    const when = plainClaim('baseline', within(kpi.grain, one.label), one.baseline, `${path}.baseline`)
    const difference = toNumber(one.difference)
    const text = difference === null ? null : figures.distance(difference)
    if (one.difference === null || difference === null || text === null) return part`about the same as ${when}`
    const distance = claim('difference', text, one.difference, `${path}.difference`)
    return part`${distance} ${difference < 0 ? 'less' : 'more'} than ${when}`
  })
  const so = answer.flags.includes('unfinished') ? ' so far' : ''
  return tell`${subject} came to ${now}${so} ${when}${beside.length === 0 ? '' : ', '}${listedParts(beside)}.`
}

/** Whether that is more than it varies by itself. */
function signal({ kpi, signals, figures, claim, spoken }: Words): ToldSentence | null {
  if (signals === null) return null
  const at = signals.periods.length - 1
  const point = signals.periods[at]
  if (point === undefined || point.value === null || point.partial) return null
  const tell = said('changed', 'signal')
  const { lower, upper } = point
  if (lower === null || upper === null) return tell`Whether it changed or only varied cannot be told yet.`
  const limits = [figures.value(lower), figures.value(upper)] as const
  const [low, high] = sharingUnit(...limits)
  const range = part`${claim('lower limit', low, lower, `signals.periods.${at}.lower`)} to ${claim('upper limit', high, upper, `signals.periods.${at}.upper`)}`
  const now = signals.findings.findIndex((one) => one.at === kpi.period.text && one.dismissed === null)
  const found = signals.findings[now]
  if (found === undefined) return tell`The value lies within what it varies by itself, ${range}.`
  const title = plainClaim('signal', found.title.toLowerCase(), found.rule, `signals.findings.${now}.rule`)
  const since = plainClaim('since', spoken(found.since), found.since, `signals.findings.${now}.since`)
  const from = found.since === found.at ? null : part` since ${since}`
  // A limit that reads like the value would seem to hold it.
  const shown = limits.includes(figures.value(point.value)) ? null : part`; ${range} is usual`
  return tell`The value is a signal: ${title}${from}${shown}.`
}

/** Members named as what moved it. */
const named = 3

function cause({ drivers, figures, claim }: Words): ToldSentence | null {
  if (drivers === null || drivers.change === null || Number(drivers.change) === 0) return null
  const tell = said('changed', 'cause')
  const since = plainClaim('since', drivers.against, drivers.against, 'drivers.against')
  const effectOf = (name: string, effect: string | number, source: string): Part => {
    const text = figures.distance(Number(effect))
    if (text === null) return null
    const signed = `${Number(effect) < 0 ? '−' : '+'}${text}`
    return part`${plainClaim('driver', name, name, source.replace(/effect$/, 'name'))} (${claim('effect', signed, effect, source)})`
  }
  const [split] = drivers.splits
  if (split?.found != null) {
    const members = new Set(split.found.members)
    const parts = split.parts.flatMap(({ name, effect }, index) =>
      members.has(name) ? [effectOf(name, effect, `drivers.splits.0.parts.${index}.effect`)] : [],
    )
    const told = parts.filter((one) => one !== null).slice(0, named)
    if (told.length > 0)
      return tell`By ${spokenDimension(split.dimension)}, ${listedParts(told)} moved it most since ${since}.`
  }
  const below = drivers.tree?.below.map((node, index) => ({ node, index })) ?? []
  const alone = below.filter(({ node }) => !node.together)
  const [most] = alone.sort((a, b) => Math.abs(Number(b.node.effect)) - Math.abs(Number(a.node.effect)))
  const told = most && effectOf(most.node.name, most.node.effect, `drivers.tree.below.${most.index}.effect`)
  return told == null ? null : tell`${told} moved it most since ${since}.`
}

const judged: Readonly<Record<string, string>> = {
  'on-track': 'on track',
  'at-risk': 'at risk',
  'off-track': 'off track',
}

function status({ kpi, figures, claim }: Words): ToldSentence | null {
  const { answer, gap } = kpi.row
  const tell = said('means', 'status')
  if (answer.state !== 'value') return null
  if (answer.status === 'no-target') return tell`Nothing is promised for it, so that it cannot be judged.`
  const word = judged[answer.status]
  if (word === undefined) return null
  const state = plainClaim('status', word, answer.status, 'kpi.row.answer.status')
  const held = heldAgainst(answer)
  if (held === null || gap === null) return tell`It is ${state}.`
  const path = answer.targetToDate === undefined ? 'target' : 'targetToDate'
  const bandOf = ({ low, high }: { readonly low: string; readonly high: string }): Part => {
    const [least, most] = sharingUnit(figures.promised(Number(low)), figures.promised(Number(high)))
    const from = `kpi.row.answer.${path}`
    return part`the band of ${claim('least', least, low, `${from}.low`)} to ${claim('most', most, high, `${from}.high`)}`
  }
  const targetOf = (amount: string | number): Part => {
    const target = claim('target', figures.promised(Number(amount)), amount, `kpi.row.answer.${path}`)
    return path === 'target' ? part`the target of ${target}` : part`the ${target} due by now`
  }
  const promise = typeof held === 'object' ? bandOf(held) : targetOf(held)
  const text = figures.distance(gap)
  if (gap === 0 && typeof held === 'object') return tell`It is ${state}, inside ${promise}.`
  if (text === null) return tell`It is ${state}, at ${promise}.`
  return tell`It is ${state}, ${claim('gap', text, gap, 'kpi.row.gap')} ${gap < 0 ? 'below' : 'above'} ${promise}.`
}

/** How the longest period stands to its promise by the last counted day. */
function pace({ kpi, pace: view, locale, claim, spoken }: Words): ToldSentence | null {
  const at = (view?.courses.length ?? 0) - 1
  const course = view?.courses[at]
  if (course === undefined || course.label.text === kpi.period.text) return null
  const last = course.points.findIndex(({ day }) => day === course.through)
  const point = course.points[last]
  if (point === undefined || point.actual === null) return null
  const figures = figuresOf(kpi.row.unit, locale, { value: point.actual, target: course.target })
  const own = `pace.courses.${at}`
  const claimed = (name: string, value: number, source: string) =>
    claim(name, figures.value(value), value, `${own}.${source}`, course.label.text)
  const actual = claimed('to date', point.actual, `points.${last}.actual`)
  const promised = claimed('due to date', point.promised, `points.${last}.promised`)
  const whole = claimed('target', course.target, 'target')
  const by = plainClaim('through', dayLabel(point.day, sentenceLocale(locale)), point.day, `${own}.points.${last}.day`)
  const label = plainClaim('period', spoken(course.label.text), course.label.text, `${own}.label.text`)
  return said('means', 'pace')`Of the ${whole} promised for ${label}, ${promised} were due by ${by} and ${actual} came.`
}

function heading({ forecast, locale, claim, spoken }: Words): ToldSentence | null {
  if (forecast === null) return null
  const tell = said('heading', 'forecast')
  const { landing, periods, origin, grain } = forecast
  const end = landing ?? periods.at(-1)
  if (origin === null || end === undefined) return tell`Where it is heading cannot be told yet.`
  const path = landing === null ? `forecast.periods.${periods.length - 1}` : 'forecast.landing'
  const style = numberStyle(forecast.unit, locale, end.median)
  const at = (name: string, value: number, source: string) =>
    claim(name, withUnit(style, value), value, `${path}.${source}`, end.label.text)
  const longer = landing === null ? grain : grain === 'day' ? 'month' : 'year'
  const when = plainClaim('period', within(longer, spoken(end.label.text)), end.label.text, `${path}.label.text`)
  const median = at('median', end.median, 'median')
  const level = end.ranges.findIndex((one) => one.level === 0.8)
  const range = end.ranges[level]
  if (range === undefined) return tell`There is no full forecast; as before it would come to ${median} ${when}.`
  const share = {
    ...at('certainty', range.level, `ranges.${level}.level`),
    text: `${Math.round(range.level * 100)} %`,
    unit: '',
  }
  const [least, most] = sharingUnit(withUnit(style, range.lower), withUnit(style, range.upper))
  const lower = { ...at('least', range.lower, `ranges.${level}.lower`), text: least }
  const upper = { ...at('most', range.upper, `ranges.${level}.upper`), text: most }
  const spread = part`with ${share} certainty between ${lower} and ${upper}`
  if (end.target === null || end.odds === null) return tell`It is heading for ${median} ${when}, ${spread}.`
  const odds = { ...at('odds', end.odds.percent, 'odds.percent'), text: oddsText(end.odds), unit: '%' }
  const target = at('target', end.target, 'target')
  return tell`It is heading for ${median} ${when}, ${spread}: the odds of reaching the target of ${target} are ${odds}.`
}
