import type { StatusRule } from '../catalog.ts'
import { toNumber } from '../decimal.ts'
import { type Figures, percentage } from './figures.ts'

export const statusWords = { 'on-track': 'on track', 'at-risk': 'at risk', 'off-track': 'off track' } as const

const comparisons = { '>=': 'at least', '>': 'above', '<=': 'at most', '<': 'below' } as const

/** A rule's test in words: `at least 95 % of target`, `below 4.2`, `inside the band`, `20–30`. Less is better: target ÷ value. */
export function ruleWords(rule: StatusRule, figures: Figures, locale: string): string {
  if (rule.of === 'band') {
    const [below, above] = [toNumber(rule.below), toNumber(rule.above)]
    if (below === 0 && above === 0) return 'inside the band'
    if (below === above) return `within ${figures.promised(below)} of the band`
    return `from ${figures.promised(below)} below to ${figures.promised(above)} above the band`
  }
  const share = rule.of === 'percent'
  const of = share ? ' of target' : ''
  const mark = (fraction: number) => (share ? shortPercentage(fraction, locale) : figures.promised(fraction))
  if (rule.op === 'inside') {
    const [low, high] = [toNumber(rule.low), toNumber(rule.high)]
    return share ? `from ${mark(low)} to ${mark(high)}${of}` : figures.band(low, high)
  }
  return `${comparisons[rule.op]} ${mark(toNumber(rule.threshold))}${of}`
}

/** `95 %`, `97.5 %`: promised percentages have no zeros after the point. */
export const shortPercentage = (fraction: number, locale: string): string =>
  percentage(fraction, locale).replace(/[.,]0(?=\D*$)/, '')
