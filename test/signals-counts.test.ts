import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { load } from '../src/app/load.ts'
import { signalsView } from '../src/app/signals.ts'
import { localOwner } from '../src/domain/access.ts'
import { countRatioOf } from '../src/domain/count-ratio.ts'
import type { SignalsView } from '../src/domain/signals-view.ts'
import { randomOf } from '../src/insight/statistics/random.ts'
import { type OpenFolder, openFolder } from './support/open-folder.ts'

/** Three years of months with 50 or 240 orders, a tenth of which come back, and hours in which some accidents happen. */
const kpi = (id: string, measured: string, calculation: string, more = '') => `kind: kpi
id: ${id}
name: ${id}
purpose: A purpose
category: operational
calculation: ${calculation}
measured-in: "${measured}"
good: down
cadence: month
${more}`

const ratio = (numerator: string, denominator: string, dataset = 'orders') =>
  `{ type: ratio, dataset: ${dataset}, numerator: "${numerator}", denominator: "${denominator}" }`

const documents = [
  'kind: workspace\nid: plant\nname: Plant\nzone: UTC\ncurrency: EUR\ntoday: 2026-01-15\n',
  'kind: source\nid: files\nconnector: csv\npath: data\n',
  'kind: dataset\nid: orders\nsource: files\nfrom: orders.csv\nkey: [id]\nrow: order\ntime: { column: day }\ncolumns: { id: text, day: date, status: text, items: integer, amount: money EUR, customer_id: text }\n',
  'kind: dataset\nid: sites\nsource: files\nfrom: sites.csv\nkey: [day]\nrow: report\ntime: { column: day }\ncolumns: { day: date, accidents: integer, hours: decimal(1) }\n',
  'kind: dataset\nid: staff\nsource: files\nfrom: staff.csv\nkey: [id]\nrow: person\nrows: validity\ntime: { column: from_day, until: until_day }\ncolumns: { id: text, from_day: date, until_day: date, part_time: boolean }\n',
  kpi('returns', '%', ratio("count() where status = 'returned'", 'count()')),
  kpi('returns-xmr', '%', ratio("count() where status = 'returned'", 'count()'), 'chart: xmr\n'),
  kpi('returned-items', '%', ratio("sum(items) where status = 'returned'", 'sum(items)')),
  kpi('accidents', '1 / 1', ratio('sum(accidents)', 'sum(hours)', 'sites')),
  kpi('order-value', 'EUR / order', ratio('sum(amount)', 'count()')),
  kpi('order-value-u', 'EUR / order', ratio('sum(amount)', 'count()'), 'chart: u\n'),
  kpi('part-time', '%', ratio('count() where part_time', 'count()', 'staff')),
  kpi('repeat', '%', '{ type: cohort, dataset: orders, key: customer_id, returns: { within: 30 days } }'),
  kpi('typed-rate', '%', '{ type: manual, rate: true }'),
  kpi('typed', 'points', '{ type: manual }'),
].join('---\n')

const folder = mkdtempSync(join(tmpdir(), 'bellwether-counts-'))
const returned: number[] = []
const sizes = Array.from({ length: 36 }, (_, t) => (t % 3 === 0 ? 50 : 240))
let work: OpenFolder

beforeAll(async () => {
  const random = randomOf(5)
  const month = (t: number) => `${2023 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}`
  const orders = ['id,day,status,items,amount,customer_id']
  const sites = ['day,accidents,hours']
  sizes.forEach((size, t) => {
    let back = 0
    for (let i = 0; i < size; i++) {
      const returns = t === 34 ? i % 4 === 0 : random.uniform() < 0.1
      if (returns) back++
      orders.push(`${t}-${i},${month(t)}-10,${returns ? 'returned' : 'kept'},2,10.50,c${t}-${i}`)
    }
    returned.push(back)
    sites.push(`${month(t)}-15,${t % 4},${t % 3 === 0 ? 1000 : 4000.5}`)
  })
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'plant.yaml'), documents)
  writeFileSync(join(folder, 'data/orders.csv'), `${orders.join('\n')}\n`)
  writeFileSync(join(folder, 'data/sites.csv'), `${sites.join('\n')}\n`)
  writeFileSync(
    join(folder, 'data/staff.csv'),
    'id,from_day,until_day,part_time\na,2020-01-01,,true\nb,2020-01-01,,false\n',
  )
  work = await openFolder(folder)
  await load(work.deps, 'all', localOwner)
})
afterAll(async () => {
  await work.close()
  rmSync(folder, { recursive: true })
})

async function view(kpi: string): Promise<SignalsView> {
  const found = await signalsView(work.deps, { kpi, period: '2025-12' }, localOwner)
  if (!found.ok) throw new Error(JSON.stringify(found.issues))
  return found.value
}

test('which KPIs are ratios of counts, by how they are calculated', () => {
  const { kpis } = work.deps.catalog
  const kinds = [...kpis.values()].map((one) => [one.id, countRatioOf(work.deps.catalog, one)])
  expect(Object.fromEntries(kinds)).toEqual({
    returns: 'proportion',
    'returns-xmr': 'proportion',
    // Whole numbers that are counted, but not the same things one by one.
    'returned-items': 'rate',
    accidents: 'rate',
    'order-value': null,
    'order-value-u': null,
    // The same people month after month are no sample.
    'part-time': null,
    repeat: 'proportion',
    'typed-rate': 'rate',
    typed: null,
  })
})

test('a share of counted rows has a p chart whose limits step with the denominators of ask', async () => {
  const { chart, periods, facts, findings } = await view('returns')
  expect(chart.kind).toBe('p')
  expect(facts[0]).toBe(chart.text)
  expect(chart.text).toMatch(/^The chart is a p chart, as the KPI is a share of counted things/)
  const base = (of: readonly number[]) => of.slice(0, 24).reduce((a, b) => a + b, 0)
  const centre = base(returned) / base(sizes)
  expect(periods.map(({ denominator }) => denominator)).toEqual(sizes)
  periods.forEach(({ value, centre: drawn, upper, lower }, t) => {
    const half = 3 * Math.sqrt((centre * (1 - centre)) / (sizes[t] ?? 1))
    expect(value).toBeCloseTo((returned[t] ?? 0) / (sizes[t] ?? 1), 12)
    expect(drawn).toBeCloseTo(centre, 12)
    expect(upper).toBeCloseTo(centre + half, 12)
    expect(lower).toBeCloseTo(Math.max(0, centre - half), 12)
  })
  expect(findings.map(({ rule, at }) => [rule, at])).toContainEqual(['beyond-limits', '2025-11'])
})

test('events per exposure have a u chart, whole numbers of one in percent a p chart, and a document may say otherwise', async () => {
  const accidents = await view('accidents')
  expect(accidents.chart.kind).toMatch(/^u/)
  expect(accidents.chart.text).toContain('counts events for each unit')
  expect((await view('returned-items')).chart.kind).toMatch(/^p/)
  const declared = await view('returns-xmr')
  expect(declared.chart).toMatchObject({ kind: 'xmr', counts: true })
  expect(declared.chart.text).toContain('it was chosen for this KPI')
  expect(declared.facts.join(' ')).toContain('The denominators vary 4.8-fold')
  expect((await view('order-value')).chart).toMatchObject({ kind: 'xmr', counts: false })
  expect((await view('order-value-u')).chart.kind).toBe('u')
})
