import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { ask } from '../src/app/ask.ts'
import { examine } from '../src/app/doctor.ts'
import { evaluate } from '../src/app/evaluate.ts'
import { load } from '../src/app/load.ts'
import { undo } from '../src/app/undo.ts'
import { batchViews } from '../src/app/view/batches.ts'
import { localOwner } from '../src/domain/access.ts'
import { effectWords } from '../src/domain/row-effect.ts'
import { rows as rowsOf } from './support/facts-workspace.ts'
import { questionOf } from './support/open-folder.ts'
import { type SmallWorkspace, smallWorkspace } from './support/small-workspace.ts'

/** Which rows stand when deliveries overlap: by key, by window, or the last whole one; and back again by undo. */

let work: SmallWorkspace | undefined
afterEach(async () => work?.close())

const documents = (policy: string, key = 'id'): string => `kind: workspace
id: shop
name: Shop
currency: EUR
zone: Europe/Paris
today: 2026-04-10
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: orders
source: files
from: orders*.csv
key: ${key}
time: { column: day }
${policy}
columns: { id: text, day: date, amount: money EUR, gone: boolean, op: text }
---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: kpi
id: revenue
name: Revenue
purpose: How much?
category: financial
calculation: { type: measure, dataset: orders, formula: "sum(amount)" }
measured-in: EUR
good: up
cadence: month
---
kind: scorecard
id: company
name: Company
groups: [{ objective: grow, kpis: [revenue] }]
`

const head = 'id,day,amount,gone,op'

async function begin(policy: string, lines: readonly string[], key?: string): Promise<SmallWorkspace> {
  work = await smallWorkspace(documents(policy, key), { 'orders-1.csv': [head, ...lines] })
  return work
}

async function deliver(file: string, lines: readonly string[]) {
  if (work === undefined) throw new Error('not begun')
  writeFileSync(join(work.folder, 'data', file), `${[head, ...lines].join('\n')}\n`)
  const [report] = await load(work.deps, ['orders'], localOwner)
  if (report === undefined) throw new Error('nothing reported')
  return report
}

const stand = async (): Promise<readonly unknown[]> =>
  work === undefined
    ? []
    : (await rowsOf(work.deps.facts, 'SELECT id, _day, amount FROM facts_orders ORDER BY id, _day')).map(
        ([id, day, amount]) =>
          `${id} ${new Date(Number(day) * 86_400_000).toISOString().slice(0, 10)} ${Number(amount) / 100}`,
      )

test('upsert: the last row of a key stands, a marked one removes it; undo goes back as if it had never come', async () => {
  await begin('deliveries: upsert\ndeleted: gone', ['a,2026-01-05,10,,', 'b,2026-01-06,20,,', 'c,2026-02-01,30,,'])
  const second = await deliver('orders-2.csv', ['a,2026-03-05,11,,', 'b,2026-01-06,20,true,', 'd,2026-03-01,5,,'])
  expect(second.effect).toMatchObject({ added: 1, changed: 1, removed: 1, same: 0 })
  expect(await stand()).toEqual(['a 2026-03-05 11', 'c 2026-02-01 30', 'd 2026-03-01 5'])
  const third = await deliver('orders-3.csv', ['b,2026-02-06,21,,', 'a,2026-03-05,12,false,', 'c,2026-02-01,30,,'])
  expect(third.effect).toMatchObject({ added: 1, changed: 1, removed: 0, same: 1 })
  const latest = ['a 2026-03-05 12', 'b 2026-02-06 21', 'c 2026-02-01 30', 'd 2026-03-01 5']
  expect(await stand()).toEqual(latest)
  // The batch in the middle: only its own row goes, since later deliveries say the rest.
  if (work === undefined) throw new Error('not begun')
  const undone = await undo(work.deps, 'orders-2', localOwner, null)
  expect(undone).toMatchObject({ ok: true, value: { restored: 0 } })
  expect(await stand()).toEqual(latest.slice(0, 3))
  expect(await undo(work.deps, 'orders-3', localOwner, null)).toMatchObject({ ok: true, value: { restored: 2 } })
  expect(await stand()).toEqual(['a 2026-01-05 10', 'b 2026-01-06 20', 'c 2026-02-01 30'])
  expect((await batchViews(work.deps, 'orders')).map(({ effect }) => effect && effectWords(effect))).toEqual([
    '1 new, 1 changed, 0 removed, 1 same',
    '1 new, 1 changed, 1 removed, 0 same',
    '3 new, 0 changed, 0 removed, 0 same',
  ])
})

test('upsert: a file again changes nothing, one put away takes nothing along, a changed one is another delivery', async () => {
  await begin('deliveries: upsert\ndeleted: { column: op, is: [D] }', ['a,2026-01-05,10,,', 'b,2026-01-06,20,,U'])
  expect(await deliver('orders-1.csv', ['a,2026-01-05,10,,', 'b,2026-01-06,20,,U'])).toMatchObject({ batch: null })
  expect(await deliver('orders-1.csv', ['a,2026-01-05,9,,', 'z,2026-01-06,20,,D'])).toMatchObject({
    batch: 'orders-2',
    effect: { added: 0, changed: 1, removed: 0, same: 0 },
  })
  expect(await stand()).toEqual(['a 2026-01-05 9', 'b 2026-01-06 20'])
  if (work === undefined) throw new Error('not begun')
  rmSync(join(work.folder, 'data', 'orders-1.csv'))
  expect(await deliver('orders-2.csv', ['b,2026-01-06,20,,D'])).toMatchObject({ effect: { removed: 1 } })
  expect(await stand()).toEqual(['a 2026-01-05 9'])
})

