import type { Answer } from './answer.ts'
import type { Scorecard } from './catalog.ts'
import { type Decimal, toNumber } from './decimal.ts'

/** One child of a scorecard's tree: what it weighs, and its score, or why there is none. */
export interface Scored {
  readonly weight: Decimal
  /** 0 to 100; null: it should have a score and has none. */
  readonly score: number | null
}

/**
 * The weighted mean Σ w·s ÷ Σ w of scores. Children without one: `renormalise` leaves them out, `zero` counts them as 0,
 * `strict` makes the whole null. Null also where nothing is left or all weights are 0.
 * Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), linear aggregation.
 */
export function weightedScore(children: readonly Scored[], missing: Scorecard['missing']): number | null {
  let sum = 0
  let weights = 0
  for (const { weight, score } of children) {
    const share = toNumber(weight)
    if (score === null && missing === 'strict' && share > 0) return null
    if (score === null && missing !== 'zero') continue
    sum += share * (score ?? 0)
    weights += share
  }
  return weights > 0 ? sum / weights : null
}

/**
 * Whether an answer takes part in a score: a KPI without a target, one that has no meaning in this scope and one whose period
 * has not begun promise nothing that could be missed. Everything else without a score is missing.
 */
export const takesPart = (answer: Pick<Answer, 'status'>): boolean =>
  answer.status !== 'no-target' && answer.status !== 'not-applicable' && answer.status !== 'not-due'

/** A score judged on the scale it was made on: 100 where everything is on track, 50 where the average is at its at-risk mark. */
export function scoreStatus(score: number | null): 'on-track' | 'at-risk' | 'off-track' | null {
  if (score === null) return null
  const shown = Math.round(score)
  return shown >= 100 ? 'on-track' : shown >= 50 ? 'at-risk' : 'off-track'
}
