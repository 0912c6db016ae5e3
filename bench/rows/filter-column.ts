import { atMost, type Bench, known } from '../figure.ts'
import { additiveKpis, type BenchKpi } from '../kpis.ts'
import { median, ratio, sideBySide, timesLine } from '../measure.ts'
import { askAs, fiveYears, monthly, type World, withTotals } from '../world.ts'

/** A hundred KPIs that share one grouping of few cells: what rows alone cost. */
const plain: readonly BenchKpi[] = additiveKpis(100).map((kpi) => ({
  ...kpi,
  numerator: { ...kpi.numerator, filters: [] },
  denominator: kpi.denominator === null ? null : { ...kpi.denominator, filters: [] },
}))

/**
 * The cost rule of PERFORMANCE H.1 with this machine's constants: so much per row of each grouping, so much per cell. Both
 * come from the same questions without the column, measured in the same rounds.
 */
export const filterColumn: Bench = {
  title: 'KPIs with a filter column of twenty members',
  run: async ({ world, rounds, log }) => {
    const shapes = {
      plain: asked(world, plain),
      narrow: asked(world, additiveKpis(100)),
      hundred: asked(world, additiveKpis(100, { category: true })),
      thousand: asked(world, additiveKpis(1000, { category: true })),
    }
    const times = await sideBySide(
      {
        plain: shapes.plain.ask,
        narrow: shapes.narrow.ask,
        hundred: shapes.hundred.ask,
        thousand: shapes.thousand.ask,
      },
      rounds,
    )
    const cost = {
      plain: await shapes.plain.cost(),
      narrow: await shapes.narrow.cost(),
      hundred: await shapes.hundred.cost(),
    }
    const perCell = (median(times.narrow) - median(times.plain)) / Math.max(1, cost.narrow.cells - cost.plain.cells)
    const perRow = (median(times.plain) - perCell * cost.plain.cells) / (world.rows * cost.plain.groupings)
    const predicted = perRow * world.rows * cost.hundred.groupings + perCell * cost.hundred.cells
    log(
      `${timesLine(times)}; ${(perRow * 1e6).toFixed(1)} ns per row, ${(perCell * 1e3).toFixed(2)} µs per cell, ` +
        `${cost.hundred.groupings} groupings of ${cost.hundred.cells} cells: ${predicted.toFixed(0)} ms by the rule`,
    )
    const figure = { unit: '×', rows: world.rows }
    return [
      atMost(1.25, {
        ...figure,
        name: '100 KPIs with a 20-member filter column ÷ the cost rule',
        measured: median(times.hundred) / predicted,
        kpis: 100,
      }),
      known({
        ...figure,
        name: '1,000 KPIs with a 20-member filter column ÷ 100',
        measured: ratio(times.thousand, times.hundred),
        kpis: 1000,
      }),
    ]
  },
}

function asked(world: World, kpis: readonly BenchKpi[]) {
  const deps = world.with(kpis)
  const questions = monthly(deps.catalog, kpis, fiveYears, withTotals)
  const cost = async () => {
    const { statements } = (await askAs(deps, questions)).timing
    const cells = statements.reduce((sum, one) => sum + one.rows, 0)
    const sets = statements.map((one) => /GROUPING SETS \((.*)\)/.exec(one.sql)?.[1]?.split('), (').length ?? 1)
    return { cells, groupings: sets.reduce((sum, count) => sum + count, 0) }
  }
  return { ask: () => askAs(deps, questions), cost }
}