test('upsert refuses a key that stands twice in one delivery, or that is empty, and changes nothing', async () => {
  await begin('deliveries: upsert', ['a,2026-01-05,10,,'])
  expect((await deliver('orders-2.csv', ['b,2026-01-05,1,,', 'b,2026-01-06,2,,'])).issues).toMatchObject([
    { code: 'load/duplicate-key', file: 'data/orders-2.csv', line: 2, message: 'The key id "b" stands in rows 2, 3.' },
  ])
  expect((await deliver('orders-2.csv', [',2026-01-05,1,,'])).issues).toMatchObject([
    { code: 'load/bad-row', file: 'data/orders-2.csv', line: 2, message: expect.stringContaining('column id') },
  ])
  expect(await stand()).toEqual(['a 2026-01-05 10'])
})

test('window: a delivery replaces every row of its days, or of the months it is whole for', async () => {
  await begin('deliveries: window\nwindow: month', ['a,2026-01-05,10,,', 'b,2026-02-03,20,,', 'c,2026-03-31,30,,'])
  const second = await deliver('orders-2.csv', ['x,2026-02-20,7,,', 'c,2026-03-02,31,,'])
  expect(second.effect).toMatchObject({ added: 1, changed: 1, removed: 1, same: 0 })
  expect(await stand()).toEqual(['a 2026-01-05 10', 'c 2026-03-02 31', 'x 2026-02-20 7'])
  const twice = await deliver('orders-3.csv', ['a,2026-02-01,1,,'])
  expect(twice.issues).toMatchObject([{ code: 'load/key-outside-window', message: expect.stringContaining('id "a"') }])
  expect(await deliver('orders-3.csv', ['y,2026-03-01,1,,'])).toMatchObject({ effect: { added: 1, removed: 1 } })
  if (work === undefined) throw new Error('not begun')
  expect(await undo(work.deps, 'orders-2', localOwner, null)).toMatchObject({ ok: true, value: { restored: 1 } })
  expect(await stand()).toEqual(['a 2026-01-05 10', 'b 2026-02-03 20', 'y 2026-03-01 1'])
})

test('window without a key: rows are compared as wholes', async () => {
  await begin('deliveries: window', ['a,2026-01-05,10,,', 'a,2026-01-05,10,,', 'b,2026-01-09,20,,'], 'none')
  const second = await deliver('orders-2.csv', ['a,2026-01-05,10,,', 'c,2026-01-08,1,,'])
  expect(second.effect).toMatchObject({ added: 1, changed: 0, removed: 1, same: 1 })
  expect(await stand()).toEqual(['a 2026-01-05 10', 'b 2026-01-09 20', 'c 2026-01-08 1'])
})

test('full: the last delivery is the whole dataset', async () => {
  await begin('deliveries: full', ['a,2026-01-05,10,,', 'b,2026-01-06,20,,'])
  const second = await deliver('orders-2.csv', ['a,2026-01-05,10,,', 'c,2026-02-06,1,,'])
  expect(second.effect).toMatchObject({ added: 1, changed: 0, removed: 1, same: 1 })
  expect(await stand()).toEqual(['a 2026-01-05 10', 'c 2026-02-06 1'])
  if (work === undefined) throw new Error('not begun')
  await undo(work.deps, 'orders-2', localOwner, null)
  expect(await stand()).toEqual(['a 2026-01-05 10', 'b 2026-01-06 20'])
})

test('the ledger records both months of a row that moved, kept cells follow, and the doctor agrees', async () => {
  const { deps } = await begin('deliveries: upsert', ['a,2026-01-05,10,,', 'b,2026-02-06,20,,'])
  const question = questionOf(deps.catalog, 'revenue', ['2026-01', '2026-04'])
  const values = async (fresh: boolean) =>
    (await ask(deps, [question], localOwner, { fresh })).answers.map(({ value }) => value)
  await evaluate(deps, localOwner)
  expect(await values(false)).toEqual(['10', '20', null, null])
  await deliver('orders-2.csv', ['a,2026-03-05,11,,'])
  expect(await values(false)).toEqual([null, '20', '11', null])
  expect(await values(true)).toEqual(await values(false))
  await evaluate(deps, localOwner)
  const changes = await deps.store.changes.list({ kpi: 'revenue', limit: 100 })
  expect(
    changes
      .filter(({ cause }) => cause !== 'first')
      .map(({ period }) => period)
      .sort(),
  ).toEqual(['2026-01', '2026-03'])
  await undo(deps, 'orders-2', localOwner, null)
  expect(await values(false)).toEqual(['10', '20', null, null])
  expect(await values(true)).toEqual(await values(false))
  const findings = await examine(deps, [])
  expect(findings.find(({ what }) => what === 'facts of orders')).toMatchObject({ state: 'good', says: '2 rows.' })
})
