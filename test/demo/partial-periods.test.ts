import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generate } from '../../examples/retail/generate.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { KpiView, ScorecardView } from '../../src/domain/view.ts'
import { bellwether, killServed, type Served, serveFolder } from '../support/program.ts'

/**
 * On the 9th, month to date meets the first days of other months, in sums, rates, distinct counts and years, whoever asks; and
 * what is judged is what is due by now.
 */
const folder = mkdtempSync(join(tmpdir(), 'bellwether-partial-'))
let server: Served

beforeAll(async () => {
  const example = join(import.meta.dirname, '../../examples/retail')
  cpSync(example, folder, { recursive: true, filter: (path) => !/retail\/(data|\.bellwether)$/.test(path) })
  generate(folder)
  await bellwether(['load'], { cwd: folder })
  server = await serveFolder(folder)
}, 240_000)
afterAll(async () => {
  await server.stop()
  killServed()
  rmSync(folder, { recursive: true, force: true })
})

async function answers(...args: readonly string[]): Promise<readonly Answer[]> {
  const done = await bellwether(['ask', ...args, '--json'], { cwd: folder })
  if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.err}`)
  return JSON.parse(done.out)
}

/** The days of a month up to the 8th: data come for the day before. */
const firstDays = (kpi: string, month: string) =>
  answers(kpi, '--grain', 'day', '--from', `${month}-01`, '--to', `${month}-08`)

const total = (days: readonly Answer[], of: 'value' | 'numerator' | 'denominator' = 'value'): number =>
  days.reduce((sum, one) => sum + Number(one[of] ?? 0), 0)

test('a month so far is compared with as many days of the month and the year before', async () => {
  const [answer] = await answers('sales', '--from', '2026-07', '--to', '2026-07', '--compare', 'prior,year,budget')
  expect(answer).toMatchObject({ period: '2026-07', dataThrough: '2026-07-08' })
  expect(answer?.flags).toContain('unfinished')
  const { prior, year, budget } = answer?.comparisons ?? {}
  expect(prior).toMatchObject({ period: '2026-06', start: '2026-06-01', end: '2026-06-09' })
  expect(year).toMatchObject({ period: '2025-07', start: '2025-07-01', end: '2025-07-09' })
  expect(Number(prior?.value)).toBeCloseTo(total(await firstDays('sales', '2026-06')), 2)
  expect(Number(year?.value)).toBeCloseTo(total(await firstDays('sales', '2025-07')), 2)
  expect(prior?.relative).toBeCloseTo(Number(answer?.value) / Number(prior?.value) - 1, 9)
  // What is due by now judges, not the whole month's target.
  expect(budget?.value).toBe(answer?.targetToDate)
  expect(Number(answer?.targetToDate)).toBeLessThan(Number(answer?.target) / 2)
  expect(answer?.status).not.toBe('off-track')
})

test('a rate divides what the first days give, and growth of a part is that of parts', async () => {
  const [margin] = await answers('gross-margin', '--from', '2026-07', '--to', '2026-07', '--compare', 'prior')
  const days = await firstDays('gross-margin', '2026-06')
  const expected = total(days, 'numerator') / total(days, 'denominator')
  expect(margin?.comparisons?.prior?.value).toBeCloseTo(expected, 9)
  const [growth] = await answers('sales-growth', '--from', '2026-07', '--to', '2026-07')
  const [sales] = await answers('sales', '--from', '2026-07', '--to', '2026-07')
  const then = total(await firstDays('sales', '2025-07'))
  expect(Number(growth?.value)).toBeCloseTo(Number(sales?.value) / then - 1, 9)
})

test('over HTTP it is the same object; what is nothing to compare with is named', async () => {
  const input = { kpis: ['active-customers', 'sales'], from: '2026-07', to: '2026-07', compare: ['prior', 'average:3'] }
  const post = (body: unknown) =>
    fetch(`${server.url}/api/v1/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const response = await post(input)
  expect(response.status).toBe(200)
  const found = ((await response.json()) as { answers: readonly Answer[] }).answers
  const told = await answers(...input.kpis, '--from', '2026-07', '--to', '2026-07', '--compare', 'prior,average:3')
  expect(found.map(({ comparisons }) => comparisons)).toEqual(told.map(({ comparisons }) => comparisons))
  expect(found[0]?.comparisons?.prior).toMatchObject({ state: 'value', start: '2026-06-01', end: '2026-06-09' })
  expect(found[0]?.comparisons?.['average:3']).toMatchObject({ period: null, start: '2026-04-01', end: '2026-06-09' })
  const refused = await post({ ...input, compare: ['piror'] })
  expect(refused.status).toBe(404)
  expect(await refused.text()).toContain('ask/unknown-baseline')
})

test('pages show the same numbers, and say which days they are', async () => {
  const page = async <T>(path: string) => (await (await fetch(`${server.url}/api/v1/${path}`)).json()) as T
  const [answer] = await answers('sales', '--from', '2026-07', '--to', '2026-07', '--compare', 'prior,year')
  const view = await page<KpiView>('kpis/sales?period=2026-07')
  expect(view.row.compared).toMatchObject([
    { label: 'June 2026, first 8 days', days: '1 Jun to 8 Jun 2026 beside 1 Jul to 8 Jul 2026' },
    { label: 'July 2025, first 8 days', days: '1 Jul to 8 Jul 2025 beside 1 Jul to 8 Jul 2026' },
  ])
  const asked = [answer?.comparisons?.prior, answer?.comparisons?.year]
  expect(view.row.compared.map(({ value }) => value)).toEqual(asked.map((one) => one?.value))
  expect(view.sentence.rest).toContain('the first 8 days of June 2026')
  const scorecard = await page<ScorecardView>('scorecards/company?period=2026-07')
  const row = scorecard.groups.flatMap(({ rows }) => rows).find(({ kpi }) => kpi === 'sales')
  expect(row?.compared).toEqual(view.row.compared.slice(0, 1))
  expect(row?.why).toContain('above the first 8 days of June 2026')
})
