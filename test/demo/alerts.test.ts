import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AlertIncident, AlertReplay } from '../../src/domain/alert-view.ts'
import type { ScorecardView } from '../../src/domain/view.ts'
import { randomOf } from '../../src/insight/statistics/random.ts'
import { bellwether, killServed, type Served, serveFolder } from '../support/program.ts'

/**
 * Alerts are replayed over two years with known incidents before they are switched on; weekly season and holidays do not fire;
 * a new delivery is judged once, and one root cause gives one grouped alert.
 */
const holidays = ['2024-12-25', '2024-12-26', '2025-01-01', '2025-12-25', '2025-12-26', '2026-01-01', '2026-05-01']

const unit = (id: string, level: string, more: string) => `kind: unit\nid: ${id}\nname: ${id}\nlevel: ${level}\n${more}`
const kpi = (id: string, calculation: string, more = '') => `kind: kpi
id: ${id}
name: ${id}
purpose: How much is ordered?
category: operational
calculation: ${calculation}
measured-in: orders
good: up
cadence: day
${more}`

const definitions = [
  `kind: workspace
id: shop
name: Shop
zone: UTC
today: 2026-07-02
false-alarms: 0.01
holidays:
${holidays.map((date) => `  - { date: ${date}, name: Holiday }`).join('\n')}
`,
  'kind: source\nid: files\nconnector: csv\npath: data\n',
  unit('acme', 'organisation', ''),
  unit('north', 'division', 'parent: acme\nwhere: { region: north }\n'),
  unit('south', 'division', 'parent: acme\nwhere: { region: south }\n'),
  'kind: objective\nid: grow\nname: Grow\nperspective: financial\n',
  `kind: dataset
id: sales
source: files
from: sales*.csv
key: [day, region]
row: report
time: { column: day }
columns: { day: date, region: text, orders: integer orders }
dimensions: [region]
`,
  kpi('orders', '{ type: measure, dataset: sales, formula: sum(orders) }'),
  kpi('in-dozens', '{ type: formula, formula: "[orders] / 12" }'),
  kpi('unwatched', '{ type: measure, dataset: sales, formula: sum(orders) }', 'false-alarms: 0\n'),
  'kind: scorecard\nid: card\nname: Card\ngrain: day\nfor: [acme, north, south]\ngroups: [{ objective: grow, kpis: [orders, in-dozens, unwatched] }]\n',
].join('---\n')

const place = mkdtempSync(join(tmpdir(), 'bellwether-demo-'))
const first = Date.UTC(2024, 0, 1)
const dayOf = (t: number) => new Date(first + t * 86_400_000).toISOString().slice(0, 10)
/** What happened: a share of what is usual. */
const happened: Readonly<Record<string, number>> = {
  '2025-03-12': 0.4,
  '2025-09-10': 1.5,
  '2025-09-11': 1.5,
  '2025-11-05': 0.98,
  '2026-02-18': 0.5,
}
let server: Served

function file(name: string, from: string, to: string, north = 1): void {
  const random = randomOf(77)
  const lines = ['day,region,orders']
  for (let t = 0; dayOf(t) <= to; t++) {
    const day = dayOf(t)
    const weekend = new Date(first + t * 86_400_000).getUTCDay() % 6 === 0
    for (const region of ['north', 'south']) {
      const usual = (weekend ? 500 : 900) * (1 + 0.04 * random.normal())
      const share = holidays.includes(day) ? 0.15 : (happened[day] ?? 1) * (region === 'north' ? north : 1)
      if (day >= from) lines.push(`${day},${region},${Math.round(usual * share)}`)
    }
  }
  writeFileSync(join(place, 'data', name), `${lines.join('\n')}\n`)
}

async function call<T>(path: string, body?: object): Promise<T> {
  const init = body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return (await (await fetch(`${server.url}/api/v1${path}`, init)).json()) as T
}
const alerts = (more = '') => call<readonly AlertIncident[]>(`/alerts${more}`)

beforeAll(async () => {
  mkdirSync(join(place, 'data'))
  writeFileSync(join(place, 'workspace.yaml'), definitions)
  file('sales-1.csv', '2024-01-01', '2026-06-30')
  server = await serveFolder(place)
  await call('/refresh', {})
})
afterAll(() => {
  killServed()
  rmSync(place, { recursive: true, force: true })
})

