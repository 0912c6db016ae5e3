import type { ForecastRange, ForecastView, SaidOdds } from '../forecast-view.ts'
import type { PeriodLabel } from '../view.ts'
import type { Sentence } from './kpi.ts'
import { counted, within } from './words.ts'

export interface ForecastSentenceInput {
  readonly view: Omit<ForecastView, 'sentence'>
  /** Why there is only a simple model, in words. */
  readonly refusal: string | null
  readonly write: (value: number) => string
  readonly spoken: (label: PeriodLabel) => string
}

/** Where a KPI is heading, how sure that is, and how well such forecasts did. */
export function forecastSentence(input: ForecastSentenceInput): Sentence {
  const { view, refusal } = input
  if (view.periods.length === 0 || view.origin === null)
    return { lead: `Where ${view.name} is heading cannot be told.`, rest: refusal ?? '' }
  if (refusal !== null) return { lead: `${view.name} has no full forecast.`, rest: refusal }
  return { lead: headingOf(input), rest: [sinceText(view), testedText(view)].filter((text) => text !== '').join(' ') }
}

/** Fewer values of a back-test say nothing about how good forecasts are. */
const tellingValues = 12

function headingOf({ view, write, spoken }: ForecastSentenceInput): string {
  const end = view.landing ?? view.periods.at(-1)
  if (end === undefined) return ''
  const grain = view.landing === null ? view.grain : view.grain === 'day' ? 'month' : 'year'
  const when = within(grain, spoken(end.label))
  const heading = `${view.name} is heading for ${write(end.median)} ${when}`
  const range = end.ranges.find(({ level }) => level === 0.8)
  const spread = range === undefined ? '' : `, ${rangeText(range, write)}`
  if (end.target === null || end.odds === null) return `${heading}${spread}.`
  return `${heading}${spread}: the odds of reaching its target of ${write(end.target)} are ${oddsText(end.odds)}.`
}

const rangeText = ({ lower, upper, level }: ForecastRange, write: (value: number) => string): string =>
  `with ${Math.round(level * 100)} % certainty between ${write(lower)} and ${write(upper)}`

/** `about 65 %`, `below 5 %`. */
export const oddsText = ({ word, percent }: SaidOdds): string => `${word} ${percent} %`

function sinceText({ since }: ForecastSentenceInput['view']): string {
  if (since === null) return ''
  const inside = since.inside.find(({ level }) => level === 0.8)?.values ?? 0
  if (since.values === 1) return `The value since lay ${inside === 1 ? 'inside' : 'outside'} the 80 % range.`
  return `Of the ${counted(since.values, 'value')} since, ${inside} lay in the 80 % range.`
}

function testedText({ backTest }: ForecastSentenceInput['view']): string {
  if (backTest === null || !(backTest.naive > 0)) return ''
  if (backTest.values < tellingValues) return `Only ${counted(backTest.values, 'past value')} could test it.`
  const better = Math.round((1 - backTest.error / backTest.naive) * 100)
  const tested = `Tested on ${counted(backTest.values, 'past value')}, it erred`
  if (better === 0) return `${tested} as much as repeating the last season would have.`
  return better > 0
    ? `${tested} ${better} % less than repeating the last season would have.`
    : `${tested} ${-better} % more than repeating the last season would have: trust it little.`
}
