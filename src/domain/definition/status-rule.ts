import type { StatusTest } from '../catalog.ts'
import { type Decimal, decimalOf } from '../decimal.ts'
import { parseAmount } from './amount-text.ts'

/**
 * Reads a status rule; null where the text is none. `>= 95%` (or `>= 95% of target`) compares attainment, `>= 4.2` the value
 * itself; `inside` is the target's band, `inside +- 0.5` the band wider at both ends, `inside -0.5 +1` wider by two widths;
 * `inside 20 .. 30` a range of values (`20% .. 30%` for a share), `inside 95% .. 105% of target` a range of attainments.
 */
export function parseStatusRule(text: string): StatusTest | null {
  const trimmed = text.trim()
  if (trimmed.startsWith('inside')) return parseInside(trimmed.slice('inside'.length))
  const found = /^(<=|>=|<|>)\s*(\S.*?)(\s+of target)?$/.exec(trimmed)
  const op = found?.[1]
  if (op !== '<' && op !== '<=' && op !== '>' && op !== '>=') return null
  const written = found?.[2] ?? ''
  const threshold = parseAmount(written)
  if (threshold === null) return null
  const percent = written.endsWith('%')
  if (found?.[3] !== undefined && !percent) return null
  return { op, of: percent ? 'percent' : 'absolute', threshold }
}

function parseInside(rest: string): StatusTest | null {
  if (rest === '') return { op: 'inside', of: 'band', below: none, above: none }
  const range = /^\s+(\S+?)\s*\.\.\s*(\S+)(\s+of target)?$/.exec(rest)
  if (range !== null) return parseRange(range[1] ?? '', range[2] ?? '', range[3] !== undefined)
  const both = /^\s*(?:±|\+-)\s*([\d.]\S*)$/.exec(rest)
  const [, below, above] =
    both === null ? (/^\s+-\s*([\d.]\S*)\s+\+\s*([\d.]\S*)$/.exec(rest) ?? []) : [both[0], both[1], both[1]]
  // A width in percent could be of the band or of the value: the reader would have to guess.
  if (below === undefined || above === undefined || `${below}${above}`.includes('%')) return null
  const [low, high] = [parseAmount(below), parseAmount(above)]
  return low === null || high === null ? null : { op: 'inside', of: 'band', below: low, above: high }
}

function parseRange(from: string, to: string, ofTarget: boolean): StatusTest | null {
  const [low, high] = [parseAmount(from), parseAmount(to)]
  if (low === null || high === null || from.endsWith('%') !== to.endsWith('%')) return null
  if (ofTarget && !from.endsWith('%')) return null
  return { op: 'inside', of: ofTarget ? 'percent' : 'absolute', low, high }
}

const none: Decimal = decimalOf(0)
