import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { effectChart } from '../../src/charts/effect-chart.ts'
import type { EffectView } from '../../src/domain/effect-view.ts'
import { randomOf } from '../../src/insight/statistics/random.ts'
import { inBrowser } from '../browser/browse.ts'
import { bellwether, killServed, serveFolder } from '../support/program.ts'

/**
 * An action's effect: prices rose on 12 March 2025. Sales come to a fifth more from then on, returns stay as they were. What came
 * is summed by hand from the same rows; what would have come is known here because it was planted.
 */
const wave = [0.8, 0.85, 1.05, 1, 1.05, 1.15, 1.2, 1.1, 0.95, 0.9, 1.1, 1.3]
const documents = `kind: workspace
id: mill
name: Mill
currency: EUR
locale: en
zone: UTC
today: 2025-12-10
---
{ kind: source, id: files, connector: csv, path: data }
---
kind: dataset
id: sales
source: files
from: sales.csv
key: [day]
time: { column: day }
columns: { day: date, amount: money EUR, sold: integer, returned: integer }
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
id: returns
name: Return rate
purpose: How much comes back?
category: customer
calculation: { type: ratio, dataset: sales, numerator: sum(returned), denominator: sum(sold) }
measured-in: "%"
good: down
cadence: month
`

/** Two rows a month from 2019 on, one before and one after its middle. */
const random = randomOf(5)
const rows = Array.from({ length: 2 * 84 }, (_, half) => {
  const t = Math.floor(half / 2)
  const month = `${2019 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}`
  const day = `${month}-${half % 2 === 0 ? '05' : '20'}`
  const raised = day >= '2025-03-12'
  const amount = 50_000 * (wave[t % 12] ?? 1) * (1 + 0.04 * random.normal()) * (raised ? 1.2 : 1)
  const sold = 1_000 + Math.round(100 * random.uniform())
  return { day, amount: amount.toFixed(2), sold, returned: Math.round(sold * (0.05 + 0.004 * random.normal())) }
}).filter(({ day }) => day < '2025-12-10')

const between = (from: string, to: string) => rows.filter(({ day }) => day >= from && day < to)
const sum = (list: readonly { readonly amount: string }[]) => list.reduce((all, { amount }) => all + Number(amount), 0)

async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-effect-'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'mill.yaml'), documents)
  const lines = rows.map(({ day, amount, sold, returned }) => [day, amount, sold, returned].join())
  writeFileSync(join(folder, 'data/sales.csv'), `${['day,amount,sold,returned', ...lines].join('\n')}\n`)
  const loaded = await bellwether(['load', folder])
  if (loaded.code !== 0) throw new Error(loaded.err)
  const served = await serveFolder(folder)
  const close = async () => {
    await served.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: served.url, folder, close }
}

let server: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  server = await start()
}, 60_000)
afterAll(async () => {
  await server.close()
  killServed()
})

const overHttp = async (kpi: string, asked: Readonly<Record<string, string>>): Promise<EffectView> => {
  const response = await fetch(`${server.url}/api/v1/kpis/${kpi}/effect?${new URLSearchParams(asked)}`)
  expect(response.status).toBe(200)
  return (await response.json()) as EffectView
}

test('it worked: whole months since, their sum by hand, what was planted inside the range', async () => {
  const found = await overHttp('revenue', { since: '2025-03-12' })
  expect(found).toMatchObject({ verdict: 'worked', counted: 8, of: 'total', wanted: 'up' })
  expect([found.learntUntil?.text, found.from.text]).toEqual(['2025-02', '2025-04'])
  const actual = sum(between('2025-04-01', '2025-12-01'))
  expect(found.actual).toBeCloseTo(actual, 2)
  expect(found.effect?.value).toBeCloseTo(actual - (found.expected ?? 0), 6)
  const planted = actual - actual / 1.2
  expect(found.effect?.lower).toBeLessThan(planted)
  expect(found.effect?.upper).toBeGreaterThan(planted)
  expect(found.relative?.lower).toBeGreaterThan(0)
  expect(found.sentence.lead).toBe('It worked: Revenue is higher than expected since April 2025.')
  // March is shown, and counts on neither side.
  expect(found.periods.find(({ label }) => label.text === '2025-03')).toMatchObject({ expected: null, gap: null })
  expect(found.periods.at(-1)?.gap).toEqual(found.effect)
})

