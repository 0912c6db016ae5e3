import { toNumber } from './number-format.ts'
import type { ScorecardRow } from './view.ts'

const severity: Readonly<Record<string, number>> = { 'off-track': 0, 'at-risk': 1 }

/** Rows with the most urgent first: off track before at risk, weightier first, farther behind first; then the rest. */
export function byUrgency(rows: readonly ScorecardRow[]): readonly ScorecardRow[] {
  const keyed = rows.map((row) => ({
    row,
    severity: severity[row.answer.status] ?? 2,
    weight: Number(row.weight),
    behind: behind(row),
  }))
  keyed.sort((a, b) => a.severity - b.severity || b.weight - a.weight || b.behind - a.behind)
  return keyed.map(({ row }) => row)
}

/** How far a value is from its target, as a share of it; targets of zero and missing ones count as the whole. */
function behind({ answer, gap }: ScorecardRow): number {
  if (gap === null) return 0
  const target = typeof answer.target === 'object' ? toNumber(answer.target?.low) : toNumber(answer.target)
  return target === null || target === 0 ? 1 : Math.abs(gap / target)
}
