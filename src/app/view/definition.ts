import { type Catalog, datasetsOf, type Kpi, type StatusRule } from '../../domain/catalog.ts'
import { toNumber } from '../../domain/decimal.ts'
import { figuresOf } from '../../domain/sentence/figures.ts'
import { ruleWords, statusWords } from '../../domain/sentence/rule.ts'
import { sentenceCase } from '../../domain/sentence/words.ts'
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

/** `On track: at least 100 % of target`; where less is better the percentage is target ÷ actual. */
function ruleText(kpi: Kpi, rule: StatusRule, locale: string): string {
  const mark = toNumber('threshold' in rule ? rule.threshold : 'low' in rule ? rule.low : rule.above)
  const figures = figuresOf(unitLabel(kpi), locale, { value: mark, target: null })
  return `${sentenceCase(statusWords[rule.status])}: ${ruleWords(rule, figures, locale)}`
}
