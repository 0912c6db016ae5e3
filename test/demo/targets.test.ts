import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import type { Explanation } from '../../src/domain/view.ts'
import { bellwether, killServed, type Served, serveFolder } from '../support/program.ts'

/**
 * Twelve months for forty units are pasted from a sheet; a year's total is spread by last year's season; budget, forecast and
 * stretch stand side by side, and every status says which it used and who approved it. An unfinished month is held against
 * the part of its target that is due, along last year's curve.
 */
const folder = mkdtempSync(join(tmpdir(), 'bellwether-targets-'))
const units = Array.from({ length: 40 }, (_, index) => `s${String(index + 1).padStart(2, '0')}`)
const months = Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`)
let server: Served

/** Whole euros of one shop on one day: a season over the year, and more at the end of each month. */
const amount = (shop: number, month: number, day: number): number => 50 + shop + 20 * month + (day > 20 ? 100 : 0)

function rows(): readonly string[] {
  const lines = ['day,shop,amount']
  const until = Date.UTC(2026, 2, 8)
  for (let at = Date.UTC(2025, 0, 1); at <= until; at += 86_400_000) {
    const on = new Date(at)
    const [month, day] = [on.getUTCMonth() + 1, on.getUTCDate()]
    for (const [shop, unit] of units.entries())
      lines.push(`${on.toISOString().slice(0, 10)},${unit},${amount(shop, month, day)}`)
  }
  return lines
}

const workspace = `kind: workspace
id: shops
name: Shops
zone: Europe/Berlin
locale: de
currency: EUR
today: 2026-03-09
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: sold
source: files
from: sold.csv
key: [day, shop]
time: { column: day }
row: day of a shop
columns: { day: date, shop: text, amount: money }
dimensions: [shop]
---
kind: unit
id: all
name: All shops
level: organisation
${units.map((unit, index) => `---\nkind: unit\nid: ${unit}\nname: Shop ${index + 1}\nlevel: team\nparent: all\nwhere: { shop: ${unit} }\n`).join('')}
---
kind: kpi
id: sales
name: Sales
purpose: How much did we sell?
category: financial
calculation: { type: measure, dataset: sold, formula: sum(amount) }
measured-in: EUR
good: up
cadence: month
pace: last-year
---
kind: target
id: sales-forecast
kpi: sales
version: forecast
total: "10_000_000.01"
year: 2026
spread: last-year
set-by: Ada Controller
set-on: 2026-01-15
approved-by: the board
because: two new shops
---
kind: target
id: sales-stretch
kpi: sales
version: stretch
growth: 10%
`

/** As a German spreadsheet saves it: names of units, months by name, thousands with a point. */
const cell = (unit: number, month: number): string => `${unit + 1}.${String(100 + month)},50`
const heads = ['Jan', 'Feb', 'Mär', 'Apr', 'Mai', 'Jun', 'Jul', 'Aug', 'Sep', 'Okt', 'Nov', 'Dez'].map(
  (name) => `${name} 2026`,
)
const sheet = (change: (text: string) => string = (text) => text): string =>
  change(
    [
      `;${heads.join(';')}`,
      ...units.map((_, unit) => `Shop ${unit + 1};${months.map((__, month) => cell(unit, month)).join(';')}`),
    ].join('\r\n'),
  )

beforeAll(async () => {
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'workspace.yaml'), workspace)
  writeFileSync(join(folder, 'data', 'sold.csv'), `${rows().join('\n')}\n`)
  writeFileSync(join(folder, 'good.csv'), sheet())
  writeFileSync(
    join(folder, 'bad.csv'),
    sheet((text) => text.replace(cell(3, 1), '4.1O1,50').replace('Shop 8;', 'Shop 88;')),
  )
  const loaded = await bellwether(['load'], { cwd: folder })
  if (loaded.code !== 0) throw new Error(loaded.err)
  server = await serveFolder(folder)
}, 60_000)
afterAll(async () => {
  await server.stop()
  killServed()
  rmSync(folder, { recursive: true, force: true })
})

interface Asking {
  readonly grain?: string
  readonly version?: string
  readonly unit?: string
}

/** Sales of the periods from the first to the last, over HTTP. */
async function ask(from: string, to: string, more: Asking = {}): Promise<readonly Answer[]> {
  const response = await fetch(`${server.url}/api/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kpis: ['sales'], from, to, ...more }),
  })
  const body = (await response.json()) as { answers: readonly Answer[] }
  if (response.status !== 200) throw new Error(JSON.stringify(body))
  return body.answers
}
const cents = (text: Answer['target']): bigint => {
  const [whole = '', fraction = ''] = String(text).split('.')
  return BigInt(`${whole}${fraction.padEnd(2, '0')}`)
}

test('a sheet with a wrong cell and an unknown unit is refused by row and column, and nothing is kept', async () => {
  const done = await bellwether(['enter', 'sales', '--targets', 'bad.csv'], { cwd: folder })
  expect(done.code).toBe(1)
  expect(done.err).toContain('Row 5, column Feb 2026: "4.1O1,50" is no amount.')
  expect(done.err).toContain('Row 9: no unit has the id or the name "Shop 88"')
  expect(done.err).toContain('Did you mean "Shop 18" or')
  expect((await ask('2026-01', '2026-01', { unit: 's01' }))[0]).toMatchObject({ target: null, status: 'no-target' })
})

