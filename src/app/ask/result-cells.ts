import type { Decimal } from '../../domain/decimal.ts'
import type { ResultColumn } from '../../ports.ts'

/** A cell of a column of texts; null where it is empty. */
export function textAt(found: ResultColumn | undefined, row: number): string | null {
  return found?.kind === 'codes' ? (found.members[found.values[row] ?? -1] ?? null) : null
}

/** A cell of a column of whole numbers; null where it is empty. */
export function wholeAt(found: ResultColumn | undefined, row: number): number | null {
  const value = decimalAt(found, row)
  return value === null ? null : Number(value.units)
}

/** A cell of a column of exact numbers; null where it is empty. */
export function decimalAt(found: ResultColumn | undefined, row: number): Decimal | null {
  if (found === undefined || found.kind === 'codes' || found.valid?.[row] === 0) return null
  const value = found.values[row]
  return value === undefined ? null : { units: BigInt(value), scale: found.scale ?? 0 }
}
