import { asNumber, combine, compareAmounts, exact } from './amount.ts'
import type { Amount, Flag, Reading, Status } from './answer.ts'
import type { Kpi, StatusRule, TargetValue } from './catalog.ts'
import { compare, type Decimal, multiply, toNumber } from './decimal.ts'

export interface Assessment {
  readonly status: Status | Extract<Reading, { kind: 'absent' }>['because']
  readonly attainment: number | null
  readonly score: number | null
  readonly flags: readonly Flag[]
}

/**
 * Judges one reading against its target: the first rule that holds gives the status, else off-track. Rules in percent need a
 * positive target; absolute rules need none. An absent reading keeps its reason.
 */
export const assess = (kpi: Pick<Kpi, 'good' | 'status'>, reading: Reading, target: TargetValue | null): Assessment =>
  assessor(kpi)(reading, target)

/** Judges readings of one KPI. */
export function assessor(
  kpi: Pick<Kpi, 'good' | 'status'>,
): (reading: Reading, target: TargetValue | null) => Assessment {
  const rules = rulesOf(kpi)
  const percent = rules.some((rule) => rule.of === 'percent')
  const needsTarget = percent || rules.some((rule) => rule.op === 'inside')
  return (reading, target) => {
    if (reading.kind === 'absent') return { status: reading.because, attainment: null, score: null, flags: none }
    if (needsTarget && target === null) return withoutTarget
    const attainment = target === null ? null : attainmentOf(kpi.good, reading.amount, target)
    const nothingLeft = kpi.good === 'down' && beyondAttainment(reading.amount, target)
    if (percent && attainment === null && !nothingLeft) return withoutTarget
    const status = rules.find((rule) => holds(rule, kpi.good, reading.amount, target))?.status ?? 'off-track'
    const far = nothingLeft || (attainment !== null && kpi.good !== 'between' && attainment >= aheadFrom)
    const ahead = status === 'on-track' && far
    return { status, attainment, score: scoreOf(status, attainment, rules), flags: ahead ? ['ahead'] : none }
  }
}

const none: readonly Flag[] = []
const withoutTarget: Assessment = { status: 'no-target', attainment: null, score: null, flags: none }

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

const bandRules: readonly StatusRule[] = [
  { status: 'on-track', op: 'inside', of: 'absolute', threshold: { units: 0n, scale: 0 } },
]
const targetRules: readonly StatusRule[] = [
  { status: 'on-track', op: '>=', of: 'percent', threshold: { units: 1n, scale: 0 } },
  { status: 'at-risk', op: '>=', of: 'percent', threshold: { units: 95n, scale: 2 } },
]

/** Up: actual ÷ target. Down: target ÷ actual. Both only for positive targets; a band attains 1 inside, null outside. */
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

const inside = (actual: Amount, band: { readonly low: Decimal; readonly high: Decimal }): boolean =>
  compareAmounts(actual, exact(band.low)) >= 0 && compareAmounts(actual, exact(band.high)) <= 0

function holds(rule: StatusRule, good: Kpi['good'], actual: Amount, target: TargetValue | null): boolean {
  if (rule.op === 'inside')
    return target !== null && !('value' in target) && inside(actual, widened(target, rule.threshold))
  if (rule.of === 'absolute') return compareTo(rule.op, compareAmounts(actual, exact(rule.threshold)))
  if (target === null || !('value' in target)) return false
  return compareTo(rule.op, attainmentAgainst(good, actual, target.value, rule.threshold))
}

const widened = (band: { readonly low: Decimal; readonly high: Decimal }, by: Decimal) => {
  if (by.units === 0n) return band
  const width = (value: Decimal, sign: bigint): Decimal => {
    const scale = Math.max(value.scale, by.scale)
    const lift = (d: Decimal) => d.units * 10n ** BigInt(scale - d.scale)
    return { units: lift(value) + sign * lift(by), scale }
  }
  return { low: width(band.low, -1n), high: width(band.high, 1n) }
}

/**
 * Attainment against a threshold without a division where both sides are exact, so that 95 of 100 is exactly 95 %.
 * Up: actual vs threshold × target. Down: target vs threshold × actual.
 */
function attainmentAgainst(good: Kpi['good'], actual: Amount, target: Decimal, threshold: Decimal): number {
  if (actual.kind === 'exact') {
    return good === 'down'
      ? compare(target, multiply(threshold, actual.value))
      : compare(actual.value, multiply(threshold, target))
  }
  if (good === 'down' && actual.value <= 0) return toNumber(target)
  const attainment = good === 'down' ? toNumber(target) / actual.value : actual.value / toNumber(target)
  return attainment - toNumber(threshold)
}

function compareTo(op: '<' | '<=' | '>' | '>=', sign: number): boolean {
  if (op === '<') return sign < 0
  if (op === '<=') return sign <= 0
  return op === '>' ? sign > 0 : sign >= 0
}

/**
 * Score 0–100, piecewise linear over attainment: 0 at zero, 50 at the at-risk threshold, 100 at the on-track threshold.
 * Absolute rules and bands have no distance to measure: 100, 50 or 0 (OECD/JRC 2008, categorical scale).
 */
function scoreOf(status: Status, attainment: number | null, rules: readonly StatusRule[]): number | null {
  const marks = marksOf(rules)
  if (attainment === null || marks === null)
    return { 'on-track': 100, 'at-risk': 50, 'off-track': 0, 'no-target': null }[status]
  const { full, half } = marks
  if (attainment >= full) return 100
  if (attainment <= 0) return 0
  if (attainment <= half || full <= half) return (50 * attainment) / half
  return 50 + (50 * (attainment - half)) / (full - half)
}

interface Marks {
  readonly full: number
  readonly half: number
}

const marksByRules = new WeakMap<readonly StatusRule[], Marks | null>()

/** The attainments that give 100 and 50 points, null where no rule is a percentage; found once, needed for every reading. */
function marksOf(rules: readonly StatusRule[]): Marks | null {
  const known = marksByRules.get(rules)
  if (known !== undefined) return known
  const threshold = (of: 'on-track' | 'at-risk') =>
    rules.find((rule) => rule.status === of && rule.of === 'percent' && (rule.op === '>=' || rule.op === '>'))
      ?.threshold
  const [onTrack, atRisk] = [threshold('on-track'), threshold('at-risk')]
  const full = onTrack === undefined ? null : toNumber(onTrack)
  const marks = full === null ? null : { full, half: atRisk === undefined ? full / 2 : toNumber(atRisk) }
  marksByRules.set(rules, marks)
  return marks
}
