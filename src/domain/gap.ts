import type { Answer } from './answer.ts'
import { parseDecimal, subtract, toNumber } from './decimal.ts'

/**
 * Value minus target in the KPI's own unit, as the nearest double; outside a band the distance to its nearest edge, inside it
 * zero. Null where there is no value or no target. Exact amounts are subtracted before they are rounded.
 */
export function gapOf(answer: Pick<Answer, 'state' | 'value' | 'target'>): number | null {
  const { value, target } = answer
  if (answer.state !== 'value' || value === null || target === null) return null
  if (typeof target !== 'object') return difference(value, target)
  const [below, above] = [difference(value, target.low), difference(value, target.high)]
  return below < 0 ? below : Math.max(above, 0)
}

function difference(value: string | number, target: string | number): number {
  const [a, b] = [exact(value), exact(target)]
  return a === null || b === null ? Number(value) - Number(target) : toNumber(subtract(a, b))
}

const exact = (amount: string | number) => (typeof amount === 'string' ? parseDecimal(amount) : null)
