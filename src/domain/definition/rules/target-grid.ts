import { placeWithin } from '../document.ts'
import { type Draft, type Entry, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { statusRules } from '../judging.ts'
import type { KpiSpec } from '../kpi.ts'
import { gridOf } from '../make-target.ts'
import type { TargetSpec } from '../target.ts'

/** Grids of targets read whole: units, dimensions, periods, amounts and totals, each mistake at its cell. */
export const targetGrid: Rule = (draft) => [...draft.targets.values()].flatMap((entry) => checkOne(draft, entry))

function checkOne(draft: Draft, entry: Entry<TargetSpec>): Finding[] {
  const grid = gridOf(draft, entry)
  if (grid === null) return []
  const { document } = entry
  const wrong = grid.issues.map(
    ({ offset, issue }): Finding => ({ document, issue: issue(placeWithin(document, ['grid'], offset)) }),
  )
  const kpi = draft.kpis.get(entry.spec.kpi)
  if (kpi === undefined) return wrong
  const { good } = kpi.spec
  if (good === 'between' && !byPercent(kpi.spec)) {
    const params = { kpi: kpi.id, good, plan: 'a single amount' }
    return [...wrong, found(entry, ['grid'], (place) => definitionIssue('target/plan', params, place))]
  }
  if (!byPercent(kpi.spec)) return wrong
  const cells = grid.rows.flatMap((row) => row.cells).filter(({ amount }) => amount.units <= 0n)
  const notPositive = cells.map(({ text, offset }): Finding => {
    const place = placeWithin(document, ['grid'], offset)
    return { document, issue: definitionIssue('target/not-positive', { kpi: kpi.id, amount: text }, place) }
  })
  return [...wrong, ...notPositive]
}

const byPercent = ({ status, good }: KpiSpec): boolean =>
  statusRules(status, good).some((rule) => rule.of === 'percent')
