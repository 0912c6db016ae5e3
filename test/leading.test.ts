import { afterAll, beforeAll, expect, test } from 'vitest'
import { leadingView } from '../src/app/leading.ts'
import { localOwner } from '../src/domain/access.ts'
import type { LeadingView } from '../src/domain/leading-view.ts'
import { randomOf } from '../src/insight/statistics/random.ts'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from './support/small-workspace.ts'

/** Enquiries foretell sales by two months; invoices are sales in another unit; the weather has nothing to do with either. */
const documents = `kind: workspace
id: mill
name: Mill
zone: UTC
today: 2025-12-10
---
{ kind: source, id: files, connector: csv, path: data }
---
kind: dataset
id: months
source: files
from: months.csv
key: [month]
time: { column: month, covers: month }
columns: { month: date, sales: decimal(2), enquiries: decimal(2), invoices: decimal(2), weather: decimal(2), few: decimal(2) }
${['sales', 'enquiries', 'invoices', 'weather', 'few'].map((id) => kpi(id, measure('months', `sum(${id})`))).join('')}
`

const random = randomOf(21)
const news = Array.from({ length: 86 }, () => random.normal())
const course = (from: number) => {
  let level = 500
  return Array.from({ length: 83 }, (_, t) => {
    level += 10 * (news[from + t] ?? 0)
    return level + 30 * Math.sin((2 * Math.PI * t) / 12)
  })
}
const [enquiries, sales] = [course(2), course(0)]
const lines = sales.map((value, t) => {
  const month = `${2019 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}-01`
  const weather = 15 + 8 * Math.sin((2 * Math.PI * t) / 12) + random.normal()
  const few = t < 60 ? '' : (50 + random.normal()).toFixed(2)
  return [month, value.toFixed(2), enquiries[t]?.toFixed(2), (value * 1.19).toFixed(2), weather.toFixed(2), few].join()
})

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, { 'months.csv': ['month,sales,enquiries,invoices,weather,few', ...lines] })
})
afterAll(() => work.close())

async function leading(id: string, asked: { period?: string; grain?: string } = {}): Promise<LeadingView> {
  const found = await leadingView(work.deps, { kpi: id, ...asked }, localOwner)
  if (!found.ok) throw new Error(found.issues.map(({ message }) => message).join(' '))
  return found.value
}

test('what moves before is found with its lag; what says the same is told apart, what is too short named', async () => {
  const found = await leading('sales', { period: '2025-11' })
  expect(found.leads.map(({ kpi: id, lag }) => [id, lag])).toEqual([['enquiries', 2]])
  expect(found.leads[0]?.strength).toBeGreaterThan(0.8)
  expect(found.leads[0]?.chance).toBeLessThan(0.001)
  expect(found.alike.map((one) => one.kpi)).toEqual(['invoices'])
  expect(found.tooShort.map((one) => one.kpi)).toEqual(['few'])
  expect([found.looked, found.kpis]).toEqual([12, 2])
  expect(found.sentence.lead).toBe('enquiries moves 2 months before sales, the same way.')
  expect(found.sentence.rest).toMatch(
    /the chance of finding one like it among 2 KPIs, each up to 6 months before, where there is none, is less than 0\.1 %\. It foretells; it need not be the cause\. invoices tells the same story\.$/,
  )
})

test('sales do not foretell enquiries, nothing foretells the weather, and of years too few are known', async () => {
  expect((await leading('enquiries')).leads).toEqual([])
  expect((await leading('weather')).sentence.lead).toBe('No KPI is seen to move before weather.')
  expect((await leading('sales', { grain: 'year' })).sentence).toMatchObject({
    lead: 'Whether anything moves before sales cannot be told yet.',
  })
  const early = await leading('sales', { period: '2020-12' })
  expect(early.looked).toBe(0)
})

test('an unknown KPI and a grain without a course are refused', async () => {
  expect(await leadingView(work.deps, { kpi: 'sale' }, localOwner)).toMatchObject({
    issues: [{ code: 'ask/unknown-kpi' }],
  })
  expect(await leadingView(work.deps, { kpi: 'sales', grain: 'hour' }, localOwner)).toMatchObject({
    issues: [{ code: 'ask/no-course' }],
  })
})
