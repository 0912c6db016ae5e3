import type { Answer } from '../../src/domain/answer.ts'
import type { Baseline } from '../../src/domain/baseline.ts'
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
const returned: KpiText = {
  id: 'returned',
  calculation: '{ type: ratio, dataset: orders, numerator: "count() where returned", denominator: count() }',
  measuredIn: '%',
}

/** A kind of calculation, the statement that somebody would write by hand for it, and what it may cost beside that. */
interface Kind {
  readonly kpi: KpiText
  readonly rival: string
  readonly name: string
  readonly most?: number
  readonly until?: string
  readonly compare?: readonly Baseline[]
}

const kindsOf = (rows: number): readonly Kind[] => [
  {
    kpi: { id: 'to-date', calculation: '{ type: to-date, of: revenue, within: year }', measuredIn: 'EUR' },
    rival: rival('to-date'),
    name: 'a year to date by month ÷ its statement',
  },
  {
    kpi: { id: 'rolling', calculation: '{ type: rolling, of: revenue, over: 12 months }', measuredIn: 'EUR' },
    rival: rival('rolling'),
    name: 'twelve rolling months ÷ their statement',
  },
  {
    kpi: {
      id: 'percentile',
      calculation: '{ type: measure, dataset: orders, formula: "percentile(unit_price, 90)" }',
      measuredIn: 'EUR',
    },
    rival: rival('percentile'),
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
    rival: rival('entities'),
    name: 'customers with two orders by month ÷ their statement',
  },
  {
    kpi: {
      id: 'cohort',
      calculation: '{ type: cohort, dataset: orders, key: customer_id, returns: { within: 90 days } }',
      measuredIn: '%',
    },
    rival: rival('cohort', { until: '20362' }),
    name: 'customers back within 90 days ÷ their statement',
    until: '2025-09',
  },
  {
    kpi: {
      id: 'index',
      calculation: `{ type: index, of: [{ kpi: revenue, weight: 2, worst: 0, best: ${rows * 10} }, { kpi: returned, worst: 20%, best: 0 }] }`,
      measuredIn: '1',
    },
    rival: rival('index', { rows: String(rows) }),
    name: 'an index of two KPIs by month ÷ its statement',
  },
  {
    kpi: {
      id: 'in-force',
      calculation: '{ type: measure, dataset: contracts, formula: sum(seats) }',
      measuredIn: 'seats',
    },
    rival: rival('in-force'),
    name: 'seats in force at the ends of months ÷ their statement',
  },
  {
    kpi: { ...revenue, id: 'compared' },
    rival: rival('compared'),
    name: 'a KPI by month beside the month and the year before ÷ its statement',
    compare: [
      { kind: 'prior', name: 'prior' },
      { kind: 'year', name: 'year' },
    ],
  },
]

export const calculationKinds: Bench = {
  title: 'Kinds of calculation',
  run: async ({ world, rounds, log }) => {
    const figures: Figure[] = []
    for (const { kpi, rival: byHand, name, most = null, until, compare } of kindsOf(world.rows)) {
      const deps = world.with([revenue, returned, kpi])
      const range = [fiveYears[0], until ?? fiveYears[1]] as const
      const questions = monthly(deps.catalog, [kpi], range).map((one) => ({ ...one, ...(compare && { compare }) }))
      const { answers } = await askAs(deps, questions)
      const ours = compare === undefined ? valuesOf(answers) : answers.map(differenceToLastYear)
      sameNumbers(name, ours, lastColumn(await world.sql(byHand)))
      const times = await sideBySide({ ours: () => askAs(deps, questions), byHand: () => world.sql(byHand) }, rounds)
      log(timesLine(times))
      const measured = ratio(times.ours, times.byHand)
      const holds = most === null ? null : measured <= most
      figures.push({ name, measured, budget: most, unit: '×', holds, rows: world.rows, kpis: 1 })
    }
    return figures
  },
}

function differenceToLastYear({ comparisons }: Answer): number {
  const difference = comparisons?.year?.difference
  return difference == null ? Number.NaN : Number(difference)
}