test('twelve months for forty units are pasted, and the whole has their sum', async () => {
  const done = await bellwether(['enter', 'sales', '--targets', 'good.csv', '--approved-by', 'the board'], {
    cwd: folder,
  })
  expect(done.err).toBe('')
  expect(done.code).toBe(0)
  for (const unit of [0, 17, 39]) {
    const answers = await ask('2026-01', '2026-12', { unit: units[unit] ?? '' })
    const expected = months.map((_, month) => String(1000 * (unit + 1) + 100 + month + 0.5))
    expect(answers.map(({ target }) => target)).toEqual(expected)
  }
  const response = await fetch(`${server.url}/api/v1/kpis/sales/explain?period=2026-01`)
  const { target } = (await response.json()) as Explanation
  expect(target.how).toBe('The budget target for January 2026 is the sum of those of its 40 units.')
  expect(target.documents[0]?.provenance).toContain('approved by the board, based on good.csv')
  const [january] = await ask('2026-01', '2026-01')
  expect(january?.target).toBe(String(units.reduce((sum, _, unit) => sum + 1000 * (unit + 1) + 100.5, 0)))
  const [year] = await ask('2026', '2026', { grain: 'year', unit: 's02' })
  expect(year?.target).toBe(String(months.reduce((sum, _, month) => sum + 2100.5 + month, 0)))
  const file = readFileSync(join(folder, 'targets', 'sales-budget-grid.yaml'), 'utf8')
  expect(file).toContain('set-by: "local owner"')
  expect(file).toContain('approved-by: "the board"')
  const again = await bellwether(['enter', 'sales', '--targets', 'good.csv', '--approved-by', 'the board'], {
    cwd: folder,
  })
  expect(again.code).toBe(0)
  expect(readFileSync(join(folder, 'targets', 'sales-budget-grid.yaml'), 'utf8')).toBe(file)
})

test('a year is spread by last year’s season to the last cent, at every grain', async () => {
  const of = (grain: string) => ask('2026', '2026', { grain, version: 'forecast' })
  const total = 1_000_000_001n
  for (const grain of ['day', 'month', 'quarter', 'year']) {
    const answers = await of(grain)
    expect(answers.reduce((sum, { target }) => sum + cents(target), 0n)).toBe(total)
  }
  const before = (await ask('2025-01', '2025-12')).map(({ value }) => Number(value))
  const whole = before.reduce((sum, one) => sum + one, 0)
  for (const [index, { target }] of (await of('month')).entries()) {
    const quota = (Number(total) * (before[index] ?? 0)) / whole
    expect(Math.abs(Number(cents(target)) - quota)).toBeLessThan(1)
  }
})

test('growth stands on last year’s value; versions stand side by side, each with its own status', async () => {
  const [budget] = await ask('2026-02', '2026-02')
  const [stretch] = await ask('2026-02', '2026-02', { version: 'stretch' })
  const [last] = await ask('2025-02', '2025-02')
  expect(Number(stretch?.target)).toBeCloseTo(Number(last?.value) * 1.1, 2)
  expect(budget?.status).toBe('off-track')
  expect(stretch?.status).toBe('off-track')
  expect(budget?.target).not.toBe(stretch?.target)
  const wrong = await bellwether(['ask', 'sales', '--version', 'strech'], { cwd: folder })
  expect(wrong.err).toContain('Did you mean "stretch"')
  const response = await fetch(`${server.url}/api/v1/kpis/sales/explain?period=2026-02&version=forecast`)
  const explained = (await response.json()) as Explanation
  expect(explained.target.version).toBe('forecast')
  expect(explained.target.how).toMatch(
    /is its share of the .* for 2026 in "sales-forecast", spread by last year’s shape\./,
  )
  expect(explained.target.documents).toEqual([
    {
      id: 'sales-forecast',
      file: 'workspace.yaml',
      line: expect.any(Number),
      provenance: 'Set by Ada Controller on 2026-01-15, approved by the board, because: two new shops.',
    },
  ])
  expect(explained.target.others.map(({ version }) => version)).toEqual(['budget', 'stretch'])
  expect(explained.judged).toContain('(forecast)')
})

test('a month under way is held against what is due along last year’s curve, not against a straight line', async () => {
  const [march] = await ask('2026-03', '2026-03', { version: 'stretch' })
  const days = (await ask('2025-03-01', '2025-03-31', { grain: 'day' })).map(({ value }) => Number(value))
  const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
  const due = (Number(march?.target) * sum(days.slice(0, 8))) / sum(days)
  expect(Number(march?.targetToDate)).toBeCloseTo(due, 2)
  expect(Number(march?.targetToDate)).toBeLessThan((Number(march?.target) * 8) / 31 - 1000)
  expect(march).toMatchObject({ dataThrough: '2026-03-08', status: 'off-track', flags: ['provisional', 'unfinished'] })
  expect(march?.attainment).toBeCloseTo(Number(march?.value) / due, 6)
  const asked = ['ask', 'sales', '--from', '2026-03', '--to', '2026-03', '--version', 'stretch', '--json']
  const [same] = JSON.parse((await bellwether(asked, { cwd: folder })).out)
  expect({ ...same, asOf: null }).toEqual({ ...march, asOf: null })
  const done = await bellwether(['explain', 'sales', '2026-03', '--version', 'stretch'], { cwd: folder })
  expect(done.out).toContain('that the target of')
  expect(done.out).toContain('counted along last year’s curve')
})
