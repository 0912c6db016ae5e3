import { type Catalog, datasetsOf, type Kpi, type StatusRule } from '../../domain/catalog.ts'
import { toNumber } from '../../domain/decimal.ts'
import { figuresOf, percentage } from '../../domain/sentence/figures.ts'
import { rulesOf } from '../../domain/status.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import type { KpiDefinitionView } from '../../domain/view.ts'
import { printDay } from '../../time/day.ts'

/** What a KPI means, in words and formulas, and where it is written down. */
export function definitionOf(catalog: Catalog, kpi: Kpi): KpiDefinitionView {
  return {
    purpose: kpi.purpose,
    description: kpi.description,
    objective: kpi.objective === null ? null : (catalog.objectives.get(kpi.objective)?.name ?? kpi.objective),
    category: kpi.category,
    calculation: kpi.calculations.flatMap(({ from, calculation }) =>
      calculation.parts.map((part) => ({ ...part, from: from === null ? null : printDay(from) })),
    ),
    measuredIn: kpi.measuredIn,
    cadence: kpi.cadence,
    finalAfterDays: kpi.finalAfterDays,
    status: rulesOf(kpi).map((rule) => ruleText(kpi, rule, catalog.workspace.locale)),
    datasets: datasetsOf(catalog, kpi.id),
    file: kpi.place.file ?? null,
    line: kpi.place.line ?? null,
  }
}

const words = { 'on-track': 'On track', 'at-risk': 'At risk' } as const
const comparisons = { '>=': 'at least', '>': 'above', '<=': 'at most', '<': 'below' } as const

/** `On track: at least 100.0 % of target`; where less is better the percentage is target ÷ actual. */
function ruleText(kpi: Kpi, rule: StatusRule, locale: string): string {
  const threshold = toNumber(rule.threshold)
  const word = words[rule.status]
  const mark = figuresOf(unitLabel(kpi), locale, { value: threshold, target: null }).promised(threshold)
  if (rule.op === 'inside') return threshold === 0 ? `${word}: inside the band` : `${word}: within ${mark} of the band`
  if (rule.of === 'absolute') return `${word}: ${comparisons[rule.op]} ${mark}`
  return `${word}: ${comparisons[rule.op]} ${percentage(threshold, locale)} of target`
}
