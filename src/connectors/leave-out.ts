import { z } from 'zod'
import { cellText, type RawCell } from '../domain/raw-cell.ts'

/** The option of connectors that read what people lay out: rows that are no records. */
export const leaveOutOption = () =>
  z.array(z.string().min(1)).default([]).meta({
    title: 'Rows left out',
    description: 'Rows that are no records, such as totals: their first filled cell is one of these, * for any text.',
  })

/** Whether the first filled cell of a row is one of the patterns; upper and lower case are the same. */
export function leftOut(patterns: readonly string[]): (cells: readonly RawCell[]) => boolean {
  if (patterns.length === 0) return () => false
  const any = patterns.map((one) => one.split('*').map(RegExp.escape).join('.*')).join('|')
  const wanted = new RegExp(`^(?:${any})$`, 'isu')
  return (cells) => {
    const first = cells.find((cell) => cell !== null && cell !== '')
    return first !== undefined && wanted.test((cellText(first) ?? '').trim())
  }
}
