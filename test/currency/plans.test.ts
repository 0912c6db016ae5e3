import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { formula, kpi, measure, ratio, smallWorkspace } from '../support/small-workspace.ts'

// Random orders in five currencies, random quotes with gaps in both directions: every plan, and the same worked out by SQLite from
// the raw rows, which shares no code with us. What has no rate makes its period no-data, and nothing else.
const goodFor = 4
const documents = `kind: workspace
id: acme
name: Acme
zone: UTC
today: 2024-04-20
currency: EUR
rates: { dataset: fx }
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: fx
source: files
from: fx.csv
key: [day, base, quote]
time: { column: day }
columns: { day: date, base: text, quote: text, rate: decimal(5) }
rates: { from: base, to: quote, rate: rate, through: EUR, good-for: ${goodFor} days }
---
kind: dataset
id: orders
source: files
from: orders.csv
key: [id]
time: { column: day }
row: order
columns:
  id: text
  day: date
  region: text
  customer: text
  ccy: text
  quantity: integer
  price: { type: money, currency: ccy }
  cost: { type: money, currency: cost_ccy }
  cost_ccy: text
dimensions: [region]
${kpi('revenue', measure('orders', 'sum(quantity * price)'), 'EUR')}
${kpi('in-francs', measure('orders', 'sum(quantity * price)'), 'CHF')}
${kpi('at-average', measure('orders', 'sum(quantity * price)'), 'EUR', 'rates: { at: average }')}
${kpi('at-closing', measure('orders', 'sum(quantity * price)'), 'EUR', 'rates: { at: closing }')}
${kpi('profit', measure('orders', 'sum(quantity * price - cost)'), 'EUR')}
${kpi('margin', ratio('sum(quantity * price) - sum(cost)', 'sum(quantity * price)', 'orders'), '%')}
${kpi('large', measure('orders', 'count() where quantity * price > 100'), 'orders')}
${kpi('largest', measure('orders', 'max(price)'), 'EUR')}
${kpi('middle', measure('orders', 'median(price)'), 'EUR')}
${kpi('good-customers', '{ type: measure, dataset: orders, per: { key: customer, values: { spent: sum(quantity * price) } }, formula: count() where spent > 200 }', 'customers')}
${kpi('to-date', '{ type: to-date, of: revenue, within: year }', 'EUR')}
${kpi('two-months', '{ type: rolling, of: revenue, over: 2 months }', 'EUR')}
${kpi('before', formula('prior([revenue])'), 'EUR')}
`

