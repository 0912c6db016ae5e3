import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { load } from '../src/app/load.ts'
import { localOwner } from '../src/domain/access.ts'
import { rows } from './support/facts-workspace.ts'
import { makeXlsx } from './support/make-xlsx.ts'
import { type OpenFolder, openFolder } from './support/open-folder.ts'

const documents = `kind: workspace
id: acme
name: Acme
zone: Europe/Paris
---
kind: source
id: plan
connector: excel
path: data
---
kind: dataset
id: budget
source: plan
from: plan.xlsx#Plan
key: [month]
time: { column: month }
columns: { month: date, amount: money EUR }
on-error: set-aside
---
kind: source
id: shop
connector: sqlite
path: data
file: shop.db
---
kind: dataset
id: orders
source: shop
from: orders
key: [id]
time: { column: at }
columns: { id: integer, amount: money EUR, at: { type: timestamp, format: unix } }
---
kind: source
id: warehouse
connector: postgres
url-from: WAREHOUSE_URL
---
kind: dataset
id: visits
source: warehouse
from: visits
key: none
columns: { page: text }
`

const cell = (ref: string, inner: string, more = '') => `<c r="${ref}"${more}>${inner}</c>`
const words = (ref: string, text: string) => cell(ref, `<is><t>${text}</t></is>`, ' t="inlineStr"')

let folder = ''
let work: OpenFolder
const shop = (of: string) => new DatabaseSync(join(of, 'data/shop.db'))
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bellwether-connectors-'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'workspace.yaml'), documents)
  const header = `<row r="1">${words('A1', 'month')}${words('B1', 'amount')}</row>`
  const good = `<row r="2">${cell('A2', '<v>46082</v>', ' s="1"')}${cell('B2', '<v>67.18000000000001</v>')}</row>`
  const bad = `<row r="3">${words('A3', '2026-04-01')}${cell('B3', '<v>#REF!</v>', ' t="e"')}</row>`
  const sheet = { name: 'Plan', rows: header + good + bad }
  writeFileSync(join(folder, 'data/plan.xlsx'), makeXlsx({ sheets: [sheet], formats: ['mmm yy'] }))
  const database = shop(folder)
  database.exec('CREATE TABLE orders (id INTEGER, amount REAL, at INTEGER, note TEXT)')
  database.exec('INSERT INTO orders VALUES (1, 12.5, 1772320000, NULL), (2, NULL, NULL, NULL)')
  database.close()
  work = await openFolder(folder)
})
afterEach(async () => {
  await work.close()
  rmSync(folder, { recursive: true })
})

const loadOf = async (dataset: string) => (await load(work.deps, [dataset], localOwner))[0]

test('a bad cell of a workbook is set aside with file, sheet, row and column', async () => {
  expect(await loadOf('budget')).toMatchObject({
    batch: 'budget-1',
    rows: 1,
    setAside: [{ file: 'data/plan.xlsx', sheet: 'Plan', row: 3, column: 'amount', value: '#REF!' }],
  })
  const facts = await rows(work.deps.facts, 'SELECT amount, _day FROM facts_budget')
  expect(facts).toEqual([[6718, 20_513]])
  expect(await loadOf('budget')).toMatchObject({ batch: null, issues: [] })
})

test('rows of a database are read again, and are a batch only where they changed', async () => {
  expect(await loadOf('orders')).toMatchObject({ batch: 'orders-1', rows: 2, issues: [{ code: 'load/without-time' }] })
  const change = (statement: string) => {
    const database = shop(work.deps.folder)
    database.exec(statement)
    database.close()
  }
  change('CREATE TABLE other (a)')
  expect(await loadOf('orders')).toMatchObject({ batch: null, revision: 1 })
  change('UPDATE orders SET amount = 13 WHERE id = 1')
  expect(await loadOf('orders')).toMatchObject({ batch: 'orders-2', rows: 2, revision: 2 })
  expect(await rows(work.deps.facts, 'SELECT sum(amount), count(*) FROM facts_orders')).toEqual([[1300, 2]])
  change('INSERT INTO orders SELECT * FROM orders WHERE id = 1')
  expect(await loadOf('orders')).toMatchObject({ batch: null, issues: [{ code: 'load/duplicate-key' }] })
  expect(await rows(work.deps.facts, 'SELECT count(*) FROM facts_orders')).toEqual([[2]])
})

test('a source without its secret says which variable is missing and changes nothing', async () => {
  expect(await loadOf('visits')).toMatchObject({ batch: null, issues: [{ code: 'load/no-secret' }] })
})
