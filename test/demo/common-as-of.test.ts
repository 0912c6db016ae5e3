import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import type { DriversView } from '../../src/domain/drivers-view.ts'
import type { Issue } from '../../src/domain/issue.ts'
import type { Explanation, KpiView, ScorecardView } from '../../src/domain/view.ts'
import { bellwether, killServed, serveFolder } from '../support/program.ts'

/**
 * One scorecard fed by five sources with different lags: how far each KPI's data reaches is visible, the page reads all of them
 * to one day, and a period is not published while a source is late.
 */
const sources = ['shop', 'desk', 'web', 'payroll', 'panel']
const dataset = (id: string, source: string, column: string, more = '') => `---
kind: dataset
id: ${id}
source: ${source}
from: ${id}.csv
key: [day]
row: ${id === 'tickets' ? 'ticket' : 'row'}
time: { column: day }
columns: { day: date, ${column} }
${more}`
const kpi = (id: string, name: string, calculation: string, unit: string) => `---
kind: kpi
id: ${id}
name: ${name}
purpose: Why?
category: operational
calculation: ${calculation}
measured-in: "${unit}"
good: up
cadence: month
`
const definitions = `kind: workspace
id: shop
name: Shop
zone: UTC
currency: EUR
today: 2026-06-10
late-closing: LATE
${sources.map((id) => `---\nkind: source\nid: ${id}\nname: ${id}\nconnector: csv\npath: data\n`).join('')}---
kind: objective
id: grow
name: Grow
perspective: financial
${dataset('sales', 'shop', 'amount: money EUR')}${dataset('tickets', 'desk', 'hours: decimal')}${dataset('visits', 'web', 'count: integer')}${dataset('staff', 'payroll', 'heads: integer people', 'rows: snapshot\n')}${dataset('opinion', 'panel', 'points: decimal')}${kpi('revenue', 'Revenue', '{ type: measure, dataset: sales, formula: sum(amount) }', 'EUR')}${kpi('answer-hours', 'Answer hours', '{ type: ratio, dataset: tickets, numerator: sum(hours), denominator: count() }', '1 / ticket')}${kpi('visits', 'Visits', '{ type: measure, dataset: visits, formula: sum(count) }', '1')}${kpi('per-visit', 'Revenue per visit', '{ type: formula, formula: "[revenue] / [visits]" }', 'EUR')}${kpi('headcount', 'Headcount', '{ type: measure, dataset: staff, formula: sum(heads) }', 'people')}${kpi('satisfaction', 'Satisfaction', '{ type: measure, dataset: opinion, formula: avg(points) }', '1')}${kpi('tickets', 'Tickets', '{ type: measure, dataset: tickets, formula: count() }', 'tickets')}no-rows: zero
---
kind: scorecard
id: company
name: Company
data-through: common
groups: [{ objective: grow, kpis: [revenue, answer-hours, visits, per-visit, headcount, satisfaction, tickets] }]
`

const place = mkdtempSync(join(tmpdir(), 'bellwether-common-'))
const daysTo = (last: string, step = 1, from = '2026-04-01') => {
  const days: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(last); at += step * 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}
const file = (id: string, column: string, days: readonly string[], value: (day: string) => string) =>
  writeFileSync(
    join(place, 'data', `${id}.csv`),
    `day,${column}\n${days.map((day) => `${day},${value(day)}\n`).join('')}`,
  )
const written = (late: string) => writeFileSync(join(place, 'workspace.yaml'), definitions.replace('LATE', late))

beforeAll(async () => {
  mkdirSync(join(place, 'data'))
  written('with-reason')
  file('sales', 'amount', daysTo('2026-06-09'), () => '10.00')
  // Friday: the weekend after it is no gap.
  file('tickets', 'hours', daysTo('2026-06-05'), () => '2')
  file('visits', 'count', daysTo('2026-05-27'), () => '100')
  file('staff', 'heads', ['2026-03-01', '2026-04-01', '2026-05-01'], (day) => (day === '2026-05-01' ? '12' : '11'))
  // Mondays speak for their week.
  file('opinion', 'points', daysTo('2026-06-01', 7, '2026-04-06'), (day) => (day < '2026-05-25' ? '7' : '9'))
  await run('load')
})
afterAll(() => {
  killServed()
  rmSync(place, { recursive: true, force: true })
})