/** Numbers in [0, 1) from a seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const worth: Readonly<Record<string, number>> = { EUR: 1, USD: 1.1, JPY: 160, GBP: 0.85, CHF: 0.95 }
const days = Array.from({ length: 111 }, (_, n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10))

function made(seed: number, gaps: number) {
  const next = chance(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const fx = days.flatMap((day) =>
    [
      ['EUR', 'USD'],
      ['EUR', 'JPY'],
      ['GBP', 'EUR'],
      ['EUR', 'CHF'],
      ['USD', 'EUR'],
      ['CHF', 'JPY'],
    ].flatMap(([base = '', quote = '']) =>
      next() < gaps
        ? []
        : [`${day},${base},${quote},${(((worth[quote] ?? 1) / (worth[base] ?? 1)) * (0.9 + next() * 0.2)).toFixed(5)}`],
    ),
  )
  const currencies = Object.keys(worth)
  const amount = (of: string) => ((worth[of] ?? 1) * next() * 60 + 0.01).toFixed(2)
  const orders = Array.from({ length: 260 }, (_, n) => {
    const [ccy, cost] = [pick(currencies), pick(currencies)]
    const price = next() < 0.03 ? '' : amount(ccy)
    return [
      n,
      pick(days),
      pick(['n', 's']),
      `c${Math.floor(next() * 30)}`,
      ccy,
      1 + Math.floor(next() * 5),
      price,
      amount(cost),
      cost,
    ].join()
  })
  return { fx, orders }
}

/** The raw rows in SQLite, with what each is worth by every rule. */
function secondOpinion({ fx, orders }: ReturnType<typeof made>): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  db.exec('CREATE TABLE fx (day TEXT, base TEXT, quote TEXT, rate REAL)')
  db.exec(
    'CREATE TABLE o (id, day TEXT, region TEXT, customer TEXT, ccy TEXT, quantity REAL, price REAL, cost REAL, cost_ccy TEXT)',
  )
  const quote = db.prepare('INSERT INTO fx VALUES (?, ?, ?, ?)')
  for (const row of fx) quote.run(...row.split(','))
  const order = db.prepare('INSERT INTO o VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  for (const row of orders) order.run(...row.split(',').map((cell) => (cell === '' ? null : cell)))
  db.exec('UPDATE o SET quantity = CAST(quantity AS REAL), price = CAST(price AS REAL) WHERE price IS NOT NULL')
  const last = (on: string, from: string, to: string) =>
    `(SELECT rate FROM fx WHERE base = ${from} AND quote = ${to} AND day <= ${on}
      AND julianday(${on}) - julianday(day) <= ${goodFor} ORDER BY day DESC LIMIT 1)`
  const mean = (from: string, to: string) =>
    `(SELECT avg(rate) FROM fx WHERE base = ${from} AND quote = ${to} AND substr(fx.day, 1, 7) = substr(o.day, 1, 7))`
  const either = (quoted: (from: string, to: string) => string, from: string, to: string) =>
    `coalesce(${quoted(from, to)}, 1.0 / ${quoted(to, from)})`
  const rate = (quoted: (from: string, to: string) => string, from: string, to: string) =>
    `CASE WHEN ${from} = '${to}' THEN 1.0 ELSE coalesce(${either(quoted, from, `'${to}'`)},
      ${to === 'EUR' ? 'NULL' : `(CASE WHEN ${from} = 'EUR' THEN 1.0 ELSE ${either(quoted, from, "'EUR'")} END) * ${either(quoted, "'EUR'", `'${to}'`)}`}) END`
  const onDay = (from: string, to: string) => last('o.day', from, to)
  const end = `min(date(o.day, 'start of month', '+1 month', '-1 day'), max((SELECT max(day) FROM fx), o.day))`
  const closing = (from: string, to: string) => last(end, from, to)
  db.exec(`CREATE TABLE rows AS SELECT *, CAST(quantity AS REAL) * price AS paid,
    ${rate(onDay, 'ccy', 'EUR')} AS day_eur, ${rate(onDay, 'ccy', 'CHF')} AS day_chf,
    ${rate(mean, 'ccy', 'EUR')} AS mean_eur, ${rate(closing, 'ccy', 'EUR')} AS close_eur,
    ${rate(onDay, 'cost_ccy', 'EUR')} AS cost_eur FROM o`)
  return db
}

type Wanted = (db: DatabaseSync, where: string) => number | null

const one = (db: DatabaseSync, text: string): number | null => {
  const [value] = Object.values(db.prepare(text).get() ?? {})
  return typeof value === 'number' ? value : null
}
/** An aggregate, unless a row that has money has no rate. */
const sql =
  (aggregate: string, ...rates: readonly (readonly [rate: string, money: string])[]): Wanted =>
  (db, where) => {
    const lacking = rates.map(([rate, money]) => `(${rate} IS NULL AND ${money} IS NOT NULL)`).join(' OR ')
    if ((one(db, `SELECT count(*) FROM rows WHERE ${where} AND (${lacking})`) ?? 0) > 0) return null
    return one(db, `SELECT ${aggregate} FROM rows WHERE ${where}`)
  }
