import type { Answer } from '../../domain/answer.ts'
import type { Catalog, Kpi } from '../../domain/catalog.ts'
import { type CountRatio, countRatioOf } from '../../domain/count-ratio.ts'
import { toNumber } from '../../domain/number-format.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import {
  type ChartOptions,
  type Rhythm,
  rhythms,
  type SignalGrain,
  type SignalSeries,
} from '../../insight/signals/index.ts'

export const isSignalGrain = (grain: string): grain is SignalGrain => Object.hasOwn(rhythms, grain)

/** A KPI's answers, one per period in order, as signals take them. */
export function seriesOf(
  catalog: Pick<Catalog, 'kpis' | 'datasets'>,
  kpi: Kpi,
  rhythm: Rhythm,
  answers: readonly Answer[],
): SignalSeries {
  const values = answers.map(({ state, value }) => (state === 'value' ? toNumber(value) : null))
  const flags = answers.map((answer) => (isPartial(answer) ? ('partial' as const) : null))
  const present = values.filter((value) => value !== null)
  const ratio = ratioOf(catalog, kpi, answers)
  // What never was below zero in its own unit cannot fall below it: no limit is drawn there.
  const floor = unitLabel(kpi).kind !== 'other' && present.every((value) => value >= 0)
  const bounds = {
    ...((floor || ratio !== undefined) && { low: 0 }),
    ...(ratio?.kind === 'proportion' && { high: 1 }),
  }
  return { rhythm, values, flags, ...(ratio && { ratio }), bounds }
}

/** What kind of chart a KPI has; a p or u chart where its denominators are known. */
export const chartKindOf = ({ chart }: Pick<Kpi, 'chart'>): ChartOptions['kind'] =>
  chart === 'xmr' ? 'xmr' : 'attribute'

/** A provisional value may still change: it must not signal, and must not be learnt. */
const isPartial = ({ flags }: Answer): boolean => flags.includes('unfinished') || flags.includes('provisional')

/** The denominators of a ratio of counts: only where every value has both parts, and the counts are whole or a person chose the chart. */
function ratioOf(
  catalog: Pick<Catalog, 'kpis' | 'datasets'>,
  kpi: Kpi,
  answers: readonly Answer[],
): SignalSeries['ratio'] {
  const chosen = kpi.chart === 'p' || kpi.chart === 'u'
  const kind = chosen ? null : countRatioOf(catalog, kpi)
  if (kind === null && !chosen) return undefined
  const parts = answers.map(({ state, numerator, denominator }) =>
    state === 'value' ? { above: toNumber(numerator), below: toNumber(denominator) } : null,
  )
  for (const part of parts) {
    if (part === null) continue
    if (part.above === null || part.below === null || part.above < 0 || !(part.below > 0)) return undefined
    if (!chosen && !Number.isInteger(part.above)) return undefined
  }
  // Of no more than everything: what is written in percent and never exceeds one is a share, although two things are counted.
  const within = parts.every((part) => part === null || (part.above ?? 0) <= (part.below ?? 0))
  const share = kpi.chart === 'p' || kind === 'proportion' || (!chosen && unitLabel(kpi).kind === 'percent')
  const found: CountRatio = share && within ? 'proportion' : 'rate'
  return { kind: found, denominators: parts.map((part) => part?.below ?? null) }
}
