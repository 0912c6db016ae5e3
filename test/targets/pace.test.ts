import { afterAll, beforeAll, expect, test } from 'vitest'
import { paceView } from '../../src/app/pace.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { PaceCourse, PaceView } from '../../src/domain/pace-view.ts'
import { dayOf, printDay, day as toDay } from '../../src/time/day.ts'
import { kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

const target = (version: string, more: string) => `---
kind: target
id: t-${version}
kpi: revenue
version: ${version}
${more}
`
const documents = `kind: workspace
id: w
name: W
zone: UTC
currency: EUR
today: 2026-03-10
holidays: [{ date: 2026-03-06, name: Founders’ day }]
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
key: none
time: { column: day }
columns: { day: date, amount: money }
${kpi('revenue', measure('sales', 'sum(amount)'), 'EUR')}${kpi('rate', ratio('sum(amount)', 'count()', 'sales'), 'EUR / order line')}${target('budget', 'values: { "2026-01": 300, "2026-02": 400, "2026-03": 620 }')}${target('work', 'values: { "2026-03": 630 }\npace: working-days')}${target('curve', 'values: { "2026-03": 630 }\npace: last-year')}`.replace(
  'row: order line\n',
  '',
)

/** In March 2025 all came on the 10th and the 20th, a third and two thirds; this year 5 a day. */
const days = Array.from({ length: 68 }, (_, index) => printDay(toDay(dayOf(2026, 1, 1) + index)))
const sales = ['day,amount', '2025-03-10,100', '2025-03-20,200', ...days.map((one) => `${one},5`)]

let shop: SmallWorkspace
beforeAll(async () => {
  shop = await smallWorkspace(documents.replace('EUR / order line', 'EUR / sales'), { 'sales.csv': sales })
})
afterAll(() => shop.close())

async function pace(asked: { kpi?: string; period?: string; version?: string }): Promise<PaceView> {
  const found = await paceView(shop.deps, { kpi: 'revenue', period: '2026-03', ...asked }, localOwner)
  if (!found.ok) throw new Error(JSON.stringify(found.issues))
  return found.value
}
const by = ({ points }: PaceCourse, day: string) => points.find((point) => point.day === day)

test('day by day: March promises 20 a day; the quarter adds up its months; what came stops where data do', async () => {
  const { courses } = await pace({})
  expect(courses.map(({ label, target: whole }) => [label.text, whole])).toEqual([
    ['2026-03', 620],
    ['2026-Q1', 1320],
  ])
  const [march, quarter] = courses
  if (march === undefined || quarter === undefined) throw new Error('no course')
  expect(march.points).toHaveLength(31)
  expect(by(march, '2026-03-09')).toEqual({ day: '2026-03-09', promised: 180, actual: 45 })
  expect(by(march, '2026-03-10')).toEqual({ day: '2026-03-10', promised: 200, actual: null })
  expect(by(march, '2026-03-31')?.promised).toBe(620)
  expect(by(quarter, '2026-02-28')).toEqual({ day: '2026-02-28', promised: 700, actual: 59 * 5 })
  expect(by(quarter, '2026-03-09')).toEqual({ day: '2026-03-09', promised: 880, actual: 68 * 5 })
  expect(march.sentence).toBe(
    'By 9 March 2026 45 € came of 180 € due by then, 135 € less; 620 € is promised for March 2026, day by day.',
  )
})

test('by working days: weekends and the holiday promise nothing', async () => {
  const [march] = (await pace({ version: 'work' })).courses
  if (march === undefined) throw new Error('no course')
  // 22 weekdays less Founders’ day are 21: 30 a working day.
  const expected = new Map([
    ['2026-03-01', 0],
    ['2026-03-02', 30],
    ['2026-03-05', 120],
    ['2026-03-06', 120],
    ['2026-03-08', 120],
    ['2026-03-09', 150],
    ['2026-03-31', 630],
  ])
  for (const [day, promised] of expected) expect(by(march, day)?.promised).toBe(promised)
  expect(march.sentence).toContain('by working days')
})

test('along last year’s curve: nothing before the tenth, a third from then on, all from the twentieth', async () => {
  const [march] = (await pace({ version: 'curve' })).courses
  if (march === undefined) throw new Error('no course')
  expect(['09', '10', '19', '20', '31'].map((on) => by(march, `2026-03-${on}`)?.promised)).toEqual([
    0, 210, 210, 630, 630,
  ])
  expect(march.sentence).toContain('along last year’s curve')
})

test('what has no target, or does not come bit by bit, says so', async () => {
  expect((await pace({ period: '2025-03' })).none).toBe('No budget target is set for March 2025.')
  expect((await pace({ kpi: 'rate' })).none).toBe('rate does not come about bit by bit, so its target has no pace.')
})

test('at every day the promise so far is what the answer of that day is judged by', async () => {
  const [march] = (await pace({})).courses
  const [answer] = await shop.answers('revenue', '2026-03')
  expect(String(by(march as PaceCourse, answer?.dataThrough ?? '')?.promised)).toBe(answer?.targetToDate)
})
