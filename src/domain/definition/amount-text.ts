import type { Decimal } from '../decimal.ts'

const shape = /^([-+]?)(\d[\d_]*\.?\d*|\.\d+)(\s*%)?$/
const digitsMax = 30

/** Reads an amount as people write it: `12_000_000`, `4.25`, `-3`, `5%` (which is 0.05). Exact; null where the text is none. */
export function parseAmount(text: string): Decimal | null {
  const found = shape.exec(text.trim())
  if (found === null || /_(?!\d)/.test(text)) return null
  const [whole = '', fraction = ''] = (found[2] ?? '').replaceAll('_', '').split('.')
  if (whole.length + fraction.length > digitsMax) return null
  const units = BigInt(`${whole}${fraction}` || '0')
  const scale = fraction.length + (found[3] === undefined ? 0 : 2)
  return { units: found[1] === '-' ? -units : units, scale }
}
