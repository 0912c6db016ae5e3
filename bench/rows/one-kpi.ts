import { atMost, type Bench } from '../figure.ts'
import type { BenchKpi } from '../kpis.ts'
import { ratio, sameNumbers, sideBySide, timesLine } from '../measure.ts'
import { rival } from '../rivals/statements.ts'
import { lastColumn, valuesOf } from '../rivals/values.ts'
import { askAs, fiveYears, monthly } from '../world.ts'

const revenue: BenchKpi = {
  id: 'revenue',
  numerator: { measure: 'revenue', filters: [] },
  denominator: null,
  measuredIn: 'EUR',
}

export const oneKpi: Bench = {
  title: 'One KPI by month',
  run: async ({ world, rounds, log }) => {
    const deps = world.with([revenue])
    const questions = monthly(deps.catalog, [revenue], fiveYears)
    const [best, usual] = [rival('one-kpi'), rival('one-kpi-usual')]
    const ours = valuesOf((await askAs(deps, questions)).answers)
    sameNumbers('one KPI', ours, lastColumn(await world.sql(best)))
    sameNumbers('one KPI', ours, lastColumn(await world.sql(usual)))
    const times = await sideBySide(
      { ours: () => askAs(deps, questions), best: () => world.sql(best), usual: () => world.sql(usual) },
      rounds * 3,
    )
    log(timesLine(times))
    const figure = { unit: '×', rows: world.rows, kpis: 1 }
    return [
      atMost(1.15, {
        ...figure,
        name: 'one KPI by month ÷ the best DuckDB statement',
        measured: ratio(times.ours, times.best),
      }),
      atMost(0.28, {
        ...figure,
        name: 'one KPI by month ÷ the usual date_trunc statement',
        measured: ratio(times.ours, times.usual),
      }),
    ]
  },
}
