import type { Decimal } from '../decimal.ts'
import { parseAmount } from './amount-text.ts'

/**
 * One side of a status table as written: `>= 95%` compares attainment, `>= 4.2` the value itself, `inside` the target's
 * band, `inside +- 0.5` the band widened by that much on both sides.
 */
export interface StatusRuleText {
  readonly op: '<' | '<=' | '>' | '>=' | 'inside'
  readonly of: 'percent' | 'absolute'
  readonly threshold: Decimal
}

/** Reads a status rule; null where the text is none. */
export function parseStatusRule(text: string): StatusRuleText | null {
  const trimmed = text.trim()
  const inside = /^inside(?:\s*(?:±|\+-)\s*([\d.].*))?$/.exec(trimmed)
  if (inside !== null) {
    const threshold = parseAmount(inside[1] ?? '0')
    return threshold === null || trimmed.endsWith('%') ? null : { op: 'inside', of: 'absolute', threshold }
  }
  const found = /^(<=|>=|<|>)\s*(\S.*)$/.exec(trimmed)
  const op = found?.[1]
  if (op !== '<' && op !== '<=' && op !== '>' && op !== '>=') return null
  const threshold = parseAmount(found?.[2] ?? '')
  return threshold === null ? null : { op, of: trimmed.endsWith('%') ? 'percent' : 'absolute', threshold }
}
