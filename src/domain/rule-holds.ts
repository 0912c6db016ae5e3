import { compareAmounts, exact } from './amount.ts'
import type { Amount } from './answer.ts'
import type { Kpi, StatusRule, StatusTest } from './catalog.ts'
import { add, compare, type Decimal, multiply, negate, subtract, toNumber } from './decimal.ts'
import type { TargetValue } from './target/plan.ts'

/** Whether a rule's test holds for a value; one that needs a target holds for none without. */
export function holds(test: StatusTest, good: Kpi['good'], actual: Amount, target: TargetValue | null): boolean {
  switch (test.of) {
    case 'band':
      return target !== null && 'low' in target && inside(actual, widened(target, test))
    case 'absolute':
      return test.op === 'inside'
        ? inside(actual, test)
        : compareTo(test.op, compareAmounts(actual, exact(test.threshold)))
    case 'percent': {
      if (target === null || !('value' in target)) return false
      const against = (threshold: Decimal) => attainmentAgainst(good, actual, target.value, threshold)
      return test.op === 'inside'
        ? against(test.low) >= 0 && against(test.high) <= 0
        : compareTo(test.op, against(test.threshold))
    }
  }
}

interface Band {
  readonly low: Decimal
  readonly high: Decimal
}

export const inside = (actual: Amount, band: Band): boolean =>
  compareAmounts(actual, exact(band.low)) >= 0 && compareAmounts(actual, exact(band.high)) <= 0

function widened(band: Band, by: { readonly below: Decimal; readonly above: Decimal }): Band {
  return upright({ low: subtract(band.low, by.below), high: add(band.high, by.above) })
}

/** A range that a margin would turn upside down becomes its middle. */
function upright({ low, high }: Band): Band {
  if (compare(low, high) <= 0) return { low, high }
  const middle = multiply(add(low, high), { units: 5n, scale: 1 })
  return { low: middle, high: middle }
}

/**
 * Attainment against a threshold without a division where both sides are exact, so that 95 of 100 is exactly 95 %.
 * Up and between: actual vs threshold × target. Down: target vs threshold × actual.
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

/** A rule with its mark moved: by a positive margin it is harder to fulfil, by a negative one easier. */
export function moved(rule: StatusRule, margin: Decimal): StatusRule {
  if (rule.of === 'band') return { ...rule, below: subtract(rule.below, margin), above: subtract(rule.above, margin) }
  if (rule.op === 'inside')
    return { ...rule, ...upright({ low: add(rule.low, margin), high: subtract(rule.high, margin) }) }
  const by = rule.op.startsWith('>') ? margin : negate(margin)
  return { ...rule, threshold: add(rule.threshold, by) }
}
