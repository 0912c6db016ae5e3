import type { Kpi } from './catalog.ts'
import { factorKind, isPure } from './measure-unit.ts'
import type { UnitLabel } from './view.ts'

/** How a KPI's numbers are written: in a currency, as a percentage, as a count of things, or in any other unit. */
export function unitLabel(kpi: Pick<Kpi, 'unit' | 'measuredIn'>): UnitLabel {
  const symbol = kpi.measuredIn.trim()
  if (isPure(kpi.unit)) return /^(%|percent)$/i.test(symbol) ? percent : { kind: 'other', symbol }
  const [factor, ...more] = Object.entries(kpi.unit)
  if (factor === undefined || more.length > 0 || factor[1] !== 1) return { kind: 'other', symbol }
  const kind = factorKind(factor[0])
  if (kind === 'currency') return { kind: 'currency', symbol: factor[0] }
  // Points of an index and times are no things that add up to a whole.
  return { kind: kind === 'noun' && factor[0] !== 'point' ? 'count' : 'other', symbol }
}

const percent: UnitLabel = { kind: 'percent', symbol: '%' }