test('what did not move is told so, rates on average; the month asked for ends what counts', async () => {
  const found = await overHttp('returns', { since: '2025-03', period: '2025-11' })
  expect(found).toMatchObject({ verdict: 'no-visible-effect', counted: 9, of: 'mean', wanted: 'down' })
  expect(found.effect?.lower).toBeLessThan(0)
  expect(found.effect?.upper).toBeGreaterThan(0)
  expect(await overHttp('revenue', { since: '2025-03-12', period: '2025-04' })).toMatchObject({
    verdict: 'too-early',
    counted: 1,
  })
  expect(await overHttp('revenue', { since: '2025-03-12', wanted: 'down' })).toMatchObject({ verdict: 'worsened' })
  expect(await overHttp('revenue', { since: '2026-05-01' })).toMatchObject({
    verdict: 'not-measurable',
    effect: null,
    sentence: { rest: 'No whole period since then is final.' },
  })
})

test('on the command line the same sentence and figures; a day that is none is refused', async () => {
  const cwd = server.folder
  const done = await bellwether(['effect', 'revenue', '2025-03-12', '--json'], { cwd })
  expect(JSON.parse(done.out)).toEqual(await overHttp('revenue', { since: '2025-03-12' }))
  const plain = await bellwether(['effect', 'revenue', '2025-03-12'], { cwd })
  expect(plain.out).toContain('It worked: Revenue is higher than expected since April 2025.')
  expect(plain.out).toContain('Expected from what was known until 2025-02.')
  const wrong = await bellwether(['effect', 'revenue', '2025-02-30'], { cwd })
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('"2025-02-30" is no period')])
  const asked = await bellwether(['effect', 'revenue', '2025-03-12', '--wanted', 'more'], { cwd })
  expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('--wanted takes up or down.')])
})

test('the picture marks the day and what lies outside its range', async () => {
  const found = await overHttp('revenue', { since: '2025-03-12' })
  for (const width of [1216, 328]) {
    const { svg, table, sentence } = effectChart({ view: found, locale: 'en', width })
    const text = JSON.stringify(svg)
    expect(text).toContain(width > 560 ? 'Since 12 March 2025' : 'Since 12 Mar')
    const rings = found.periods.filter(
      ({ value, expected }) =>
        value !== null && expected !== null && (value < expected.lower || value > expected.upper),
    )
    expect(text.split('"stroke":"risk"')).toHaveLength(rings.length + 1)
    expect(table.columns).toEqual(['Period', 'Actual', 'Expected', '95 %', 'Added up'])
    expect(sentence).toBe(`${found.sentence.lead} ${found.sentence.rest}`)
  }
})

inBrowser('the effect of an action', start, ({ open }) => {
  test.each([1440, 360])('on the page a day is named by keys, at %i px', async (width) => {
    const { page, said, close } = await open('/kpis/revenue?tab=effect', { width })
    await page.getByText('Name the day on which something was done').waitFor()
    await page.getByLabel('Since').fill('2025-03-12')
    await page.getByLabel('Since').press('Enter')
    await page.getByText('It worked: Revenue is higher than expected since April 2025.').waitFor()
    expect(page.url()).toContain('since=2025-03-12')
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await page.getByRole('button', { name: 'As a table' }).last().press('Enter')
    await page.getByRole('columnheader', { name: 'Added up' }).waitFor()
    expect(said).toEqual([])
    await close()
  })
})