const eur = ['day_eur', 'paid'] as const
const cost = ['cost_eur', 'cost'] as const
const customers: Wanted = (db, where) => {
  if (!sql('count(*)', eur)(db, where)) return null
  return one(
    db,
    `SELECT count(*) FROM (SELECT sum(paid * day_eur) AS spent FROM rows WHERE ${where} GROUP BY customer) WHERE spent > 200`,
  )
}
const middle: Wanted = (db, where) => {
  if (sql('count(*)', eur)(db, where) === null) return null
  const found = db
    .prepare(`SELECT price * day_eur AS v FROM rows WHERE price IS NOT NULL AND ${where} ORDER BY v`)
    .all()
  const values = found.map(({ v }) => Number(v))
  const at = (values.length - 1) / 2
  const [low, high] = [values[Math.floor(at)], values[Math.ceil(at)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}
const revenue = sql('sum(paid * day_eur)', eur)
const wanted: Readonly<Record<string, Wanted>> = {
  revenue,
  'in-francs': sql('sum(paid * day_chf)', ['day_chf', 'paid']),
  'at-average': sql('sum(paid * mean_eur)', ['mean_eur', 'paid']),
  'at-closing': sql('sum(paid * close_eur)', ['close_eur', 'paid']),
  profit: sql('sum(paid * day_eur - cost * cost_eur)', eur, cost),
  margin: sql('(sum(paid * day_eur) - sum(cost * cost_eur)) / sum(paid * day_eur)', eur, cost),
  large: sql('sum(coalesce(paid * day_eur > 100, 0))', eur),
  largest: sql('max(price * day_eur)', eur),
  middle,
  'good-customers': customers,
}

const month = (text: string) => `substr(day, 1, 7) = '${text}'`
const quarter = `day < '2024-04-01'`
const regions = { '': 'true', 'region=n': `region = 'n'` }
/** Two rules of rows at once: in this many units of the last place doubles may differ from exact sums. */
const close = 1e-9

test.each([
  [1, 0],
  [2, 0.3],
  [3, 0.6],
  [4, 0.75],
  [5, 0.5],
])('seed %i with %d of the quotes missing: any plan = rows by hand', async (seed, gaps) => {
  const data = made(seed, gaps)
  const db = secondOpinion(data)
  const work = await smallWorkspace(documents, {
    'fx.csv': ['day,base,quote,rate', ...data.fx],
    'orders.csv': ['id,day,region,customer,ccy,quantity,price,cost,cost_ccy', ...data.orders],
  })
  try {
    const wrong: unknown[] = []
    let known = 0
    const check = async (
      ids: readonly string[],
      period: string,
      scope: string,
      expected: (id: string) => number | null,
    ) => {
      for (const plan of ['cells', 'naive'] as const) {
        for (const { kpi: id, state, value } of await work.answers(ids, period, { plan, scope })) {
          const [should, is] = [expected(id), state === 'value' ? Number(value) : null]
          if (should !== null) known++
          const same =
            should === null || is === null
              ? should === is
              : Math.abs(is - should) <= close * Math.max(1, Math.abs(should))
          if (!same) wrong.push({ plan, id, period, scope, is, should })
        }
      }
    }
    for (const [scope, rows] of Object.entries(regions)) {
      const ids = Object.keys(wanted)
      for (const period of ['2024-01', '2024-02', '2024-03', '2024-04'])
        await check(ids, period, scope, (id) => wanted[id]?.(db, `${rows} AND ${month(period)}`) ?? null)
      await check(ids, '2024-Q1', scope, (id) => wanted[id]?.(db, `${rows} AND ${quarter}`) ?? null)
      await check(ids, '2024-02-29', scope, (id) => wanted[id]?.(db, `${rows} AND day = '2024-02-29'`) ?? null)
      await check(['to-date'], '2024-03', scope, () => revenue(db, `${rows} AND ${quarter}`))
      await check(['two-months'], '2024-03', scope, () => revenue(db, `${rows} AND ${quarter} AND day >= '2024-02-01'`))
      await check(['before'], '2024-03', scope, () => revenue(db, `${rows} AND ${month('2024-02')}`))
    }
    expect(wrong).toEqual([])
    expect(known).toBeGreaterThan(gaps === 0 ? 200 : 20)
  } finally {
    await work.close()
    db.close()
  }
})
