import type { Answer, Comparison, Question } from '../../domain/answer.ts'
import type { Baseline, EarlierBaseline } from '../../domain/baseline.ts'
import type { Catalog, Kpi } from '../../domain/catalog.ts'
import { baselineWords, besideWords, daysWords } from '../../domain/sentence/compared.ts'
import { sentenceLocale } from '../../domain/sentence/words.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import type { ComparedView } from '../../domain/view.ts'
import { beside as besideEarlier } from '../ask/comparisons.ts'
import type { Labels } from './label.ts'
import type { Place } from './place.ts'

/** A comparison and the baseline that it is with. */
export interface NamedComparison {
  readonly baseline: Baseline
  readonly comparison: Comparison
}

const prior: EarlierBaseline = { kind: 'prior', name: 'prior' }
const yearBefore: EarlierBaseline = { kind: 'year', name: 'year' }

/** What a page compares a KPI with: what its document names, else the period before and the one a year earlier. */
export function shownBaselines({ compare }: Kpi, { grain }: Pick<Place, 'grain'>): readonly EarlierBaseline[] {
  if (grain === 'total') return []
  if (compare.length > 0) return compare
  return grain === 'year' ? [prior] : [prior, yearBefore]
}

/** Whether today lies in the period of a page: it is no match for a whole one, but for its first part. */
export const isUnfinished = ({ grain, ordinal, current }: Place): boolean => grain !== 'total' && ordinal === current

/** The comparisons of an answer in the order of their baselines. */
export function namedComparisons(
  answer: Answer | undefined,
  baselines: readonly Baseline[],
): readonly NamedComparison[] {
  return baselines.flatMap((baseline) => {
    const comparison = answer?.comparisons?.[baseline.name]
    return comparison === undefined ? [] : [{ baseline, comparison }]
  })
}

/** A question about the one period of a page, beside baselines; null where there are none. */
export function comparingQuestion(
  question: Omit<Question, 'from' | 'until' | 'by'>,
  { ordinal }: Pick<Place, 'ordinal'>,
  baselines: readonly Baseline[],
): Question | null {
  return baselines.length === 0 ? null : { ...question, from: ordinal, until: ordinal + 1, by: [], compare: baselines }
}

/** An answer beside a whole earlier period that asking gave too; nothing where it is another, or there is none. */
export function besideWhole(
  baseline: Baseline,
  answer: Answer,
  wholes: { readonly prior: Answer | null; readonly year: Answer | null },
): readonly NamedComparison[] {
  const earlier = baseline.kind === 'prior' || baseline.kind === 'year' ? wholes[baseline.kind] : null
  return earlier === null ? [] : [{ baseline, comparison: besideEarlier(answer, earlier) }]
}

/** A value's comparisons as people read them, and of an unfinished one the first of them inside its sentence. */
export function comparedOf(
  { catalog, labels }: { readonly catalog: Catalog; readonly labels: Labels },
  kpi: Kpi,
  answer: Answer,
  comparisons: readonly NamedComparison[],
): { readonly views: readonly ComparedView[]; readonly beside: string | null } {
  const { locale } = catalog.workspace
  const written = sentenceLocale(locale)
  const views: ComparedView[] = []
  let beside: string | null = null
  for (const { baseline, comparison } of comparisons) {
    const { value, difference, relative, period, part } = comparison
    if (value === null || answer.state !== 'value') continue
    const words = baselineWords(baseline, comparison, period === null ? null : labels.named(period), written)
    const { label, short } = words
    const days = daysWords(answer, comparison, written)
    views.push({ baseline: baseline.name, label, short, days, value, difference, relative })
    if (part !== null && beside === null && baseline.kind !== 'version')
      beside = besideWords(unitLabel(kpi), locale, answer, comparison, words)
  }
  return { views, beside }
}
