import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import type { ForecastView } from '../../src/domain/forecast-view.ts'
import { randomOf } from '../../src/insight/statistics/random.ts'
import { bellwether, killServed, type Served, serveFolder } from '../support/program.ts'

/**
 * Forecasts are honest: each KPI's error in a test on its own past beside that of repeating the last season, the share of values
 * inside its ranges, the odds of its targets, and all of it from any past period, as if nothing were known since.
 */
const wave = [0.8, 0.85, 1.05, 1, 1.05, 1.15, 1.2, 1.1, 0.95, 0.9, 1.1, 1.3]
const documents = `kind: workspace
id: mill
name: Mill
currency: EUR
locale: en
zone: UTC
today: 2026-01-20
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: sales
name: Sales
source: files
from: sales.csv
key: [month]
row: sale
time: { column: month }
columns: { month: date, amount: money EUR, visits: integer, bought: integer }
---
kind: kpi
id: revenue
name: Revenue
purpose: What do customers pay?
category: financial
calculation: { type: measure, dataset: sales, formula: sum(amount) }
measured-in: EUR
good: up
cadence: month
---
kind: kpi
id: conversion
name: Conversion
purpose: How many visits end in a purchase?
category: customer
calculation: { type: ratio, dataset: sales, numerator: sum(bought), denominator: sum(visits) }
measured-in: "%"
good: up
cadence: month
---
kind: target
id: revenue-2025
kpi: revenue
total: "32_000_000"
year: 2025
spread: last-year
`

/** Ten years of months with a season, growth and noise; what comes after \`until\` is left out. */
function rows(until: string): readonly string[] {
  const random = randomOf(11)
  const all = Array.from({ length: 120 }, (_, t) => {
    const month = `${2016 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}`
    const amount = 1e6 * (1 + 0.012 * t) * (wave[t % 12] ?? 1) * (1 + 0.05 * random.normal())
    const visits = Math.round(40_000 * (1 + 0.3 * random.uniform()))
    const bought = Math.round(visits * (0.03 + 0.002 * random.normal()))
    return { month, line: `${month}-01,${amount.toFixed(2)},${visits},${bought}` }
  })
  return ['month,amount,visits,bought', ...all.filter(({ month }) => month <= until).map(({ line }) => line)]
}

function folderUntil(until: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-forecast-'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'mill.yaml'), documents)
  writeFileSync(join(folder, 'data/sales.csv'), `${rows(until).join('\n')}\n`)
  return folder
}

const folder = folderUntil('2025-12')
let server: Served
beforeAll(async () => {
  await bellwether(['load', folder])
  server = await serveFolder(folder)
}, 60_000)
afterAll(async () => {
  await server.stop()
  killServed()
  rmSync(folder, { recursive: true, force: true })
})

