import { afterAll, beforeAll, expect, test } from 'vitest'
import { enter } from '../../src/app/enter.ts'
import { localOwner } from '../../src/domain/access.ts'
import { formula, kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// Three regions with 2/10, 30/100 and 5/500: together 37/610, and never the mean of three rates.
const documents = `kind: workspace
id: shop
name: Shop
zone: UTC
today: 2026-05-01
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: visits
source: files
from: visits.csv
key: [day, region]
time: { column: day }
row: visit
columns: { day: date, region: text, bought: integer, visited: integer }
dimensions: [region]
---
kind: unit
id: company
name: Company
level: organisation
${['north', 'middle', 'south']
  .map(
    (region) => `---
kind: unit
id: ${region}
name: ${region}
level: division
parent: company
where: { region: ${region} }
`,
  )
  .join('')}
${kpi('bought', measure('visits', 'sum(bought)'))}
${kpi('visited', measure('visits', 'sum(visited)'))}
${kpi('conversion', ratio('sum(bought)', 'sum(visited)', 'visits'))}
${kpi('over-kpis', ratio('[bought]', '[visited]'))}
${kpi('as-formula', formula('[bought] / [visited]'))}
${kpi('as-measure', measure('visits', 'sum(bought) / sum(visited)'))}
${kpi('typed', '{ type: manual, rate: true }')}
`
const rates = ['conversion', 'over-kpis', 'as-formula', 'as-measure']
const rows = [
  ['2026-01-05', 'north', 1, 2],
  ['2026-01-31', 'middle', 10, 90],
  ['2026-01-01', 'south', 0, 100],
  ['2026-02-01', 'north', 1, 8],
  ['2026-02-28', 'middle', 20, 10],
  ['2026-03-31', 'south', 5, 400],
] as const

let work: SmallWorkspace
beforeAll(async () => {
  const lines = rows.map((row) => row.join())
  work = await smallWorkspace(documents, { 'visits.csv': ['day,region,bought,visited', ...lines] })
})
afterAll(() => work.close())

/** The rate of the rows that are let through, as its two parts. */
function expected(lets: (row: (typeof rows)[number]) => boolean) {
  const kept = rows.filter(lets)
  const [numerator, denominator] = [2, 3].map((at) => kept.reduce((sum, row) => sum + Number(row[at]), 0))
  if (numerator === undefined || denominator === undefined || denominator === 0) return { state: 'no-data' }
  return {
    state: 'value',
    numerator: String(numerator),
    denominator: String(denominator),
    value: numerator / denominator,
  }
}

test.each(rates)('%s: 37/610 at the parent, each region its own, months and quarters likewise', async (rate) => {
  const [whole] = await work.answers(rate, 'total')
  expect(whole).toMatchObject({ numerator: '37', denominator: '610', value: 37 / 610 })
  for (const period of ['total', '2026', '2026-Q1', '2026-01', '2026-02', '2026-03'] as const) {
    const lets = (day: string) =>
      period === 'total' || period === '2026' || period === '2026-Q1' || day.startsWith(period)
    const [top] = await work.answers(rate, period, { scope: 'unit:company' })
    expect(top).toMatchObject(expected(([day]) => lets(day)))
    for (const region of ['north', 'middle', 'south']) {
      const [unit] = await work.answers(rate, period, { scope: `unit:${region}` })
      expect(unit).toMatchObject(expected(([day, of]) => lets(day) && of === region))
    }
    const [two] = await work.answers(rate, period, { scope: 'region=north|middle' })
    expect(two).toMatchObject(expected(([day, of]) => lets(day) && of !== 'south'))
  }
  const split = await work.answers(rate, 'total', { by: ['region'] })
  expect(split.map(({ value }) => value)).toEqual([0.3, 0.2, 0.01])
})

test('typed rates roll up the same way over units and months', async () => {
  const typed = [
    ['north', '2026-01', 2, 10],
    ['middle', '2026-01', 20, 90],
    ['middle', '2026-02', 10, 10],
    ['south', '2026-03', 5, 500],
  ] as const
  for (const [unit, period, numerator, denominator] of typed) {
    const entry = { kpi: 'typed', unit, period, numerator: String(numerator), denominator: String(denominator) }
    expect(await enter(work.deps, entry, localOwner)).toMatchObject({ ok: true })
  }
  const value = async (period: string, scope = '') => (await work.answers('typed', period, { scope }))[0]?.value
  expect(await value('2026-Q1')).toBe(37 / 610)
  expect(await value('total', 'unit:company')).toBe(37 / 610)
  expect(await value('2026-01')).toBe(22 / 100)
  expect(await value('2026', 'unit:middle')).toBe(0.3)
  expect(await value('2026-02', 'unit:south')).toBe(null)
})