test('a replay of two years shows hits, misses and false alarms a month; seasons and holidays do not fire', async () => {
  const known = [
    'from,to,name',
    '2025-03-12,,Shop down',
    '2025-09-10,2025-09-11,Campaign',
    '2025-11-05,,Small thing',
    '2026-02-18,,Storm',
  ]
  writeFileSync(join(place, 'known.csv'), `${known.join('\n')}\n`)
  const args = ['signals', 'replay', 'orders', '--from', '2024-07-01', '--to', '2026-06-30']
  const done = await bellwether([...args, '--incidents', 'known.csv', '--json'], { cwd: place })
  expect(done.err).toBe('')
  const found: AlertReplay = JSON.parse(done.out)
  expect(found.incidents.map(({ name, found: at }) => [name, at])).toEqual([
    ['Shop down', '2025-03-12'],
    ['Campaign', '2025-09-10'],
    ['Small thing', null],
    ['Storm', '2026-02-18'],
  ])
  expect([found.hits, found.misses, found.statedPerMonth]).toEqual([3, 1, 0.01])
  expect(Math.round(found.months)).toBe(24)
  expect(found.alerts.filter(({ at }) => holidays.includes(at))).toEqual([])
  // 0.24 false ones are expected in two years at this rate.
  expect(found.falseAlarms).toBeLessThan(2)
  expect(found.falseAlarmsPerMonth).toBeCloseTo(found.falseAlarms / found.months, 9)
  expect(found.sentence.lead).toBe('Alerts of orders would have found 3 of 4 incidents, and missed 1.')
  const body = { from: '2024-07-01', to: '2026-06-30', incidents: [{ from: '2025-03-12', name: 'Shop down' }] }
  const { alerts: again, hits } = await call<AlertReplay>('/kpis/orders/signals/replay', body)
  expect([again.map(({ at }) => at), hits]).toEqual([found.alerts.map(({ at }) => at), 1])
  writeFileSync(join(place, 'known.csv'), 'the storm\n')
  const wrong = await bellwether([...args, '--incidents', 'known.csv'], { cwd: place })
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('known.csv is no incident: "the storm"')])
})

test('history alerts nobody when watching begins; a new delivery is judged once, and one cause gives one alert', async () => {
  expect(await alerts('?all=true')).toEqual([])
  file('sales-2.csv', '2026-07-01', '2026-07-01', 0.3)
  await call('/refresh', {})
  const told = await alerts()
  expect(told).toHaveLength(1)
  const [incident] = told
  expect(incident?.head).toMatchObject({ kpi: 'orders', period: '2026-07-01', side: -1, falseAlarmsPerMonth: 0.01 })
  expect(incident?.head.scope.text).toBe('unit:north')
  expect(incident?.others.map((one) => `${one.kpi} ${one.scope.text}`).sort()).toEqual([
    'in-dozens all',
    'in-dozens unit:north',
    'orders all',
  ])
  // Nothing twice: not by evaluating again, not by the same rows again, not by a correction of them.
  await call('/refresh', {})
  file('sales-2.csv', '2026-07-01', '2026-07-01', 0.31)
  await call('/refresh', {})
  expect(await alerts('?all=true')).toEqual(told)
})

test('an alert stands on its scorecard row until somebody has a word on it', async () => {
  const rows = async (unit: string) => {
    const card = await call<ScorecardView>(`/scorecards/card?period=2026-07-01&scope=unit:${unit}`)
    return card.groups.flatMap((group) => group.rows.map(({ kpi: id, alert }) => [id, alert?.period ?? null]))
  }
  const open = [
    ['orders', '2026-07-01'],
    ['in-dozens', '2026-07-01'],
    ['unwatched', null],
  ]
  expect(await rows('north')).toEqual(open)
  expect((await rows('south')).every(([, period]) => period === null)).toBe(true)
  const body = { period: '2026-07-01', scope: 'unit:north', reason: 'the warehouse moved' }
  await call('/kpis/orders/signals/dismissals', body)
  expect(await rows('north')).toEqual([['orders', null], ...open.slice(1)])
  const [incident] = await alerts()
  expect([incident?.open, incident?.head.word?.reason]).toEqual([true, 'the warehouse moved'])
  const printed = await bellwether(['alerts'], { cwd: place })
  expect(printed.out).toMatch(
    /^2026-07-01 {2}orders, north: one value, .* \(dismissed: the warehouse moved\)\n {2}with it:/,
  )
})