async function run<T>(...args: readonly string[]): Promise<T> {
  const done = await bellwether([...args, '--json'], { cwd: place })
  if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.err}`)
  return JSON.parse(done.out)
}
const refused = async (...args: readonly string[]) => {
  const done = await bellwether(args, { cwd: place })
  expect(done.code).not.toBe(0)
  return done.err
}

const shown = ({ groups }: ScorecardView) =>
  Object.fromEntries(groups.flatMap(({ rows }) => rows.map(({ kpi: id, answer }) => [id, answer.value])))
const reaches = ({ groups }: ScorecardView) =>
  Object.fromEntries(groups.flatMap(({ rows }) => rows.map(({ kpi: id, reaches: own }) => [id, own])))

test('each KPI says how far its data reaches, and all values read to the earliest of these days', async () => {
  const view = await run<ScorecardView>('scorecard', 'company', '--period', '2026-05')
  expect(view.through).toMatchObject({
    rule: 'common',
    day: '2026-05-27',
    common: '2026-05-27',
    held: [
      { kpi: 'visits', dataset: 'visits', source: 'web' },
      { kpi: 'per-visit', source: 'web' },
    ],
  })
  expect(reaches(view)).toEqual({
    revenue: '2026-06-09',
    'answer-hours': '2026-06-07',
    visits: '2026-05-27',
    'per-visit': '2026-05-27',
    headcount: '2026-05-31',
    satisfaction: '2026-06-07',
    // No rows are good rows: nobody can say how far they have come.
    tickets: null,
  })
  // 27 days of everything: revenue of 31 days over visits of 27 would be 0.115 a visit.
  expect(shown(view)).toEqual({
    revenue: '270',
    'answer-hours': 2,
    visits: '2700',
    'per-visit': expect.closeTo(0.1, 12),
    headcount: '12',
    satisfaction: 7.5,
    tickets: '27',
  })
  const answers = view.groups.flatMap(({ rows }) => rows.map(({ answer }) => answer))
  expect(answers.filter(({ dataThrough }) => (dataThrough ?? '') > '2026-05-27')).toEqual([])
  expect(answers.every(({ flags }) => flags.includes('unfinished'))).toBe(true)
})

test('without a period the page opens with the last month that all of them have; a day may be chosen, latest too', async () => {
  expect(await run<ScorecardView>('scorecard', 'company')).toMatchObject({ period: { text: '2026-04' } })
  const chosen = await run<ScorecardView>('scorecard', 'company', '--period', '2026-05', '--through', '2026-05-10')
  expect(chosen.through).toMatchObject({ rule: 'day', day: '2026-05-10', common: '2026-05-27' })
  expect(shown(chosen)).toMatchObject({ revenue: '100', visits: '1000', 'per-visit': expect.closeTo(0.1, 12) })
  const latest = await run<ScorecardView>('scorecard', 'company', '--period', '2026-05', '--through', 'latest')
  expect(latest.through).toMatchObject({ rule: 'latest', day: null, common: '2026-05-27' })
  expect(shown(latest)).toMatchObject({ revenue: '310', visits: '2700', 'per-visit': expect.closeTo(310 / 2700, 12) })
})

test('a KPI that is opened from the page has its number, by every road', async () => {
  const server = await serveFolder(place)
  const get = async <T>(path: string) => (await (await fetch(`${server.url}/api/v1/${path}`)).json()) as T
  const view = await get<ScorecardView>('scorecards/company?period=2026-05')
  const to = `period=2026-05&through=${view.through.day}`
  for (const [id, value] of Object.entries(shown(view))) {
    const page = await get<KpiView>(`kpis/${id}?${to}`)
    expect(page).toMatchObject({
      through: '2026-05-27',
      row: { answer: { value, flags: ['provisional', 'unfinished'] } },
    })
    expect(page.trend.at(-1)).toMatchObject({ period: '2026-05', value })
    const told = await get<Explanation>(`kpis/${id}/explain?${to}`)
    expect(told).toMatchObject({ answer: { value }, recomputed: { agrees: true } })
  }
  expect(await get<DriversView>(`kpis/revenue/drivers?${to}&compare=prior`)).toMatchObject({ to: '270', change: '0' })
  expect(await get<KpiView>('kpis/revenue?period=2026-05')).toMatchObject({
    through: null,
    row: { answer: { value: '310' } },
  })
  // Without periods it ends with the one that the day lies in.
  const usual = await run<Answer[]>('ask', 'revenue', '--through', '2026-04-30')
  expect(usual.at(-1)).toMatchObject({ period: '2026-04', value: '300' })
  const asked = ['ask', 'revenue', '--from', '2026-05', '--to', '2026-05', '--through', '2026-05-27'] as const
  expect(await run<Answer[]>(...asked)).toMatchObject([{ value: '270' }])
  await server.stop()
  expect(await refused('ask', 'revenue', '--through', 'soon')).toContain('no day that values read to')
  expect(await refused('explain', 'visits', '--through', '2026-06-01')).toContain('Visits ends on 2026-05-27')
})

test('a day that not every KPI has is refused with those that lack it', async () => {
  expect(await refused('scorecard', 'company', '--through', '2026-06-01')).toContain(
    'Not every KPI has data to 2026-06-01: Visits, Revenue per visit end on 2026-05-27, where web does',
  )
  expect(await refused('scorecard', 'company', '--through', 'soon')).toContain('no day that values read to')
  expect(await refused('scorecard', 'company', '--through', 'common', '--as-of', '2026-06-10')).toContain('recorded')
  expect(await refused('scorecard', 'company', '--through', 'common', '--grain', 'total')).toContain('All time')
})

test('May is not published while a source is late: the words name it, how far it reaches, and what to do', async () => {
  const words = await refused('close', '2026-05')
  expect(words).toContain('Source web is late: visits should reach 2026-05-31, data reaches to 2026-05-27')
  expect(words).toContain('Visits, Revenue per visit in 2026-05 wait for it')
  expect(words).toContain('Refresh web, wait for its delivery, or close with --even-if-late and a reason')
  expect(words).not.toContain('Source shop')
  written('refuse')
  const never = await refused('close', '2026-05', '--even-if-late', '--reason', 'the board meets')
  expect(never).toContain('cannot be closed before its data is complete')
  expect(never).toContain('this workspace publishes nothing late')
})

test('over HTTP the same day, the same refusal; when the source has come the month is published', async () => {
  const server = await serveFolder(place)
  const get = async <T>(path: string) => (await (await fetch(server.url + path)).json()) as T
  const view = await get<ScorecardView>('/api/v1/scorecards/company?period=2026-05')
  expect(view.through.day).toBe('2026-05-27')
  expect(shown(view)).toMatchObject({ revenue: '270', visits: '2700' })
  const close = () =>
    fetch(`${server.url}/api/v1/closings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ period: '2026-05', reason: null }),
    })
  const late = await close()
  expect(late.status).toBe(422)
  const { issues } = (await late.json()) as { issues: readonly Issue[] }
  expect(issues.map(({ code }) => code)).toEqual(['close/source-late'])
  file('visits', 'count', daysTo('2026-06-09'), () => '100')
  await fetch(`${server.url}/api/v1/refresh`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: '{}',
  })
  const closed = await close()
  expect(closed.status).toBe(200)
  const after = await get<ScorecardView>('/api/v1/scorecards/company?period=2026-05')
  expect(after.through).toMatchObject({ day: '2026-05-31', held: [{ kpi: 'headcount', source: 'payroll' }] })
  expect(shown(after)).toMatchObject({ revenue: '310', visits: '3100', 'per-visit': expect.closeTo(0.1, 12) })
  await server.stop()
})
