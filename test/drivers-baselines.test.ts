import { afterAll, beforeAll, expect, test } from 'vitest'
import { driversView } from '../src/app/drivers.ts'
import { forecastView } from '../src/app/forecast.ts'
import { localOwner } from '../src/domain/access.ts'
import type { DriversView } from '../src/domain/drivers-view.ts'
import { toNumber } from '../src/domain/number-format.ts'
import { expectSums } from './support/drivers.ts'
import { kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from './support/small-workspace.ts'

/** What moved a number against what was promised in any version, and against what Bellwether would have expected. */
const documents = `kind: workspace
id: shops
name: Shops
zone: UTC
currency: EUR
today: 2026-04-20
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: sales
name: Sales
source: files
from: sales.csv
key: [month, region]
row: sale
time: { column: month }
columns: { month: date, region: text, amount: money EUR, cost: money EUR }
dimensions: [region]
${kpi('revenue', measure('sales', 'sum(amount)'), 'EUR')}
${kpi('margin', ratio('sum(amount - cost)', 'sum(amount)', 'sales'), '%')}
---
kind: target
id: revenue
kpi: revenue
value: 1_000
---
kind: target
id: revenue-plan
kpi: revenue
version: plan
value: 900
---
kind: target
id: north-plan
kpi: revenue
version: plan
scope: { where: { region: north } }
value: 420
---
kind: target
id: margin
kpi: margin
value: 40%
---
kind: target
id: margin-north
kpi: margin
scope: { where: { region: north } }
value: 50%
`

const regions = ['north', 'south', 'west'] as const

/** Five years of months that differ by their place in the year and a little by themselves; the last one loses in the north. */
function rows(): string[] {
  const lines = ['month,region,amount,cost']
  for (let month = 0; month < 63; month++) {
    const day = `${2021 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`
    for (const [index, region] of regions.entries()) {
      const usual = 300 + 40 * index + (month % 12) * 5 + ((month * 7 + index * 3) % 11)
      const amount = month === 62 && region === 'north' ? usual - 150 : usual
      lines.push(`${day},${region},${amount}.00,${Math.round(amount * 0.6)}.00`)
    }
  }
  lines.push('2026-04-01,north,10.00,6.00')
  return lines
}

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, { 'sales.csv': rows() })
})
afterAll(() => work.close())

async function view(input: Parameters<typeof driversView>[1]): Promise<DriversView> {
  const found = await driversView(work.deps, input, localOwner)
  if (!found.ok) throw new Error(JSON.stringify(found.issues))
  return found.value
}

test('every baseline of a KPI is offered, and versions are held against apart', async () => {
  const budget = await view({ kpi: 'revenue', period: '2026-03', compare: 'budget' })
  expect(budget.baselines).toEqual(['prior', 'year', 'budget', 'plan', 'expected'])
  expect([budget.from, budget.against, budget.basis]).toEqual(['1000', 'the budget', 'promise'])
  const plan = await view({ kpi: 'revenue', period: '2026-03', compare: 'plan', by: ['region'] })
  expectSums(plan)
  const north = plan.splits[0]?.parts.find(({ name }) => name === 'north')
  expect([plan.from, plan.against, north?.from, north?.presence]).toEqual(['900', 'the plan', '420', 'both'])
  expect(plan.splits[0]?.parts.map(({ presence }) => presence)).toEqual(['both', 'rest'])
  expect(plan.sentence.lead).toMatch(/^revenue came to .* € in March 2026, .* € (above|below) the plan of 900 €\.$/)
  // The version that judges, by whichever name.
  expect(await view({ kpi: 'revenue', period: '2026-03', compare: 'target' })).toEqual(budget)
})

test('a promised rate is not split by adding rates up', async () => {
  const found = await view({ kpi: 'margin', period: '2026-03', compare: 'budget', by: ['region'] })
  expect([found.from, found.splits]).toEqual([0.4, []])
  expect(found.unsplit).toEqual([
    {
      dimension: 'region',
      reason: 'Of a rate only the whole is promised or foretold, not its numerator and denominator.',
    },
  ])
})

test('what was expected is what the forecast said before, and members foretold apart leave a rest', async () => {
  const found = await view({ kpi: 'revenue', period: '2026-03', compare: 'expected' })
  const before = await forecastView(work.deps, { kpi: 'revenue', period: '2026-03', trainUntil: '2026-02' }, localOwner)
  const foretold = before.ok ? before.value.periods[0] : undefined
  expect(foretold?.label.text).toBe('2026-03')
  expect(toNumber(found.from)).toBeCloseTo(foretold?.mean ?? Number.NaN, 5)
  expect(found.expectation?.ranges).toEqual(foretold?.ranges)
  expect(found.expectation?.learntTo.text).toBe('2026-02')
  expectSums(found)
  const [split] = found.splits
  expect(split?.found?.members).toEqual(['north'])
  // The member's own forecast from its own months.
  const alone = await view({ kpi: 'revenue', period: '2026-03', compare: 'expected', scope: 'region=north' })
  expect(split?.parts.find(({ name }) => name === 'north')).toMatchObject({ from: alone.from, effect: alone.change })
  expect(found.sentence.lead).toMatch(
    /^revenue came to .* € in March 2026, 1\d\d(\.\d)? € below the .* € expected from data up to February 2026\.$/,
  )
  expect(found.sentence.rest).toMatch(
    /^It lies outside the range of 95 %, .*, where chance alone puts one value in twenty\. north/,
  )
  expect(found.tree).toBeNull()
})

test('a rate is foretold whole; what cannot be foretold is said', async () => {
  const margin = await view({ kpi: 'margin', period: '2026-03', compare: 'expected', by: ['region'] })
  expect([margin.splits, margin.unsplit.map(({ dimension }) => dimension)]).toEqual([[], ['region']])
  expect(toNumber(margin.from)).toBeCloseTo(0.4, 2)
  const first = await view({ kpi: 'revenue', period: '2021-01', compare: 'expected' })
  expect([first.from, first.expectation, first.sentence.rest]).toEqual([
    null,
    null,
    'There is no forecast to hold it against.',
  ])
  const short = await view({ kpi: 'revenue', period: '2021-04', compare: 'expected' })
  expect(short.expectation?.cautions.length).toBeGreaterThan(0)
  const begun = await view({ kpi: 'revenue', period: '2026-04', compare: 'expected' })
  expect([begun.change, begun.sentence.lead]).toEqual([null, 'April 2026 is not over.'])
})
