import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

const index = (gaps: string) =>
  `{ type: index, gaps: ${gaps}, of: [{ kpi: sales, weight: 3, worst: 0, best: 200 }, { kpi: faults, worst: 10, best: 2 }] }`
const documents = `kind: workspace
id: index
name: Index
zone: UTC
today: 2026-06-10
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: sales
source: files
from: sales.csv
key: [id]
time: { column: day }
columns: { id: text, day: date, region: text, amount: decimal(2), faults: integer }
dimensions: [region]
${kpi('sales', measure('sales', 'sum(amount)'))}
${kpi('faults', measure('sales', 'max(faults)'), '1')}
${kpi('renormalised', index('renormalise'))}
${kpi('zeroed', index('zero'))}
${kpi('strict', index('strict'))}
${kpi('so-far', '{ type: to-date, of: renormalised, within: quarter }')}
${kpi('before', '{ type: formula, formula: "[renormalised] - prior([renormalised])" }')}
`

let small: SmallWorkspace
beforeAll(async () => {
  small = await smallWorkspace(documents, {
    'sales.csv': [
      'id,day,region,amount,faults',
      '1,2026-01-05,north,100,4',
      '2,2026-02-05,north,50,12',
      '3,2026-03-05,north,300,',
      '4,2026-04-05,south,100,1',
    ],
  })
})
afterAll(() => small?.close())

describe.each(['cells', 'naive'] as const)('%s', (plan) => {
  const values = async (id: string, periods: string | readonly [string, string]) =>
    (await small.answers(id, periods, { plan })).map(({ value, state }) => value ?? state)

  test('each part on its scale from worst to best, held to it, in a weighted mean', async () => {
    // January: 50 and 75; February: 25 and 0 (beyond the worst); April: 50 and 100 (beyond the best).
    const [january, february, , april] = await values('renormalised', ['2026-01', '2026-04'])
    expect([january, february, april]).toEqual([(3 * 50 + 75) / 4, (3 * 25) / 4, (3 * 50 + 100) / 4])
  })

  test('a part without a value is left out, counts as nothing, or leaves no index', async () => {
    const faults = await small.answers('faults', '2026-03', { plan })
    const gap = faults[0]?.state !== 'value'
    const [whole, zero, strict] = [
      (await values('renormalised', '2026-03'))[0],
      (await values('zeroed', '2026-03'))[0],
      (await values('strict', '2026-03'))[0],
    ]
    expect([gap, whole, zero, strict]).toEqual([true, 100, 75, 'no-data'])
  })

  test('a longer period takes its own values, and the index composes', async () => {
    // 450 of 200 is held to 100; 12 faults lie beyond the worst.
    expect(await values('renormalised', '2026-Q1')).toEqual([75])
    expect(await values('so-far', ['2026-01', '2026-03'])).toEqual([56.25, (3 * 75) / 4, 75])
    expect(await values('before', '2026-02')).toEqual([(3 * 25) / 4 - 56.25])
  })
})

test('the parts of an index are its numerator and denominator', async () => {
  const [march] = await small.answers('renormalised', '2026-03')
  expect([Number(march?.numerator), Number(march?.denominator)]).toEqual([300, 3])
})
