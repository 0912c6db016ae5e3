import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Closing } from '../../src/domain/view.ts'
import { bellwether, serveFolder } from '../support/program.ts'

const definitions = `kind: workspace
id: shop
name: Shop
zone: Europe/Paris
currency: EUR
today: 2026-05-04
---
{ kind: source, id: files, connector: csv, path: data }
---
{ kind: objective, id: grow, name: Grow, perspective: financial }
---
kind: dataset
id: orders
source: files
from: orders*.csv
key: [id]
row: order
time: { column: day }
columns: { id: text, day: date, region: text, amount: money EUR }
dimensions: [region]
---
kind: kpi
id: revenue
name: Revenue
purpose: What did customers pay?
category: financial
calculation: { type: measure, dataset: orders, formula: sum(amount) }
measured-in: EUR
good: up
cadence: month
---
kind: kpi
id: order-value
name: Order value
purpose: What is an order worth?
category: financial
calculation: { type: ratio, dataset: orders, numerator: sum(amount), denominator: count() }
measured-in: EUR / order
good: up
cadence: month
---
kind: kpi
id: gross
name: Gross
purpose: What was ordered, with what is counted twice since April?
category: financial
calculation:
  - { type: measure, dataset: orders, formula: sum(amount) }
  - { type: measure, from: 2026-04-01, dataset: orders, formula: sum(amount * 2) }
measured-in: EUR
good: up
cadence: month
---
kind: scorecard
id: shop-card
name: Shop
groups: [{ objective: grow, kpis: [revenue, order-value] }]
`

export interface PublishedShop {
  readonly url: string
  readonly folder: string
  /** The closing of March. */
  readonly closing: Closing
  readonly post: <T>(path: string, body: object) => Promise<T>
  readonly close: () => Promise<void>
}

/**
 * A served workspace whose March was published with 350.05 and is now known to be 360.04: a late order came after the closing.
 * April may be closed, May goes on.
 */
export async function startPublishedShop(): Promise<PublishedShop> {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-published-'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'workspace.yaml'), definitions)
  const rows = (name: string, lines: readonly string[]) =>
    writeFileSync(join(folder, 'data', name), ['id,day,region,amount', ...lines, ''].join('\n'))
  rows('orders-1.csv', [
    ...['a,2026-03-02,north,100.10', 'b,2026-03-30,north,49.95', 'c,2026-03-15,south,200.00'],
    ...['d,2026-04-30,south,75.25', 'e,2026-05-03,south,12.00'],
  ])
  const loaded = await bellwether(['load', folder])
  if (loaded.code !== 0) throw new Error(loaded.err)
  const server = await serveFolder(folder)
  const post = async <T>(path: string, body: object): Promise<T> => {
    const headers = { 'content-type': 'application/json', origin: server.url }
    const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    return (await response.json()) as T
  }
  const { closing } = await post<{ closing: Closing }>('/api/v1/closings', { period: '2026-03' })
  rows('orders-2.csv', ['f,2026-03-31,north,9.99'])
  await post('/api/v1/refresh', {})
  return {
    url: server.url,
    folder,
    closing,
    post,
    close: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
