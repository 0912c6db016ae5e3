import { dayLabel } from '../../time/instant-label.ts'
import type { Answer } from '../answer.ts'
import { toNumber } from '../number-format.ts'
import { absenceSentence, dueDay } from './absence.ts'
import { figuresOf } from './figures.ts'
import { dueWords, elapsedDays, elapsedText, itSentence, type WhyInput } from './why.ts'
import { counted, sentenceLocale, within } from './words.ts'

export interface KpiSentenceInput extends WhyInput {
  readonly name: string
  /** The name of a period of the series, in the language of the sentence. */
  readonly nameOf: (answer: Answer) => string
}

export interface Sentence {
  readonly lead: string
  readonly rest: string
}

/**
 * The headline of a KPI, in words that fit names of one thing and of many: what became of it, and how that compares with what was promised. `Delivered on time fell to 86.2 % in
 * March 2026, its lowest since May 2024.` `It is 8.8 pp below the target of 95 %, the third month below.`
 */
export function kpiSentence(input: KpiSentenceInput): Sentence {
  const { answer, name, period, unit, locale } = input
  const value = toNumber(answer.value)
  const absent = absenceSentence({ ...input, finalAfterDays: input.kpi.finalAfterDays })
  if (absent !== null || value === null) {
    return { lead: `There is no value for ${name} ${within(answer.grain, period)}.`, rest: absent ?? '' }
  }
  const written = figuresOf(unit, locale, answer).value(value)
  if (answer.flags.includes('unfinished')) {
    return { lead: `${name} came to ${written} so far ${within(answer.grain, period)}.`, rest: unfinished(input) }
  }
  const moved = movement(input, value, written)
  return {
    lead: `${name} ${moved} ${within(answer.grain, period)}${moved.startsWith('stayed') ? '' : extreme(input, value)}.`,
    rest: [itSentence(input), provisional(input)].filter((text) => text !== '').join(' '),
  }
}

function unfinished({ answer, today, unit, locale, period, beside }: KpiSentenceInput): string {
  const elapsed = elapsedDays(answer, today)
  const parts: string[] = []
  if (elapsed !== null && elapsed.of > 1) parts.push(`${elapsedText(elapsed)}.`)
  const figures = figuresOf(unit, locale, answer)
  const { target, targetToDate } = answer
  if (targetToDate !== undefined && answer.status !== 'not-due')
    return [...parts, `It is ${dueWords(answer, figures)}${beside ? `, and ${beside}` : ''}.`].join(' ')
  if (target !== null && typeof target !== 'object')
    parts.push(`The target for ${period} is ${figures.promised(toNumber(target) ?? 0)}.`)
  else if (target !== null)
    parts.push(`The band for ${period} is ${figures.band(toNumber(target.low) ?? 0, toNumber(target.high) ?? 0)}.`)
  if (beside) parts.push(`It is ${beside}.`)
  return parts.join(' ')
}

/** Against the period right before, as written: what rounds to the same stayed. */
function movement({ answer, series, unit, locale }: KpiSentenceInput, value: number, written: string): string {
  const before = series[series.findIndex((one) => one.period === answer.period) - 1]
  const last = before === undefined ? null : toNumber(before.value)
  if (last === null) return `came to ${written}`
  if (figuresOf(unit, locale, answer).value(last) === written) return `stayed at ${written}`
  return value > last ? `rose to ${written}` : `fell to ${written}`
}

/** Fewer periods than this make no record. */
const recordPeriods = 6

/** A record: no value this high, or this low, for at least half a dozen periods. */
function extreme({ answer, series, nameOf }: KpiSentenceInput, value: number): string {
  const at = series.findIndex((one) => one.period === answer.period)
  const earlier = series.slice(0, Math.max(at, 0)).map((one) => ({ one, value: toNumber(one.value) }))
  const known = earlier.filter((one) => one.value !== null)
  for (const [word, beaten] of [
    ['highest', (other: number) => other < value],
    ['lowest', (other: number) => other > value],
  ] as const) {
    const since = known.findLastIndex((one) => one.value !== null && !beaten(one.value))
    if (known.length - 1 - since < recordPeriods) continue
    const last = known[since]
    if (last !== undefined) return `, its ${word} since ${nameOf(last.one)}`
    const first = known[0]
    const periods = at - series.findIndex((one) => one.period === first?.one.period) + 1
    return `, its ${word} in ${span(periods, answer.grain)}`
  }
  return ''
}

function span(periods: number, grain: string): string {
  if (grain !== 'month' || periods < 36) return counted(periods, grain)
  return 'three years'
}

function provisional({ answer, kpi, locale }: KpiSentenceInput): string {
  if (answer.flags.includes('rows-missing'))
    return `Rows for its last days never came${answer.dataThrough === null ? '' : `: the last is of ${answer.dataThrough}`}.`
  const due = answer.flags.includes('provisional') ? dueDay(answer.end, kpi.finalAfterDays) : null
  return due === null ? '' : `Provisional until ${dayLabel(due, sentenceLocale(locale))}.`
}
