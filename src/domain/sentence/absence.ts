import { day, parseDay, printDay } from '../../time/day.ts'
import { dayLabel } from '../../time/instant-label.ts'
import type { Answer } from '../answer.ts'
import { missingRatesSentence } from './missing-rates.ts'
import { sentenceLocale, within } from './words.ts'

export interface AbsenceInput {
  readonly answer: Pick<Answer, 'state' | 'grain' | 'end' | 'start' | 'dataThrough' | 'asOf' | 'missingRates' | 'flags'>
  /** The period's name, in the language of the sentence. */
  readonly period: string
  readonly scope: string
  readonly finalAfterDays: number
  /** Its values are typed in by people. */
  readonly manual: boolean
  /** The dataset whose last load failed, by name, and when that was (ISO instant); null where none did. */
  readonly failure: { readonly dataset: string; readonly at: string } | null
  readonly locale: string
}

/** One sentence on why a number is missing, since when, and what to do; null where there is a value. */
export function absenceSentence(input: AbsenceInput): string | null {
  const { answer, period, scope } = input
  if (answer.state === 'value') return null
  const locale = sentenceLocale(input.locale)
  const on = (iso: string) => dayLabel(iso, locale)
  const when = within(answer.grain, period)
  const through = answer.dataThrough === null ? null : on(answer.dataThrough)
  switch (answer.state) {
    case 'no-data': {
      if (answer.flags.includes('not-recorded'))
        return `Nothing was recorded of ${period} then: it was not tracked yet.`
      const rates = missingRatesSentence(answer.missingRates, locale)
      if (rates !== null) return rates
      if (input.manual) return `No value has been entered for ${period}.`
      return through === null ? 'No data has come yet.' : `There are no rows ${when}; data reaches to ${through}.`
    }
    case 'late': {
      const since = dueDay(answer.end, input.finalAfterDays)
      const late = since === null ? `${period} is late` : `${period} has been late since ${on(since)}`
      if (input.manual) return `${late}: its value has not been entered.`
      return through === null ? `${late}.` : `${late}: the last rows are of ${through}.`
    }
    case 'failed': {
      const { failure } = input
      if (failure === null) return 'The last load failed; mend what it reports and load again.'
      return `The last load of ${failure.dataset} failed on ${on(failure.at)}; mend what it reports and load again.`
    }
    case 'not-due':
      return answer.start === null ? 'It is not due yet.' : `${period} begins on ${on(answer.start)}.`
    case 'not-applicable':
      return `This number does not exist for ${scope}: its data does not tell such parts apart.`
    case 'undefined':
      return `There is nothing to divide by ${when}.`
    case 'hidden':
      return 'You do not have access to this number.'
  }
}

/** The day on which a period's value should have been final. */
export function dueDay(end: string | null, finalAfterDays: number): string | null {
  const first = end === null ? null : parseDay(end)
  return first === null ? null : printDay(day(first + finalAfterDays))
}
