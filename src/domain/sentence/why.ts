import { type Day, parseDay } from '../../time/day.ts'
import type { Answer } from '../answer.ts'
import type { Kpi } from '../catalog.ts'
import { gapOf, heldAgainst } from '../gap.ts'
import { toNumber } from '../number-format.ts'
import type { UnitLabel } from '../view.ts'
import { type AbsenceInput, absenceSentence } from './absence.ts'
import { type Figures, figuresOf } from './figures.ts'
import { judgement } from './judgement.ts'
import { streakOf } from './streak.ts'
import { counted, sentenceCase } from './words.ts'

export interface WhyInput {
  readonly kpi: Pick<Kpi, 'good' | 'status' | 'hysteresis' | 'finalAfterDays'>
  readonly unit: UnitLabel
  readonly answer: Answer
  /** Answers up to this one and beyond, ascending: how long it has been so. */
  readonly series: readonly Answer[]
  /** The period's and the scope's names, in the language of the sentence. */
  readonly period: string
  readonly scope: string
  readonly failure: AbsenceInput['failure']
  /** Its values are typed in by people. */
  readonly manual: boolean
  readonly today: Day
  readonly locale: string
  /** How an unfinished value stands to the same part of another period. */
  readonly beside?: string | null
}

/**
 * One sentence that explains a status from its data: `86.2 % is 8.8 pp below the target of 95 %, the third month below.` What
 * is unfinished is not judged but placed; what is absent says why, since when, and what to do.
 */
export function whySentence(input: WhyInput): string {
  const { answer, unit, locale } = input
  const value = toNumber(answer.value)
  const absent = absenceSentence({ ...input, finalAfterDays: input.kpi.finalAfterDays })
  if (absent !== null || value === null) return absent ?? 'There is no value.'
  const figures = figuresOf(unit, locale, answer)
  const written = figures.value(value)
  if (answer.flags.includes('unfinished')) return `${written} ${soFar(input, figures)}.`
  const { kind, text } = judgement({ ...input, figures, streak: streakOf(input.series, answer.period) })
  return kind === 'predicate' ? `${written} ${text}.` : `${written}; ${text}.`
}

/** The same without the value, for a sentence that follows one which has named it. */
export function itSentence(input: WhyInput): string {
  const { answer, unit, locale } = input
  const figures = figuresOf(unit, locale, answer)
  const { kind, text } = judgement({ ...input, figures, streak: streakOf(input.series, answer.period) })
  return kind === 'predicate' ? `It ${text}.` : `${sentenceCase(text)}.`
}

function soFar(input: WhyInput, figures: Figures): string {
  const elapsed = elapsedDays(input.answer, input.today)
  const passed =
    elapsed === null
      ? ''
      : elapsed.of === 1
        ? ' today'
        : `, with ${elapsed.passed} of ${counted(elapsed.of, 'day')} passed`
  return `so far${passed}${promise(input, figures)}${input.beside ? `; ${input.beside}` : ''}`
}

/** How a value stands to what its target promises by now, else what the whole period's target is. */
function promise({ answer, period }: WhyInput, figures: Figures): string {
  const { target, targetToDate } = answer
  if (target === null) return ''
  if (targetToDate !== undefined && answer.status !== 'not-due') return `; ${dueWords(answer, figures)}`
  if (typeof target !== 'object') return `; the target for ${period} is ${figures.promised(toNumber(target) ?? 0)}`
  return `; the band for ${period} is ${figures.band(toNumber(target.low) ?? 0, toNumber(target.high) ?? 0)}`
}

/** `12 k EUR below the 312 k EUR that the target of 1.2 M EUR promises by now`. */
export function dueWords(answer: Answer, figures: Figures): string {
  const against = heldAgainst(answer)
  const amount = (of: Answer['target']) =>
    typeof of === 'object'
      ? figures.band(toNumber(of?.low) ?? 0, toNumber(of?.high) ?? 0)
      : figures.promised(toNumber(of) ?? 0)
  const whole = `${typeof answer.target === 'object' ? 'band' : 'target'} of ${amount(answer.target)}`
  const gap = gapOf(answer) ?? 0
  const distance = figures.distance(gap)
  const side = distance === null ? 'at' : `${distance} ${gap < 0 ? 'below' : 'above'}`
  return `${gap === 0 && typeof against === 'object' ? 'inside' : side} the ${amount(against)} that the ${whole} promises by now`
}

export interface Elapsed {
  /** Whole days behind us. */
  readonly passed: number
  readonly of: number
}

/** How much of an unfinished period lies behind us; null for all time. */
export function elapsedDays(answer: Pick<Answer, 'start' | 'end'>, today: Day): Elapsed | null {
  const [start, end] = [parseDay(answer.start ?? ''), parseDay(answer.end ?? '')]
  return start === null || end === null ? null : { passed: today - start, of: end - start }
}

/** `2 of 30 days have passed`. */
export const elapsedText = ({ passed, of }: Elapsed): string =>
  `${passed} of ${counted(of, 'day')} ${passed === 1 ? 'has' : 'have'} passed`
