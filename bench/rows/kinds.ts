import type { KpiText } from '../documents.ts'
import type { Bench, Figure } from '../figure.ts'
import { ratio, sameNumbers, sideBySide, timesLine } from '../measure.ts'
import { rival } from '../rivals/statements.ts'
import { lastColumn, valuesOf } from '../rivals/values.ts'
import { askAs, fiveYears, monthly } from '../world.ts'

const revenue: KpiText = {
  id: 'revenue',
  calculation: '{ type: measure, dataset: orders, formula: sum(quantity * unit_price) }',
  measuredIn: 'EUR',
}

/** A kind of calculation, the statement that somebody would write by hand for it, and what it may cost beside that. */
const kinds: readonly {
  readonly kpi: KpiText
  readonly rival: string
  readonly name: string
  readonly most: number | null
}[] = [
  {
    kpi: { id: 'to-date', calculation: '{ type: to-date, of: revenue, within: year }', measuredIn: 'EUR' },
    rival: 'to-date',
    name: 'a year to date by month ÷ its statement',
    most: null,
  },
  {
    kpi: { id: 'rolling', calculation: '{ type: rolling, of: revenue, over: 12 months }', measuredIn: 'EUR' },
    rival: 'rolling',
    name: 'twelve rolling months ÷ their statement',
    most: null,
  },
  {
    kpi: {
      id: 'percentile',
      calculation: '{ type: measure, dataset: orders, formula: "percentile(unit_price, 90)" }',
      measuredIn: 'EUR',
    },
    rival: 'percentile',
    name: 'a percentile by month ÷ its statement',
    most: 1.1,
  },
  {
    kpi: {
      id: 'entities',
      calculation:
        '{ type: measure, dataset: orders, per: { key: customer_id, values: { bought: count() } }, formula: "count() where bought >= 2" }',
      measuredIn: 'customers',
    },
    rival: 'entities',
    name: 'customers with two orders by month ÷ their statement',
    most: null,
  },
]

export const calculationKinds: Bench = {
  title: 'Kinds of calculation',
  run: async ({ world, rounds, log }) => {
    const figures: Figure[] = []
    for (const { kpi, rival: statement, name, most } of kinds) {
      const deps = world.with([revenue, kpi])
      const questions = monthly(deps.catalog, [kpi], fiveYears)
      const byHand = rival(statement)
      sameNumbers(name, valuesOf((await askAs(deps, questions)).answers), lastColumn(await world.sql(byHand)))
      const times = await sideBySide({ ours: () => askAs(deps, questions), byHand: () => world.sql(byHand) }, rounds)
      log(timesLine(times))
      const measured = ratio(times.ours, times.byHand)
      const holds = most === null ? null : measured <= most
      figures.push({ name, measured, budget: most, unit: '×', holds, rows: world.rows, kpis: 1 })
    }
    return figures
  },
}
