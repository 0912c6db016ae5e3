import type { Answer } from '../answer.ts'
import type { Kpi, StatusRule } from '../catalog.ts'
import { toNumber as decimalNumber } from '../decimal.ts'
import { gapOf } from '../gap.ts'
import { toNumber } from '../number-format.ts'
import { rulesOf } from '../status.ts'
import { type Figures, percentage } from './figures.ts'
import { statusWords } from './rule.ts'
import { type Side, type Streak, sideOf } from './streak.ts'
import { counted, nth } from './words.ts'

export interface JudgementInput {
  readonly kpi: Pick<Kpi, 'good' | 'status'>
  readonly answer: Answer
  readonly streak: Streak
  readonly figures: Figures
  /** The period's name, in the language of the sentence. */
  readonly period: string
  readonly locale: string
}

/**
 * What is to be said of a value that is there: the end of a sentence whose subject is the value (`is 8.8 pp below the target of
 * 95 %`), or a whole clause where it has another subject.
 */
export interface Judgement {
  readonly kind: 'predicate' | 'clause'
  readonly text: string
}

/** How a finished period's value compares with what was promised, which is what gave its status. */
export function judgement(input: JudgementInput): Judgement {
  const { answer, kpi } = input
  const value = toNumber(answer.value)
  if (value === null) return predicate('is not known')
  const rules = rulesOf(kpi)
  const absolute = rules.filter((rule) => rule.of === 'absolute')
  if (answer.status === 'no-target') return unjudged(input)
  if (absolute.length === rules.length) return predicate(byValue(input, value, absolute))
  return predicate(answer.target === null ? 'has no target' : againstTarget(input, value))
}

const predicate = (text: string): Judgement => ({ kind: 'predicate', text })

function unjudged({ answer, figures, period }: JudgementInput): Judgement {
  const target = typeof answer.target === 'object' ? null : toNumber(answer.target)
  if (target === null) return { kind: 'clause', text: `no target is set for ${period}` }
  return predicate(
    `cannot be judged: its rules are percentages, and the target of ${figures.promised(target)} is not above zero`,
  )
}

function againstTarget(input: JudgementInput, value: number): string {
  const { answer, figures } = input
  const side = sideOf(answer)
  const promise = promiseOf(answer, figures)
  if (side === 'inside') return `is inside ${promise}`
  const distance = figures.distance(gapOf(answer) ?? 0)
  if (distance === null) return nearTarget(answer, side, promise, value)
  return `is ${distance} ${side} ${promise}${tail(input, side)}`
}

function promiseOf(answer: Answer, figures: Figures): string {
  const { target } = answer
  if (typeof target !== 'object') return `the target of ${figures.promised(toNumber(target) ?? 0)}`
  return `the band of ${figures.band(toNumber(target?.low) ?? 0, toNumber(target?.high) ?? 0)}`
}

/** The difference rounds to nothing: the status says on which side it fell. */
function nearTarget(answer: Answer, side: Side, promise: string, value: number): string {
  if (answer.status === 'on-track' || value === toNumber(targetNumber(answer))) return `meets ${promise}`
  return side === 'below' ? `is just short of ${promise}` : `is just over ${promise}`
}

const targetNumber = (answer: Answer) => (typeof answer.target === 'object' ? null : answer.target)

/** What follows the distance: how long it has been so, or what the status rests on. */
function tail({ answer, streak, kpi, locale }: JudgementInput, side: Side): string {
  const missed = answer.status === 'at-risk' || answer.status === 'off-track'
  const word = kpi.good === 'between' ? 'outside' : side
  if (missed && streak.length > 1) {
    if (streak.open) return `, ${word} for ${counted(streak.length, answer.grain)} or more`
    return `, the ${nth(streak.length)} ${answer.grain} ${word}`
  }
  if (!missed && streak.missedBefore > 0) return `, after missing it for ${counted(streak.missedBefore, answer.grain)}`
  const worse = kpi.good === 'down' ? side === 'above' : side === 'below'
  const odd = kpi.good !== 'between' && (answer.status === 'at-risk' || (answer.status === 'on-track') === worse)
  return odd && answer.attainment !== null ? `, at an attainment of ${percentage(answer.attainment, locale)}` : ''
}

/** Rules on the value itself: the mark that decided, or the range where one is stated. */
function byValue(input: JudgementInput, value: number, rules: readonly StatusRule[]): string {
  const ranges = rules.flatMap((rule) => ('low' in rule && rule.of === 'absolute' ? [rule] : []))
  const range = ranges.find((rule) => rule.status === 'on-track') ?? ranges[0]
  return range === undefined ? byThreshold(input, value, rules) : byRange(input.figures, value, range)
}

type Range = Extract<StatusRule, { op: 'inside'; of: 'percent' | 'absolute' }>

function byRange(figures: Figures, value: number, { status, low, high }: Range): string {
  const [least, most] = [decimalNumber(low), decimalNumber(high)]
  if (value >= least && value <= most) return `is inside ${figures.band(least, most)}`
  const [side, mark] = value < least ? ['below', least] : ['above', most]
  const distance = figures.distance(value - mark)
  return `is ${distance ?? 'just'} ${side} ${figures.promised(mark)}, where ${statusWords[status]} ends`
}

function byThreshold({ answer, figures }: JudgementInput, value: number, rules: readonly StatusRule[]): string {
  const onTrack = rules.find((rule) => rule.status === 'on-track')
  const atRisk = rules.find((rule) => rule.status === 'at-risk')
  const decided = answer.status === 'off-track' ? (atRisk ?? onTrack ?? rules[0]) : (onTrack ?? atRisk ?? rules[0])
  if (decided === undefined || !('threshold' in decided)) return 'has no rule that judges it'
  const begins = decided === onTrack ? 'on track' : answer.status === 'off-track' ? 'off track' : 'at risk'
  const mark = decimalNumber(decided.threshold)
  const holds = (answer.status === 'on-track') === (decided === onTrack)
  if (value === mark && !holds) return `is exactly at ${figures.promised(mark)}, and ${begins} begins beyond it`
  if (value === mark) return `is at ${figures.promised(mark)}, where ${begins} begins`
  // What rounds to the mark would read as being at it.
  const near = figures.distance(value - mark) === null ? 'just ' : ''
  const side = `${near}${value < mark ? 'below' : 'above'}`
  return `is ${side} ${figures.promised(mark)}, where ${begins} begins`
}
