import { afterAll, beforeAll, expect, test } from 'vitest'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

const documents = `kind: workspace
id: steady
name: Steady
zone: UTC
today: 2026-04-10
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
columns: { id: text, day: date, amount: decimal(2) }
---
kind: target
id: plan
kpi: held
value: 100
---
kind: target
id: plan-too
kpi: plain
value: 100
${kpi('held', measure('sales', 'sum(amount)'), '1', 'hysteresis: { margin: 2%, since: 2025-03-15 }')}
${kpi('plain', measure('sales', 'sum(amount)'), '1')}
`

// From February 2025 on, a month each; June has no rows.
const amounts = [90, 96, 95, 101, null, 102, 99, 101, 101.99, 94, 96, 97]
const month = (index: number) =>
  `${2025 + Math.floor((index + 1) / 12)}-${String(((index + 1) % 12) + 1).padStart(2, '0')}`
const rows = amounts.flatMap((amount, index) => (amount === null ? [] : [`${index},${month(index)}-20,${amount}`]))

let small: SmallWorkspace
beforeAll(async () => {
  small = await smallWorkspace(documents, { 'sales.csv': ['id,day,amount', ...rows] })
})
afterAll(() => small?.close())

const [first, last] = [month(0), month(amounts.length - 1)]

test('a status once left is given again only beyond the margin, from the stated start on, over a gap too', async () => {
  const held = await small.answers('held', [first, last])
  const plain = await small.answers('plain', [first, last])
  const pairs = held.map(({ period, status }, index) => [period, plain[index]?.status, status])
  expect(pairs).toEqual([
    ['2025-02', 'off-track', 'off-track'],
    // March begins before the memory does: the status of February says nothing about it, nor it about April.
    ['2025-03', 'at-risk', 'at-risk'],
    ['2025-04', 'at-risk', 'at-risk'],
    ['2025-05', 'on-track', 'at-risk'],
    ['2025-06', 'no-data', 'no-data'],
    ['2025-07', 'on-track', 'on-track'],
    ['2025-08', 'at-risk', 'at-risk'],
    ['2025-09', 'on-track', 'at-risk'],
    ['2025-10', 'on-track', 'at-risk'],
    ['2025-11', 'off-track', 'off-track'],
    ['2025-12', 'at-risk', 'off-track'],
    ['2026-01', 'at-risk', 'at-risk'],
  ])
})

test('the status of a period does not depend on which periods are asked for, nor on the plan', async () => {
  const all = await small.answers('held', [first, last])
  for (const [index, expected] of all.entries()) {
    const [alone] = await small.answers('held', expected.period)
    expect(alone).toEqual(expected)
    const [naive] = await small.answers('held', expected.period, { plan: 'naive' })
    expect(naive).toEqual(expected)
    if (index > 0)
      expect((await small.answers('held', [expected.period, last])).map((one) => one.status)).toEqual(
        all.slice(index).map((one) => one.status),
      )
  }
})

test('coarser periods remember by themselves, and parts of a period remember nothing', async () => {
  const quarters = await small.answers('held', ['2025-Q2', '2025-Q4'])
  expect(quarters.map(({ value, target, status }) => [value, target, status])).toEqual([
    ['196', '300', 'off-track'],
    ['302', '300', 'at-risk'],
    ['291.99', '300', 'at-risk'],
  ])
  const days = await small.answers('held', ['2025-05-20', '2025-05-20'])
  expect(days[0]?.status).toBe('no-target')
})
