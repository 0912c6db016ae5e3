import { dayLabel } from '../../time/instant-label.ts'
import type { MissingRate } from '../answer.ts'

/** `GBP has no rate to EUR on 2 April 2026 (3 rows)`; of rows that do not say their currency that. */
export function missingRateWords({ from, to, day, rows }: MissingRate, locale = 'en'): string {
  const of = `${rows} ${rows === 1 ? 'row' : 'rows'}`
  const on = dayLabel(day, locale)
  return from === null
    ? `${of} of ${on} have money without a currency`
    : `${from} has no rate to ${to} on ${on} (${of})`
}

/** Why a value is not known, in one sentence; null where rates are not the reason. */
export function missingRatesSentence(missing: readonly MissingRate[] | undefined, locale: string): string | null {
  const [first, ...others] = missing ?? []
  if (first === undefined) return null
  const more = others.length === 0 ? '' : `, and ${others.length === 9 ? 'more' : `${others.length} more`} are missing`
  return `Its money cannot be converted: ${missingRateWords(first, locale)}${more}.`
}
