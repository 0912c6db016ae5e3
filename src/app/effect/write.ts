import { type Catalog, calculationAt, type Kpi } from '../../domain/catalog.ts'
import type { EffectEstimate, EffectStep, EffectView } from '../../domain/effect-view.ts'
import { gapWithUnit, numberStyle, withUnit } from '../../domain/number-format.ts'
import { effectSentence } from '../../domain/sentence/effect.ts'
import { targetRollUp } from '../../domain/target/roll-up.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import type { Effect } from '../../insight/effect/index.ts'
import type { Day } from '../../time/day.ts'
import { Labels, labelScope } from '../view/label.ts'
import type { Place } from '../view/place.ts'

export interface FoundEffect {
  readonly catalog: Catalog
  readonly kpi: Kpi
  readonly place: Place
  readonly day: Day
  readonly wanted: 'up' | 'down'
  /** Ordinals: of the first value, of the period with the day in it, and of the first that counts. */
  readonly first: number
  readonly at: number
  readonly begin: number
  readonly series: readonly (number | null)[]
  readonly seen: Effect
}

/** Periods before the day that are shown at most. */
const shown = 36

/** An effect as everybody sees it. */
export function writeEffect(found: FoundEffect): EffectView {
  const { catalog, kpi, place, day, wanted, first, at, begin, series, seen } = found
  const labels = new Labels(catalog, place, place.today)
  const of = targetRollUp(catalog, calculationAt(kpi, null)) === 'add' ? 'total' : 'mean'
  const share = sharer(of === 'total' ? 1 : Math.max(1, seen.periods))
  const learnt = series.slice(0, at - first).findLastIndex((value) => value !== null)
  const measured = seen.total !== null
  const view = {
    kpi: kpi.id,
    name: kpi.name,
    unit: unitLabel(kpi),
    grain: place.grain,
    scope: labelScope(catalog, place.scope),
    day: new Labels(catalog, { ...place, grain: 'day' }, place.today).of(day),
    from: labels.of(begin),
    learntUntil: learnt < 0 ? null : labels.of(first + learnt),
    wanted,
    verdict: seen.verdict,
    counted: seen.periods,
    of,
    actual: measured ? share(seen.actual) : null,
    expected: measured ? share(seen.expected) : null,
    effect: seen.total && estimate(seen.total, share),
    relative: seen.relative,
    periods: stepsOf(found, labels, of),
  } as const
  const style = numberStyle(view.unit, catalog.workspace.locale, view.actual, view.expected)
  const sentence = effectSentence({
    view,
    refusal: seen.refusal?.message ?? null,
    write: (value) => withUnit(style, value),
    gap: (value) => gapWithUnit(style, value),
  })
  return { ...view, sentence }
}

const sharer =
  (parts: number) =>
  (value: number): number =>
    value / parts

const estimate = ({ value, lower, upper }: EffectEstimate, share: (value: number) => number): EffectEstimate => ({
  value: share(value),
  lower: share(lower),
  upper: share(upper),
})

function stepsOf(
  { first, at, series, seen }: FoundEffect,
  labels: Labels,
  of: EffectView['of'],
): readonly EffectStep[] {
  const from = Math.max(0, at - first - shown)
  const since = new Map(seen.since.map((one, index) => [at - first + one.step, { ...one, count: index + 1 }]))
  return series.slice(from).map((value, index) => {
    const found = since.get(from + index)
    return {
      label: labels.of(first + from + index),
      value,
      expected: found?.expected ?? null,
      gap: found === undefined ? null : estimate(found.sum, sharer(of === 'total' ? 1 : found.count)),
    }
  })
}
