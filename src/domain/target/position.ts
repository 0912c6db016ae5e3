import type { Day } from '../../time/day.ts'
import { compareAmounts, exact } from '../amount.ts'
import type { Amount } from '../answer.ts'
import type { Catalog, Kpi, Scope } from '../catalog.ts'
import type { Decimal } from '../decimal.ts'
import { everything, scopeKey } from '../scope.ts'
import type { Benchmark } from './benchmark.ts'

/**
 * The benchmarks that a KPI is compared with in a scope and a period, by the period's last day (null is all time): of each name
 * the one that began last, the scope's own before one of everything.
 */
export function benchmarksFor(catalog: Catalog, kpi: Kpi, scope: Scope, lastDay: Day | null): readonly Benchmark[] {
  const own = scopeKey(catalog, scope)
  const whole = scopeKey(catalog, everything)
  const found = new Map<string, Benchmark>()
  for (const benchmark of kpi.benchmarks) {
    const key = scopeKey(catalog, benchmark.scope)
    if ((key !== own && key !== whole) || !inForce(benchmark, lastDay)) continue
    const before = found.get(benchmark.name)
    if (before === undefined || better(benchmark, before, (one) => scopeKey(catalog, one.scope) === own))
      found.set(benchmark.name, benchmark)
  }
  return [...found.values()]
}

/** The first of them: what `compare benchmark` compares with. */
export const benchmarkFor = (catalog: Catalog, kpi: Kpi, scope: Scope, lastDay: Day | null): Benchmark | null =>
  benchmarksFor(catalog, kpi, scope, lastDay)[0] ?? null

/** The amount that stands for a benchmark where one number is asked for: its value, or its median. */
export const middleOf = ({ level }: Benchmark): Decimal => (level.kind === 'value' ? level.value : level.median)

const inForce = ({ from, until }: Benchmark, lastDay: Day | null): boolean =>
  lastDay === null ? until === null : (from === null || from <= lastDay) && (until === null || lastDay <= until)

function better(one: Benchmark, other: Benchmark, isOwn: (one: Benchmark) => boolean): boolean {
  if (isOwn(one) !== isOwn(other)) return isOwn(one)
  return (one.from ?? Number.NEGATIVE_INFINITY) > (other.from ?? Number.NEGATIVE_INFINITY)
}

export type Quarter = 'top' | 'second' | 'third' | 'bottom'

/** The quarter of the others that a value stands in, 1 the best; a value on a mark belongs to the better quarter. */
export function quarterOf(good: Kpi['good'], value: Amount, { level }: Benchmark): Quarter | null {
  if (level.kind !== 'quartiles') return null
  const reaches = (mark: Decimal) => {
    const side = compareAmounts(value, exact(mark))
    return good === 'down' ? side <= 0 : side >= 0
  }
  const [hard, easy] = good === 'down' ? [level.lower, level.upper] : [level.upper, level.lower]
  if (reaches(hard)) return 'top'
  if (reaches(level.median)) return 'second'
  return reaches(easy) ? 'third' : 'bottom'
}
