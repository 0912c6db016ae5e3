import type { Answer, Flag } from '../../domain/answer.ts'
import type { Catalog, Kpi } from '../../domain/catalog.ts'
import { type CountRatio, countRatioOf } from '../../domain/count-ratio.ts'
import { toNumber } from '../../domain/number-format.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import {
  type ChartOptions,
  type PeriodFlag,
  type Rhythm,
  rhythms,
  type SignalGrain,
  type SignalSeries,
} from '../../insight/signals/index.ts'
import type { Calendar } from '../../time/calendar.ts'
import { printDay } from '../../time/day.ts'

export const isSignalGrain = (grain: string): grain is SignalGrain => Object.hasOwn(rhythms, grain)

/** A KPI's answers, one per period in order, as signals take them. */
export function seriesOf(
  catalog: Pick<Catalog, 'kpis' | 'datasets'>,
  kpi: Kpi,
  rhythm: Rhythm,
  answers: readonly Answer[],
  holidays: ReadonlySet<string> = noDays,
): SignalSeries {
  const values = answers.map(({ state, value }) => (state === 'value' ? toNumber(value) : null))
  const flags = answers.map((answer) => flagOf(answer, holidays))
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

const noDays: ReadonlySet<string> = new Set()

/** Values of periods that are not over, may still change, or whose last rows never came. */
const incomplete: ReadonlySet<Flag> = new Set<Flag>(['unfinished', 'provisional', 'rows-missing'])

/** Values that people have changed since they were published, or set themselves: known, but no news of the process. */
const changed: ReadonlySet<Flag> = new Set<Flag>(['restated', 'overridden'])

/**
 * Why an answer must not signal: a provisional value may still change and is not learnt either; a day on which nobody works is
 * no usual one.
 */
function flagOf({ flags, grain, start }: Answer, holidays: ReadonlySet<string>): PeriodFlag | null {
  if (flags.some((flag) => incomplete.has(flag))) return 'partial'
  if (grain === 'day' && start !== null && holidays.has(start)) return 'event'
  return flags.some((flag) => changed.has(flag)) ? 'restated' : null
}

/** The holidays of a calendar, and the days on which they are observed, as ISO days. */
export const holidaysOf = ({ work }: Pick<Calendar, 'work'>): ReadonlySet<string> =>
  new Set(work.holidays.map(({ day }) => printDay(day)))

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
