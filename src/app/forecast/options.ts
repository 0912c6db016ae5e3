import type { Catalog, Kpi } from '../../domain/catalog.ts'
import { countRatioOf } from '../../domain/count-ratio.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import { type ForecastGrain, type ForecastOptions, seasonsOf } from '../../insight/forecast/index.ts'
import { monthsInYear } from '../../time/period.ts'
import type { Place } from '../view/place.ts'

/** Periods that are foretold at least, and those that are learnt from at most. */
export const reach: Readonly<Partial<Record<string, { readonly ahead: number; readonly past: number }>>> = {
  day: { ahead: 28, past: 800 },
  week: { ahead: 13, past: 260 },
  month: { ahead: 12, past: 180 },
  quarter: { ahead: 4, past: 80 },
  year: { ahead: 3, past: 50 },
}

/** The same question gives the same forecast, path by path. */
export const seed = 20_260_101

export const seasonsOfPlace = ({ grain, calendar }: Place): readonly number[] =>
  seasonsOf(grain as ForecastGrain, monthsInYear(calendar))

/** What never was below zero in its own unit cannot fall below it, and a share of counted things cannot exceed them all. */
export function boundsOf(
  catalog: Catalog,
  kpi: Kpi,
  series: readonly (number | null)[],
): Pick<ForecastOptions, 'lowest' | 'highest'> {
  const ratio = countRatioOf(catalog, kpi)
  const floor = ratio !== null || unitLabel(kpi).kind !== 'other'
  return {
    ...(floor && series.every((value) => value === null || value >= 0) && { lowest: 0 }),
    ...(ratio === 'proportion' && { highest: 1 }),
  }
}
