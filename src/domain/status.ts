import { asNumber, combine, exact } from './amount.ts'
import type { Amount, Flag, Reading, Status } from './answer.ts'
import type { Kpi, StatusRule } from './catalog.ts'
import { negate } from './decimal.ts'
import { holds, inside, moved } from './rule-holds.ts'
import { scorer } from './score-of-value.ts'
import type { TargetValue } from './target/plan.ts'

export interface Assessment {
  readonly status: Status | Extract<Reading, { kind: 'absent' }>['because']
  readonly attainment: number | null
  readonly score: number | null
  readonly flags: readonly Flag[]
}

/** The statuses that a rule can give. */
export type Judged = StatusRule['status']

type Judging = Pick<Kpi, 'good' | 'status' | 'hysteresis' | 'score'>

/**
 * Judges one reading against its target: the first rule that holds gives the status, else off-track. Rules in percent need a
 * positive target; absolute rules need none. An absent reading keeps its reason. `before` is the last judged status where the
 * KPI has hysteresis.
 */
export const assess = (
  kpi: Judging,
  reading: Reading,
  target: TargetValue | null,
  before: Judged | null = null,
): Assessment => assessor(kpi)(reading, target, before)

/** Judges readings of one KPI. */
export function assessor(
  kpi: Judging,
): (reading: Reading, target: TargetValue | null, before?: Judged | null) => Assessment {
  const rules = rulesOf(kpi)
  const percent = rules.some((rule) => rule.of === 'percent')
  const needsTarget = percent || rules.some((rule) => rule.of === 'band')
  const statusOf = kpi.hysteresis == null ? plainly(rules, kpi.good) : reluctantly(rules, kpi.good, kpi.hysteresis)
  const scoreOf = scorer(kpi, rules)
  return (reading, target, before = null) => {
    if (reading.kind === 'absent') return { status: reading.because, attainment: null, score: null, flags: none }
    if (needsTarget && target === null) return withoutTarget
    const attainment = target === null ? null : attainmentOf(kpi.good, reading.amount, target)
    const nothingLeft = kpi.good === 'down' && beyondAttainment(reading.amount, target)
    if (percent && attainment === null && !nothingLeft) return withoutTarget
    const status = statusOf(reading.amount, target, before)
    const far = nothingLeft || (attainment !== null && kpi.good !== 'between' && attainment >= aheadFrom)
    const ahead = status === 'on-track' && far
    const score = scoreOf({ amount: reading.amount, target, attainment, nothingLeft, status })
    return { status, attainment, score, flags: ahead ? ['ahead'] : none }
  }
}

const none: readonly Flag[] = []
const withoutTarget: Assessment = { status: 'no-target', attainment: null, score: null, flags: none }

type StatusOf = (actual: Amount, target: TargetValue | null, before: Judged | null) => Judged

const plainly =
  (rules: readonly StatusRule[], good: Kpi['good']): StatusOf =>
  (actual, target) =>
    first(rules, good, actual, target)

const first = (rules: readonly StatusRule[], good: Kpi['good'], actual: Amount, target: TargetValue | null): Judged =>
  rules.find((rule) => holds(rule, good, actual, target))?.status ?? 'off-track'

const rank: Readonly<Record<Judged, number>> = { 'off-track': 0, 'at-risk': 1, 'on-track': 2 }

/** A better status than before must be reached beyond its mark by the margin; a worse one is given at once. */
function reluctantly(
  rules: readonly StatusRule[],
  good: Kpi['good'],
  { margin }: NonNullable<Kpi['hysteresis']>,
): StatusOf {
  const harder = (before: Judged): readonly StatusRule[] =>
    rules.map((rule) => {
      if (rank[rule.status] > rank[before]) return moved(rule, margin)
      return rule.status === 'off-track' ? moved(rule, negate(margin)) : rule
    })
  const after = { 'off-track': harder('off-track'), 'at-risk': harder('at-risk') }
  return (actual, target, before) => {
    const plain = first(rules, good, actual, target)
    if (before === null || before === 'on-track' || rank[plain] <= rank[before]) return plain
    const strict = first(after[before], good, actual, target)
    // Rules need not cover what lies between them: then nothing changes.
    if (rank[strict] < rank[before]) return before
    return rank[strict] > rank[plain] ? plain : strict
  }
}

/** Where less is better, zero or less reaches any positive target; target ÷ actual has no value for it. */
const beyondAttainment = (actual: Amount, target: TargetValue | null): boolean =>
  target !== null && 'value' in target && target.value.units > 0n && asNumber(actual) <= 0

/** A tenth beyond the target is worth a word of its own. */
const aheadFrom = 1.1

/** The rules of a KPI that states none: the target itself, and 95 % of it; for bands the band itself. */
export function rulesOf(kpi: Pick<Kpi, 'good' | 'status'>): readonly StatusRule[] {
  if (kpi.status.length > 0) return kpi.status
  return kpi.good === 'between' ? bandRules : targetRules
}

const zero = { units: 0n, scale: 0 }
const bandRules: readonly StatusRule[] = [{ status: 'on-track', op: 'inside', of: 'band', below: zero, above: zero }]
const targetRules: readonly StatusRule[] = [
  { status: 'on-track', op: '>=', of: 'percent', threshold: { units: 1n, scale: 0 } },
  { status: 'at-risk', op: '>=', of: 'percent', threshold: { units: 95n, scale: 2 } },
]

/**
 * Up and between: actual ÷ target. Down: target ÷ actual. Both only for positive targets; a band attains 1 inside, null
 * outside.
 */
export function attainmentOf(good: Kpi['good'], actual: Amount, target: TargetValue): number | null {
  if (!('value' in target)) return inside(actual, target) ? 1 : null
  if (target.value.units <= 0n) return null
  const promised = exact(target.value)
  if (good === 'down') return asNumber(actual) > 0 ? ratio(promised, actual) : null
  return ratio(actual, promised)
}

function ratio(a: Amount, b: Amount): number | null {
  const quotient = combine('/', a, b)
  return quotient === null ? null : asNumber(quotient)
}