async function byCommand(...args: readonly string[]): Promise<ForecastView> {
  const done = await bellwether(['forecast', ...args, '--json'], { cwd: folder })
  if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.err}`)
  return JSON.parse(done.out)
}

async function overHttp(kpi: string, asked: Readonly<Record<string, string>>): Promise<ForecastView> {
  const response = await fetch(`${server.url}/api/v1/kpis/${kpi}/forecast?${new URLSearchParams(asked)}`)
  expect(response.status).toBe(200)
  return (await response.json()) as ForecastView
}

async function valuesOf(kpi: string, from: string, to: string): Promise<readonly Answer[]> {
  const grain = from.length === 4 ? 'year' : 'month'
  const done = await bellwether(['ask', kpi, '--grain', grain, '--from', from, '--to', to, '--json'], { cwd: folder })
  return JSON.parse(done.out)
}

const share = (view: ForecastView, level: number) =>
  view.backTest?.coverage.find((one) => one.level === level)?.share ?? 0

test('each KPI tells its error beside the naive one and how many values its ranges held', async () => {
  const revenue = await byCommand('revenue', '2025-12')
  expect(revenue.backTest?.values).toBeGreaterThan(60)
  expect(revenue.backTest?.error).toBeLessThan((revenue.backTest?.naive ?? 0) * 0.6)
  expect(revenue.sentence.rest).toMatch(
    /^Tested on \d+ past values, it erred \d+ % less than repeating the last season/,
  )
  expect([share(revenue, 0.5), share(revenue, 0.8), share(revenue, 0.95)]).toEqual(
    [share(revenue, 0.5), share(revenue, 0.8), share(revenue, 0.95)].sort(),
  )
  expect(share(revenue, 0.8)).toBeGreaterThan(0.65)
  const plain = await bellwether(['forecast', 'revenue', '2025-12'], { cwd: folder })
  expect(plain.out).toContain('repeating the last season')
  expect(plain.out).toMatch(/Of those values lay \d+ % in the 50 % range/)
})

test('from any past period it is the forecast that was possible then, value by value', async () => {
  const cut = '2024-12'
  const then = folderUntil(cut)
  try {
    await bellwether(['load', then])
    const now = await byCommand('revenue', '--train-until', cut)
    const done = await bellwether(['forecast', 'revenue', cut, '--json'], { cwd: then })
    const early: ForecastView = JSON.parse(done.out)
    expect(now.origin?.text).toBe(cut)
    const figures = (view: ForecastView) =>
      view.periods.map(({ label, median, ranges }) => [label.text, median, ranges])
    expect(figures(now)).toEqual(figures(early))
    expect(now.backTest).toEqual(early.backTest)
    expect(early.since).toBeNull()
    expect(await overHttp('revenue', { trainUntil: cut })).toEqual(now)
  } finally {
    rmSync(then, { recursive: true, force: true })
  }
})

test('what came since stands beside it, as ask answers it', async () => {
  const view = await byCommand('revenue', '--train-until', '2025-03')
  const answers = await valuesOf('revenue', '2025-04', '2025-12')
  expect(view.periods.flatMap(({ actual }) => actual ?? [])).toEqual(answers.map(({ value }) => Number(value)))
  const inside = view.periods.filter(({ actual, ranges }) =>
    ranges.some(({ level, lower, upper }) => level === 0.8 && actual !== null && lower <= actual && actual <= upper),
  )
  expect(view.since?.values).toBe(9)
  expect(view.since?.inside.find(({ level }) => level === 0.8)?.values).toBe(inside.length)
})

test('the year ends at what is known and what is foretold, with odds of its target that agree with it', async () => {
  const view = await byCommand('revenue', '--train-until', '2025-06')
  const known = await valuesOf('revenue', '2025-01', '2025-06')
  const [year] = await valuesOf('revenue', '2025', '2025')
  const { landing } = view
  expect(landing).toMatchObject({ of: 'total', known: 6, parts: 12, target: 32_000_000, actual: Number(year?.value) })
  expect(landing?.toDate).toBeCloseTo(
    known.reduce((sum, { value }) => sum + Number(value), 0),
    2,
  )
  const range = landing?.ranges.find(({ level }) => level === 0.95)
  expect(range?.lower).toBeLessThan(landing?.actual ?? 0)
  expect(range?.upper).toBeGreaterThan(landing?.actual ?? 0)
  expect(landing?.odds?.percent).toBe(landing === null || landing.median > 32_000_000 ? expect.any(Number) : 5)
  // A joint range is narrower than the sum of the months' ranges.
  const months = view.periods.slice(0, 6).map(({ ranges }) => ranges.find(({ level }) => level === 0.95))
  const summed = months.reduce((sum, one) => sum + (one?.upper ?? 0) - (one?.lower ?? 0), 0)
  expect((range?.upper ?? 0) - (range?.lower ?? 0)).toBeLessThan(summed)
})

test('a rate ends its year at sums over sums, and stays a share', async () => {
  const view = await byCommand('conversion', '--train-until', '2025-09')
  const months = await valuesOf('conversion', '2025-01', '2025-09')
  const sum = (part: 'numerator' | 'denominator') => months.reduce((all, one) => all + Number(one[part]), 0)
  expect(view.landing?.of).toBe('mean')
  expect(view.landing?.toDate).toBeCloseTo(sum('numerator') / sum('denominator'), 12)
  expect(view.landing?.odds).toBeNull()
  expect(view.periods.every(({ ranges }) => ranges.every(({ lower }) => lower >= 0))).toBe(true)
})

test('over two years of cuts the ranges of 80 % hold about as many values as they say', async () => {
  const cuts = Array.from(
    { length: 24 },
    (_, t) => `${2022 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}`,
  )
  let [inside, all] = [0, 0]
  for (const trainUntil of cuts) {
    const { since } = await overHttp('revenue', { trainUntil })
    all += since?.values ?? 0
    inside += since?.inside.find(({ level }) => level === 0.8)?.values ?? 0
  }
  expect(all).toBe(24 * 12)
  expect(inside / all).toBeGreaterThan(0.65)
  expect(inside / all).toBeLessThan(0.95)
})

test('too little to learn from is refused in words, and a period of another grain is an issue', async () => {
  const view = await byCommand('revenue', '--train-until', '2016-05')
  expect(view.sentence).toEqual({
    lead: 'Revenue has no full forecast.',
    rest: 'There are 5 values; a forecast needs 8. The last value is carried on.',
  })
  expect(view.backTest).toBeNull()
  const wrong = await bellwether(['forecast', 'revenue', '--train-until', '2024-Q1'], { cwd: folder })
  expect(wrong.code).toBe(1)
  expect(wrong.err).toContain('quarter')
})
