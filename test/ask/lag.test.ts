import { expect, test } from 'vitest'
import { formula, kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

const documents = (today: string) => `kind: workspace
id: w
name: W
zone: UTC
today: ${today}
---
{ kind: source, id: files, connector: csv, path: data }
---
kind: dataset
id: calls
source: files
from: calls.csv
key: none
time: { column: day }
lag: 2 weeks
columns: { day: date, n: integer }
---
kind: dataset
id: visits
source: files
from: visits.csv
key: none
time: { column: day }
columns: { day: date, n: integer }
${kpi('called', measure('calls', 'sum(n)'))}${kpi('visited', measure('visits', 'sum(n)'))}${kpi('both', formula('[called] + [visited]'))}${kpi('slow', measure('calls', 'sum(n)'), '1', 'final-after: 40 days')}`

/** Both datasets were given up in the middle of May. */
const rows = [
  'day,n',
  '2026-04-29,1',
  '2026-04-30,1',
  ...Array.from({ length: 12 }, (_, at) => `2026-05-${String(at + 1).padStart(2, '0')},2`),
]

async function on<T>(today: string, read: (shop: SmallWorkspace) => Promise<T>): Promise<T> {
  const shop = await smallWorkspace(documents(today), { 'calls.csv': rows, 'visits.csv': rows })
  try {
    return await read(shop)
  } finally {
    await shop.close()
  }
}
const flags = (id: string, period: string) => async (shop: SmallWorkspace) =>
  (await shop.answers(id, period)).flatMap((answer) => answer.flags)

test.each([
  // Two weeks after May is 14 June, whose rows have had their time on the 15th.
  ['2026-06-13', 'called', ['provisional']],
  ['2026-06-15', 'called', ['rows-missing']],
  ['2026-06-15', 'visited', ['provisional']],
  ['2026-06-15', 'both', ['provisional']],
  ['2027-06-15', 'visited', ['provisional']],
  ['2026-07-05', 'slow', ['provisional']],
  ['2026-07-15', 'slow', ['rows-missing']],
] as const)('on %s the last May of %s is %j', async (today, id, expected) => {
  expect(await on(today, flags(id, '2026-05'))).toEqual(expected)
})

test('a whole period before it is final without a word, and the value is what rows say', async () => {
  await on('2026-07-01', async (shop) => {
    expect(await flags('called', '2026-04')(shop)).toEqual([])
    expect((await shop.answers('called', '2026-05')).map(({ value, state }) => [value, state])).toEqual([
      ['24', 'value'],
    ])
  })
})
