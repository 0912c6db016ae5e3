import type { Answer } from './answer.ts'
import { type Decimal, toNumber } from './decimal.ts'
import type { RollUpRule } from './scorecard.ts'

type JudgedStatus = 'on-track' | 'at-risk' | 'off-track'

/** One child of a scorecard's tree: what it weighs, and its score, or why there is none. */
export interface Scored {
  readonly weight: Decimal
  /** 0 to 100, or 120 with a stretch; null: it should have a score and has none. */
  readonly score: number | null
  /** What it was judged to be; null where it was not. */
  readonly status: JudgedStatus | null
}

/** What a child adds to the score above it, and what it takes from a full one; null where it does not take part. */
export interface Share {
  readonly contribution: number | null
  readonly lost: number | null
}

export interface RolledUp {
  readonly score: number | null
  readonly status: JudgedStatus | null
  /** Why there is no score: no child takes part, none has a score or a weight, one has none, or too few have one. */
  readonly because: 'nothing' | 'no-scores' | 'strict' | 'too-few' | null
  /** The share of the weight that has a score, 0 to 1; null where nothing weighs anything. */
  readonly coverage: number | null
  /** In the order of the children. Contributions add up to the score exactly; a geometric mean has none. */
  readonly shares: readonly Share[]
}

const unshared: Share = { contribution: null, lost: null }

/**
 * The score and status that children make: the weighted mean Σ w·s ÷ Σ w, the weighted geometric mean, or the least score.
 * Children without one: `renormalise` leaves them out, `zero` counts them as 0, `strict` makes the whole null. Null also where
 * nothing is left or all weights are 0. `have` is how many KPIs have a score, where those are not the children themselves.
 * Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), linear and geometric aggregation.
 */
export function rollUp(
  children: readonly Scored[],
  rule: RollUpRule,
  have: number = children.filter(({ score }) => score !== null).length,
): RolledUp {
  const weighed = children.map(({ weight, ...child }) => ({ ...child, weight: toNumber(weight) }))
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0)
  const known = weighed.reduce((sum, { weight, score }) => (score === null ? sum : sum + weight), 0)
  const coverage = total > 0 ? known / total : null
  const none = (because: RolledUp['because']): RolledUp => ({
    score: null,
    status: null,
    because,
    coverage,
    shares: children.map(() => unshared),
  })
  if (children.length === 0) return none('nothing')
  if (have < rule.atLeast) return none('too-few')
  if (rule.missing === 'strict' && weighed.some(({ score, weight }) => score === null && weight > 0))
    return none('strict')
  const counted = weighed.map((child) => ({
    ...child,
    score: child.score === null && rule.missing === 'zero' ? 0 : child.score,
  }))
  const sum = rule.missing === 'zero' ? total : known
  if (!(sum > 0)) return none('no-scores')
  const { score, shares } = methods[rule.method](counted, sum)
  const worst = rule.method === 'worst-child' || rule.method === 'worst-colour' ? worstStatus(counted) : null
  return { score, status: worst ?? scoreStatus(score), because: null, coverage, shares }
}

interface Weighed {
  readonly weight: number
  readonly score: number | null
  readonly status: JudgedStatus | null
}

type Method = (children: readonly Weighed[], weights: number) => Pick<RolledUp, 'shares'> & { readonly score: number }

const weighted: Method = (children, weights) => {
  const contributions = children.map(({ weight, score }) => (score === null ? null : (weight * score) / weights))
  const score = children.reduce((sum, { weight, score }) => sum + weight * (score ?? 0), 0) / weights
  return { score: settle(contributions, children, score), shares: contributions.map(sharesOf(children, weights)) }
}

/** Nothing makes up for a zero, and no child has a part of its own. */
const geometric: Method = (children, weights) => {
  let logarithms = 0
  for (const { weight, score } of children)
    if (score !== null && weight > 0) logarithms += weight * Math.log(Math.max(0, score))
  return { score: Math.exp(logarithms / weights), shares: children.map(() => unshared) }
}

const least: Method = (children) => {
  let worst = -1
  for (const [index, { score, weight }] of children.entries()) {
    if (score === null || !(weight > 0)) continue
    if (worst < 0 || score < (children[worst]?.score ?? 0)) worst = index
  }
  const score = children[worst]?.score ?? 0
  const share = (index: number): Share =>
    index === worst ? { contribution: score, lost: 100 - score } : { contribution: 0, lost: 0 }
  return { score, shares: children.map((child, index) => (child.score === null ? unshared : share(index))) }
}

const methods: Readonly<Record<RollUpRule['method'], Method>> = {
  weighted,
  geometric,
  'worst-child': least,
  'worst-colour': weighted,
}

const sharesOf =
  (children: readonly Weighed[], weights: number) =>
  (contribution: number | null, index: number): Share => {
    if (contribution === null) return unshared
    return { contribution, lost: (100 * (children[index]?.weight ?? 0)) / weights - contribution }
  }

/**
 * Makes contributions add up to the score as doubles add: the last that weighs anything takes the rounding. Where that cannot
 * be done the sum itself is the score, within the last digit of a double.
 */
function settle(contributions: (number | null)[], children: readonly Weighed[], score: number): number {
  const last = children.findLastIndex(({ weight, score: own }) => own !== null && weight > 0)
  const before = contributions.slice(0, last).reduce<number>((sum, one) => sum + (one ?? 0), 0)
  let rest = score - before
  for (let step = 0; step < 4 && before + rest !== score; step++) rest += score - (before + rest)
  contributions[last] = rest
  return before + rest
}

const severity: Readonly<Record<JudgedStatus, number>> = { 'off-track': 0, 'at-risk': 1, 'on-track': 2 }

/** The worst status of children that weigh anything; one counted as 0 is off track. */
function worstStatus(children: readonly Weighed[]): JudgedStatus | null {
  let worst: JudgedStatus | null = null
  for (const { status, score, weight } of children) {
    const own = status ?? (score === null ? null : scoreStatus(score))
    if (own === null || !(weight > 0)) continue
    if (worst === null || severity[own] < severity[worst]) worst = own
  }
  return worst
}

/**
 * Whether an answer takes part in a score: a KPI without a target, one that has no meaning in this scope and one whose period
 * has not begun promise nothing that could be missed. Everything else without a score is missing.
 */
export const takesPart = (answer: Pick<Answer, 'status'>): boolean =>
  answer.status !== 'no-target' && answer.status !== 'not-applicable' && answer.status !== 'not-due'

/** A score judged on the scale it was made on: 100 where everything is on track, 50 where the average is at its at-risk mark. */
export function scoreStatus(score: number): JudgedStatus {
  const shown = Math.round(score)
  return shown >= 100 ? 'on-track' : shown >= 50 ? 'at-risk' : 'off-track'
}
