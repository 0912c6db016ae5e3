import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { day, parseDay } from '../../src/time/day.ts'
import { questionOf } from '../support/open-folder.ts'
import { formula, kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

/**
 * Values that read to a day are those of a workspace that has no later rows and stands on the morning after: the second opinion
 * shares the code of `ask` but none of what reads to a day.
 */
const through = '2026-05-14'
const ids = ['sales', 'basket', 'buyers', 'middle', 'grown', 'year', 'quarter', 'staff', 'open', 'smooth'] as const
const documents = (today: string) => `kind: workspace
id: w
name: W
zone: UTC
currency: EUR
today: ${today}
---
{ kind: source, id: files, connector: csv, path: data }
---
{ kind: objective, id: o, name: O, perspective: financial }
---
kind: dataset
id: orders
source: files
from: orders.csv
key: [id]
row: order
time: { column: day }
columns: { id: text, day: date, amount: money EUR, customer: text }
---
kind: dataset
id: heads
source: files
from: heads.csv
key: [day]
row: snapshot
rows: snapshot
time: { column: day }
columns: { day: date, n: integer people }
---
kind: dataset
id: contracts
source: files
from: contracts.csv
key: [id]
row: contract
rows: validity
time: { column: from, until: until }
columns: { id: text, from: date, until: date }
${kpi('sales', measure('orders', 'sum(amount)'), 'EUR')}${kpi('basket', ratio('sum(amount)', 'count()', 'orders'), 'EUR / order')}${kpi('buyers', measure('orders', 'count_distinct(customer)'), 'customers')}${kpi('middle', measure('orders', 'median(amount)'), 'EUR')}${kpi('grown', formula("[sales] / prior([sales], 'year') - 1"), '%')}${kpi('year', formula("to_date([sales], 'year')"), 'EUR')}${kpi('quarter', formula("rolling([sales], 3, 'month')"), 'EUR')}${kpi('staff', measure('heads', 'sum(n)'), 'people')}${kpi('open', measure('contracts', 'count()'), 'contracts')}${kpi('smooth', formula('moving_average([sales], 3)'), 'EUR')}---
kind: target
id: plan
kpi: sales
version: budget
total: "3_650"
year: 2026
spread: even
`

function rows(last: string): Record<string, readonly string[]> {
  const days = (from: string, step: number) => {
    const found: string[] = []
    for (let at = Date.parse(from); at <= Date.parse(last); at += step * 86_400_000)
      found.push(new Date(at).toISOString().slice(0, 10))
    return found
  }
  return {
    'orders.csv': [
      'id,day,amount,customer',
      ...days('2025-01-01', 1).map((on, i) => `${i},${on},${((i * 7) % 23) + 1}.50,c${(i * 5) % 17}`),
    ],
    'heads.csv': ['day,n', ...days('2025-01-05', 3).map((on, i) => `${on},${20 + (i % 9)}`)],
    'contracts.csv': [
      'id,from,until',
      ...days('2025-01-02', 4).map(
        (on, i) => `${i},${on},${new Date(Date.parse(on) + (30 + (i % 50)) * 86_400_000).toISOString().slice(0, 10)}`,
      ),
    ],
  }
}

let [all, cut]: (SmallWorkspace | undefined)[] = []
beforeAll(async () => {
  all = await smallWorkspace(documents('2026-06-20'), rows('2026-06-19'))
  cut = await smallWorkspace(documents('2026-05-15'), rows(through))
})
afterAll(async () => {
  await all?.close()
  await cut?.close()
})

const ranges = [
  ['2026-03', '2026-06'],
  ['2026-Q1', '2026-Q2'],
  ['2026-W18', '2026-W22'],
  ['2026-05-12', '2026-05-14'],
  ['2025', '2026'],
] as const

async function valuesOf(
  { deps }: SmallWorkspace,
  options: { through?: string; plan?: 'naive' },
): Promise<readonly unknown[]> {
  const on = parseDay(options.through ?? '')
  const read = on === null ? deps : { ...deps, through: day(on) }
  const questions = ranges.flatMap((range) => ids.map((id) => questionOf(deps.catalog, id, range)))
  const { answers } = await ask(read, questions, localOwner, options.plan === undefined ? {} : { plan: options.plan })
  return answers.map(told)
}

/**
 * Everything but when it was asked and of which rows. Finality is that of the real day, and where rows came later a day without
 * any has none, while the other workspace must take it to be late.
 */
function told({ asOf: _, revision: __, dataThrough: ___, flags, state, status, ...rest }: Answer): unknown {
  const absent = state === 'late' ? 'no-data' : state
  return {
    ...rest,
    state: absent,
    status: status === 'late' ? absent : status,
    flags: flags.filter((one) => one !== 'provisional'),
  }
}

test('values that read to a day equal those of a workspace that has no later rows', async () => {
  if (all === undefined || cut === undefined) throw new Error('not open')
  const expected = await valuesOf(cut, {})
  const found = await valuesOf(all, { through })
  expect(found).toEqual(expected)
  // And it matters: without the day they are others.
  expect(await valuesOf(all, {})).not.toEqual(expected)
})

test('the same by statements of their own, and once more from kept cells', async () => {
  if (all === undefined) throw new Error('not open')
  const found = await valuesOf(all, { through })
  expect(await valuesOf(all, { through, plan: 'naive' })).toEqual(found)
  expect(await valuesOf(all, { through })).toEqual(found)
})
