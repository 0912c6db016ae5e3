import { asNumber } from './amount.ts'
import type { Amount, Status } from './answer.ts'
import type { Kpi, ScoreRule, StatusRule } from './catalog.ts'
import { type Decimal, toNumber } from './decimal.ts'
import type { TargetValue } from './target/plan.ts'

/** A judged value, and what it was judged by. */
export interface Scorable {
  readonly amount: Amount
  readonly target: TargetValue | null
  readonly attainment: number | null
  /** Less is better and nothing is left: no attainment could be better. */
  readonly nothingLeft: boolean
  readonly status: Status
}

/**
 * The score of a value, 0 to 100 (120 with a stretch), never less for a better value: by the KPI's own points or tolerance, else
 * by the marks of its status rules. Null where it needs a target that there is none of.
 * Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), normalisation by distance to a reference.
 */
export function scorer(
  kpi: Pick<Kpi, 'good' | 'score'>,
  rules: readonly StatusRule[],
): (value: Scorable) => number | null {
  const { score } = kpi
  if (score == null) return byMarks(rules)
  return score.kind === 'tolerance' ? byTolerance(score, rules) : byPoints(score, kpi.good)
}

interface Point {
  readonly at: number
  readonly score: number
}

type Points = Extract<ScoreRule, { kind: 'points' }>

function byPoints({ of, points }: Points, good: Kpi['good']): (value: Scorable) => number | null {
  const sign = of === 'absolute' && good === 'down' ? -1 : 1
  const best = points.at(-1)?.score ?? 100
  return ({ amount, target, attainment, nothingLeft }) => {
    if (of === 'percent' && nothingLeft) return best
    const x = of === 'percent' ? attainment : asNumber(amount)
    if (x === null) return null
    const own = target !== null && 'value' in target ? toNumber(target.value) : null
    const known: Point[] = []
    for (const { at, score } of points) {
      const place = at === 'target' ? own : toNumber(at)
      if (place === null) return null
      known.push({ at: sign * place, score })
    }
    return along(known, sign * x)
  }
}

/**
 * Straight lines through points that ascend; level before the first and after the last. Where a period's target lies before the
 * point below it, the score steps there.
 */
export function along(points: readonly Point[], x: number): number | null {
  const left = points.findLast(({ at }) => x >= at)
  if (left === undefined) return points[0]?.score ?? null
  const right = points[points.indexOf(left) + 1]
  if (right === undefined || right.at <= x) return left.score
  return left.score + ((right.score - left.score) * (x - left.at)) / (right.at - left.at)
}

type Tolerance = Extract<ScoreRule, { kind: 'tolerance' }>

/** 100 inside the band (the rules' own range where one is stated, else the target's), 0 from the tolerance outside it on. */
function byTolerance(rule: Tolerance, rules: readonly StatusRule[]): (value: Scorable) => number | null {
  const [below, above] = [toNumber(rule.below), toNumber(rule.above)]
  const stated = rules.find((one) => one.status === 'on-track' && one.of === 'absolute' && one.op === 'inside')
  const range = stated !== undefined && 'low' in stated ? stated : null
  return ({ amount, target }) => {
    const band: { low: Decimal; high: Decimal } | null = range ?? (target !== null && 'low' in target ? target : null)
    if (band === null) return null
    const value = asNumber(amount)
    const [low, high] = [toNumber(band.low), toNumber(band.high)]
    const outside = value < low ? (low - value) / below : value > high ? (value - high) / above : 0
    return Math.max(0, 100 * (1 - outside))
  }
}

/**
 * Piecewise linear over attainment: 0 at zero, 50 at the at-risk threshold, 100 at the on-track threshold. Absolute rules and
 * bands have no distance to measure: 100, 50 or 0 (OECD/JRC 2008, categorical scale).
 */
function byMarks(rules: readonly StatusRule[]): (value: Scorable) => number | null {
  const threshold = (of: StatusRule['status']): number | null => {
    const rule = rules.find((one) => one.status === of && one.of === 'percent' && one.op.startsWith('>'))
    return rule !== undefined && 'threshold' in rule ? toNumber(rule.threshold) : null
  }
  const full = threshold('on-track')
  if (full === null) return ({ status }) => categorical[status]
  const half = threshold('at-risk') ?? full / 2
  return ({ attainment, status }) => {
    if (attainment === null) return categorical[status]
    if (attainment >= full) return 100
    if (attainment <= 0) return 0
    if (attainment <= half || full <= half) return (50 * attainment) / half
    return 50 + (50 * (attainment - half)) / (full - half)
  }
}

const categorical: Readonly<Record<Status, number | null>> = {
  'on-track': 100,
  'at-risk': 50,
  'off-track': 0,
  'no-target': null,
}
