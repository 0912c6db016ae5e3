import type { Answer } from '../../domain/answer.ts'
import { type Catalog, calculationAt, type Kpi } from '../../domain/catalog.ts'
import { toNumber } from '../../domain/decimal.ts'
import { gapOf } from '../../domain/gap.ts'
import { personOf } from '../../domain/person.ts'
import { scopeLabel } from '../../domain/scope.ts'
import { type WhyInput, whySentence } from '../../domain/sentence/why.ts'
import { finalAfter } from '../../domain/settling.ts'
import { rulesOf } from '../../domain/status.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import type { ScorecardRow, SeriesPoint } from '../../domain/view.ts'
import type { Store } from '../../ports.ts'
import { parseDay } from '../../time/day.ts'
import { comparedOf, type NamedComparison } from './compared.ts'
import type { Labels } from './label.ts'
import type { Place } from './place.ts'

/** What the rows of one page share. */
export interface Page {
  readonly catalog: Catalog
  readonly place: Place
  readonly labels: Labels
  readonly failures: ReadonlyMap<string, { readonly at: string; readonly message: string }>
  /** Alerts of the period that wait for somebody, by KPI; none where a page does not show them. */
  readonly alerts?: ReadonlyMap<string, NonNullable<ScorecardRow['alert']>>
}

/** Failures of loads, as sentences want them. */
export const failuresOf = (store: Store): Promise<Page['failures']> => store.batches.failures()

/** One KPI's line: its answer for the period, its course, and the sentence that explains its status. */
export function rowOf(
  page: Page,
  kpi: Kpi,
  weight: string,
  answer: Answer,
  series: readonly Answer[],
  comparisons: readonly NamedComparison[] = [],
): ScorecardRow {
  const { views, beside } = comparedOf(page, kpi, answer, comparisons)
  return {
    kpi: kpi.id,
    name: kpi.name,
    purpose: kpi.purpose,
    owner: personOf(kpi.owner),
    unit: unitLabel(kpi),
    good: kpi.good,
    weight,
    contribution: null,
    lost: null,
    bands: bandsOf(kpi),
    answer,
    gap: gapOf(answer),
    series: series.map(pointOf),
    compared: views,
    why: whySentence({ ...whyInput(page, kpi, answer, series), beside }),
    alert: page.alerts?.get(kpi.id) ?? null,
  }
}

const pointOf = ({ period, state, value, status, flags, target }: Answer): SeriesPoint => ({
  period,
  state,
  value,
  status,
  flags,
  target,
})

/** What the sentences about an answer are made of. */
export function whyInput(page: Page, kpi: Kpi, answer: Answer, series: readonly Answer[]): WhyInput {
  const { catalog, place, labels } = page
  const end = answer.end === null ? null : parseDay(answer.end)
  return {
    kpi: end === null ? kpi : { ...kpi, finalAfterDays: finalAfter(catalog, kpi, end) },
    unit: unitLabel(kpi),
    answer,
    series,
    period: labels.spoken(answer.period),
    scope: scopeLabel(catalog, place.scope),
    failure: failureOf(page, answer),
    manual: calculationAt(kpi, null).typed !== null,
    today: place.today,
    locale: catalog.workspace.locale,
  }
}

function failureOf({ catalog, failures }: Page, answer: Answer): WhyInput['failure'] {
  if (answer.state !== 'failed') return null
  for (const id of Object.keys(answer.revision.facts)) {
    const failure = failures.get(id)
    if (failure !== undefined) return { dataset: catalog.datasets.get(id)?.name ?? id, at: failure.at }
  }
  return null
}

function bandsOf(kpi: Kpi): ScorecardRow['bands'] {
  const threshold = (status: 'on-track' | 'at-risk'): number | null => {
    const rule = rulesOf(kpi).find((one) => one.status === status && one.of === 'percent')
    return rule !== undefined && 'threshold' in rule ? toNumber(rule.threshold) : null
  }
  return { atRisk: threshold('at-risk'), onTrack: threshold('on-track') }
}
