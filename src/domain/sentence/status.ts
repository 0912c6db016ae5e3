import { exact } from '../amount.ts'
import type { Amount, Answer } from '../answer.ts'
import type { Kpi, StatusRule } from '../catalog.ts'
import { type Decimal, toNumber as decimalNumber, parseDecimal } from '../decimal.ts'
import { heldAgainst } from '../gap.ts'
import { toNumber } from '../number-format.ts'
import { assess, rulesOf } from '../status.ts'
import type { TargetValue } from '../target/plan.ts'
import type { UnitLabel } from '../view.ts'
import { type AbsenceInput, absenceSentence } from './absence.ts'
import { type Figures, figuresOf, percentage } from './figures.ts'
import { ruleWords, shortPercentage, statusWords } from './rule.ts'
import { sentenceCase } from './words.ts'

export interface StatusInput extends Omit<AbsenceInput, 'answer' | 'finalAfterDays'> {
  readonly kpi: Pick<Kpi, 'good' | 'status' | 'hysteresis' | 'finalAfterDays'>
  readonly unit: UnitLabel
  readonly answer: Answer
  /** Which version of targets judged. */
  readonly version: string
}

/**
 * One sentence that says by which rule a status was given, out of everything that it rests on: `Off track: 86.2 % against the
 * target of 95 % (budget) is an attainment of 90.7 %; on track is at least 100 % of target, at risk at least 95 % of target,
 * else off track.`
 */
export function statusSentence(input: StatusInput): string {
  const { answer, kpi, unit, locale, version, period } = input
  const absent = absenceSentence({ ...input, finalAfterDays: kpi.finalAfterDays })
  const value = toNumber(answer.value)
  if (absent !== null || value === null) return absent ?? 'There is no value.'
  const figures = figuresOf(unit, locale, answer)
  const rules = rulesOf(kpi)
  const { status } = answer
  if (status !== 'on-track' && status !== 'at-risk' && status !== 'off-track') {
    const why =
      status === 'not-due'
        ? `${period} has only begun`
        : answer.target === null
          ? `no ${version} target is set for ${period}`
          : 'its rules are percentages, and the target is not above zero'
    return `Not judged: ${why}; ${ruleList(rules, figures, locale)}.`
  }
  const subject = subjectOf(answer, rules, figures, input)
  const held = heldOf(kpi, answer, status, figures, locale)
  return `${sentenceCase(statusWords[status])}: ${subject}; ${ruleList(rules, figures, locale)}${held}.`
}

/** What was judged: the value, and the target and attainment where the rules ask for them. */
function subjectOf(
  answer: Answer,
  rules: readonly StatusRule[],
  figures: Figures,
  { version, locale, period }: StatusInput,
): string {
  const written = figures.value(toNumber(answer.value) ?? 0)
  const target = heldAgainst(answer)
  if (target === null || rules.every(({ of }) => of === 'absolute')) return written
  const whole = answer.targetToDate === undefined ? '' : ` to date`
  const soFar = answer.flags.includes('unfinished') ? `${whole} for ${period}, which is not over` : ''
  if (typeof target === 'object') {
    const band = figures.band(toNumber(target.low) ?? 0, toNumber(target.high) ?? 0)
    return `${written} against the band of ${band} (${version})${soFar}`
  }
  const promised = `${written} against the target of ${figures.promised(toNumber(target) ?? 0)} (${version})${soFar}`
  if (answer.attainment === null) return promised
  return `${promised}${soFar === '' ? '' : ','} is an attainment of ${percentage(answer.attainment, locale)}`
}

/** `on track is at least 100 % of target, at risk at least 95 % of target, else off track`. */
function ruleList(rules: readonly StatusRule[], figures: Figures, locale: string): string {
  const words = rules.map(
    (rule, index) => `${statusWords[rule.status]} ${index === 0 ? 'is ' : ''}${ruleWords(rule, figures, locale)}`,
  )
  return [...words, 'else off track'].join(', ')
}

/** What hysteresis did, where the rules alone would have given a better status. */
function heldOf(kpi: StatusInput['kpi'], answer: Answer, status: string, figures: Figures, locale: string): string {
  const { hysteresis } = kpi
  const amount = amountOf(answer.value)
  if (hysteresis == null || amount === null) return ''
  const plain = assess({ good: kpi.good, status: kpi.status }, { kind: 'value', amount }, targetOf(answer)).status
  if (plain === status || !(plain in statusWords)) return ''
  const percent = rulesOf(kpi).some(({ of }) => of === 'percent')
  const share = decimalNumber(hysteresis.margin)
  const margin = percent ? shortPercentage(share, locale) : figures.promised(share)
  const word = statusWords[plain as keyof typeof statusWords]
  return `; it was worse before, and is ${word} again only from ${margin} beyond that mark`
}

function amountOf(value: Answer['value']): Amount | null {
  if (typeof value === 'number') return { kind: 'double', value }
  const parsed = value === null ? null : parseDecimal(value)
  return parsed === null ? null : exact(parsed)
}

/** The target as it judged. */
function targetOf(answer: Answer): TargetValue | null {
  const target = heldAgainst(answer)
  if (target === null) return null
  const decimal = (text: string | number): Decimal => parseDecimal(String(text)) ?? { units: 0n, scale: 0 }
  return typeof target === 'object'
    ? { low: decimal(target.low), high: decimal(target.high) }
    : { value: decimal(target) }
}
