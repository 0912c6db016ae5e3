import type { Answer } from '../answer.ts'
import { singular } from '../noun.ts'
import { digits, numberStyle, signedDigits, toNumber, trimmed, withUnit } from '../number-format.ts'
import type { UnitLabel } from '../view.ts'

/** How the numbers of one answer are written in sentences; value, target and gap share power and decimals. */
export interface Figures {
  readonly value: (amount: number) => string
  /** Without the zeros after the decimal sign: promised numbers. */
  readonly promised: (amount: number) => string
  /** `2–6 hours`. */
  readonly band: (low: number, high: number) => string
  /** A distance, without a sign; null where it rounds to nothing. */
  readonly distance: (amount: number) => string | null
}

/** The figures of an answer in a locale; the style follows its value, else its target. */
export function figuresOf(unit: UnitLabel, locale: string, answer: Pick<Answer, 'value' | 'target'>): Figures {
  const target = typeof answer.target === 'object' ? toNumber(answer.target?.low) : toNumber(answer.target)
  const style = numberStyle(unit, locale, toNumber(answer.value), target)
  const one = digits({ ...style, decimals: 0 }, style.divisor)
  // 1 order, not 1 orders; units with a power, a symbol or a fraction have no singular.
  const alone = style.divisor === 1 && /^[a-z ]+$/.test(style.unit) ? singular(style.unit) : style.unit
  const join = (text: string, unitText: string) => {
    if (unitText === '') return text
    return `${text} ${unitText === style.unit && text.replace(/^[−+]/, '') === one ? alone : unitText}`
  }
  return {
    value: (amount) => join(digits(style, amount), style.unit),
    promised: (amount) => join(trimmed(style, amount, false), style.unit),
    band: (low, high) => {
      const from = trimmed(style, low, false)
      return `${from}–${trimmed(style, high, false)}${style.unit === '' ? '' : ` ${style.unit}`}`
    },
    distance: (amount) => {
      const text = signedDigits(style, Math.abs(amount))
      return text.startsWith('+') ? join(text.slice(1), style.gapUnit) : null
    },
  }
}

/** A fraction as a percentage with one decimal: `97.8 %`. */
export const percentage = (fraction: number, locale: string): string =>
  withUnit(numberStyle({ kind: 'percent', symbol: '%' }, locale, fraction), fraction)
