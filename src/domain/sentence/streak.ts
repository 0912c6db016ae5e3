import type { Answer } from '../answer.ts'
import { toNumber } from '../number-format.ts'

/** On which side of its target a value lies; bands have an inside. */
export type Side = 'below' | 'above' | 'inside'

/** How long a KPI has been where it is. */
export interface Streak {
  /** Periods in a row, this one included, that missed on the same side; 0 where this one did not miss. */
  readonly length: number
  /** The series begins within the streak: it may be longer. */
  readonly open: boolean
  /** Periods in a row before this one that missed, on any side. */
  readonly missedBefore: number
}

export function sideOf(answer: Pick<Answer, 'value' | 'target'>): Side {
  const value = toNumber(answer.value) ?? 0
  const { target } = answer
  if (target === null) return 'inside'
  if (typeof target !== 'object') return value < (toNumber(target) ?? 0) ? 'below' : 'above'
  return value < (toNumber(target.low) ?? 0) ? 'below' : value > (toNumber(target.high) ?? 0) ? 'above' : 'inside'
}

const missed = ({ status }: Answer): boolean => status === 'at-risk' || status === 'off-track'

/** The streak that ends with the period of `series` named; answers ascend by period. */
export function streakOf(series: readonly Answer[], period: string): Streak {
  const at = series.findIndex((answer) => answer.period === period)
  const now = series[at]
  if (now === undefined) return { length: 0, open: false, missedBefore: 0 }
  const side = sideOf(now)
  const before = series.slice(0, at).reverse()
  const other = before.findIndex((answer) => !missed(answer) || sideOf(answer) !== side)
  const end = before.findIndex((answer) => !missed(answer))
  const missedBefore = end < 0 ? before.length : end
  if (!missed(now)) return { length: 0, open: false, missedBefore }
  const length = 1 + (other < 0 ? before.length : other)
  return { length, open: other < 0 && before.length > 0, missedBefore }
}
