import type { Answer } from './answer.ts'
import { parseDecimal, subtract, toNumber } from './decimal.ts'

/** What a value is held against: of an unfinished period what its target promises by now. */
export const heldAgainst = ({ target, targetToDate }: Pick<Answer, 'target' | 'targetToDate'>): Answer['target'] =>
  targetToDate ?? target

/**
 * Value minus what it is held against in the KPI's own unit, as the nearest double; outside a band the distance to its nearest
 * edge, inside it zero. Null where there is no value, no target, or nothing of it due yet. Exact amounts are subtracted before
 * they are rounded.
 */
export function gapOf(answer: Pick<Answer, 'state' | 'value' | 'target' | 'targetToDate'>): number | null {
  const { value, targetToDate } = answer
  const target = heldAgainst(answer)
  if (answer.state !== 'value' || value === null || target === null || targetToDate === '0') return null
  if (typeof target !== 'object') return difference(value, target)
  const [below, above] = [difference(value, target.low), difference(value, target.high)]
  return below < 0 ? below : Math.max(above, 0)
}

function difference(value: string | number, target: string | number): number {
  const [a, b] = [exact(value), exact(target)]
  return a === null || b === null ? Number(value) - Number(target) : toNumber(subtract(a, b))
}

const exact = (amount: string | number) => (typeof amount === 'string' ? parseDecimal(amount) : null)
