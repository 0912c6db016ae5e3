import { expect, test } from 'vitest'
import { dayOf, parseDay, printDay, day as toDay } from '../../src/time/day.ts'
import { kpi, smallWorkspace } from '../support/small-workspace.ts'

// Who was seen at the end of an earlier month, whatever periods are asked: contracts that came and went between two ends were not.
const values = (grain: string) =>
  `{ type: measure, dataset: contracts, per: { key: customer, values: { now: { formula: sum(fee), when: end }, seen: { formula: count(), when: { ends-of: ${grain} } } } }, formula: count() where now > 0 and seen = 0 }`
const documents = `kind: workspace
id: w
name: W
zone: UTC
currency: EUR
today: 2024-12-31
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: contracts
source: files
from: contracts.csv
key: [id]
time: { column: starts, until: ends }
rows: validity
columns: { id: text, starts: date, ends: date, customer: text, fee: money }
${kpi('unseen-month', values('month'), 'customers')}
${kpi('unseen-quarter', values('quarter'), 'customers')}
`

const first = dayOf(2024, 1, 1)
let state = 7
const next = (below: number): number => {
  state = (state * 1103515245 + 12345) % 2147483648
  return Math.floor((state / 2147483648) * below)
}
const contracts = Array.from({ length: 120 }, (_, id) => {
  const from = first + next(330)
  return { id, from, until: next(4) === 0 ? null : from + next(50), customer: `c${next(40)}` }
})
const inForce = (on: number) => contracts.filter(({ from, until }) => from <= on && (until === null || until > on))
const monthEnds = Array.from({ length: 12 }, (_, month) => dayOf(2024, month + 2, 0))

test.each(['month', 'quarter'] as const)('ends of earlier %ss, asked by week, month and quarter', async (grain) => {
  const rows = contracts.map(({ id, from, until, customer }) =>
    [id, printDay(toDay(from)), until === null ? '' : printDay(toDay(until)), customer, '1.00'].join(),
  )
  const work = await smallWorkspace(documents, { 'contracts.csv': ['id,starts,ends,customer,fee', ...rows] })
  try {
    const ends = monthEnds.filter((_, index) => grain === 'month' || index % 3 === 2)
    const wrong: unknown[] = []
    let differing = 0
    for (const [from, to] of [
      ['2024-02', '2024-12'],
      ['2024-Q1', '2024-Q4'],
      ['2024-W06', '2024-W40'],
    ] as const)
      for (const plan of ['cells', 'naive'] as const)
        for (const { period, start, end, value } of await work.answers(`unseen-${grain}`, [from, to], { plan })) {
          const [begins, over] = [parseDay(start ?? '') ?? 0, parseDay(end ?? '') ?? 0]
          const seen = new Set(
            ends.filter((on) => on < begins).flatMap((on) => inForce(on).map(({ customer }) => customer)),
          )
          const now = new Set(inForce(over - 1).map(({ customer }) => customer))
          const before = new Set(contracts.filter((one) => one.from < begins).map(({ customer }) => customer))
          const should = [...now].filter((customer) => !seen.has(customer)).length
          if (should !== [...now].filter((customer) => !before.has(customer)).length) differing++
          if (value !== String(should)) wrong.push({ plan, period, value, should })
        }
    expect(wrong).toEqual([])
    expect(differing).toBeGreaterThan(10)
  } finally {
    await work.close()
  }
})
