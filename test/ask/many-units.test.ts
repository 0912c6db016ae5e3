import '../support/work.ts'

import { afterEach, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { evaluate } from '../../src/app/evaluate.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Question } from '../../src/domain/answer.ts'
import { questionOf } from '../support/open-folder.ts'
import { kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'
import { workOf } from '../support/work.ts'

/** One scorecard for each of many units: work grows with the units, not with their square. */
const kpis = ['sales', 'visits', 'returned', 'basket']
const from = '2025-02'
const to = '2026-03'

function documents(units: number): string {
  const unit = (_: unknown, index: number) => `---
kind: unit
id: u${index}
name: Unit ${index}
level: team
parent: company
where: { store: s${index} }
---
kind: target
id: sales-u${index}
kpi: sales
scope: { unit: u${index} }
value: ${100 + index}
`
  return `kind: workspace
id: units
name: Units
zone: UTC
today: 2026-04-10
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: tills
source: files
from: tills.csv
key: [id]
row: visit
time: { column: day }
columns: { id: text, day: date, store: text, amount: integer, returned: boolean }
dimensions: [store]
---
kind: unit
id: company
name: Company
level: organisation
${Array.from({ length: units }, unit).join('')}---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: scorecard
id: store
name: Store
for: { each: team, under: company }
groups: [{ objective: grow, kpis: [${kpis.join(', ')}] }]
${kpi('sales', measure('tills', 'sum(amount)'))}${kpi('visits', measure('tills', 'count()'), 'visits')}${kpi(
  'returned',
  measure('tills', 'count() where returned'),
  'visits',
)}${kpi('basket', ratio('sum(amount)', 'count()', 'tills'), '1 / visit')}`
}

function tills(units: number): readonly string[] {
  const lines = ['id,day,store,amount,returned']
  for (let month = 0; month < 14; month++) {
    const day = `${2025 + Math.floor((month + 1) / 12)}-${String(((month + 1) % 12) + 1).padStart(2, '0')}-07`
    for (let at = 0; at < units; at++)
      lines.push(`${month}-${at},${day},s${at},${(at * 7 + month * 13) % 100},${(at + month) % 3 === 0}`)
  }
  return lines
}

let open: SmallWorkspace | null = null
afterEach(async () => {
  await open?.close()
  open = null
})

const openUnits = async (units: number): Promise<SmallWorkspace> => {
  open = await smallWorkspace(documents(units), { 'tills.csv': tills(units) })
  return open
}

const pageOf = ({ deps }: SmallWorkspace, unit: string): Question[] =>
  kpis.map((id) => questionOf(deps.catalog, id, [from, to], { scope: `unit:${unit}` }))

/** What answering every unit's scorecard, and recording it, takes. */
async function workFor(units: number): Promise<Readonly<Record<'asked' | 'recorded', number>>> {
  const workspace = await openUnits(units)
  const { deps, close } = workspace
  const questions = Array.from({ length: units }, (_, index) => pageOf(workspace, `u${index}`)).flat()
  const asked = await workOf(() => ask(deps, questions, localOwner, { fresh: true }))
  const recorded = await workOf(() => evaluate(deps, localOwner))
  await close()
  open = null
  return { asked, recorded }
}

test('a further unit is the same work, whether it comes to a hundred or to two hundred', {
  timeout: 120_000,
}, async () => {
  // What is only done once, and what the first units alone take, is in none of the differences.
  const [, few, some, many] = [await workFor(10), await workFor(75), await workFor(150), await workFor(300)]
  for (const one of ['asked', 'recorded'] as const) {
    const [before, after] = [(some[one] - few[one]) / 75, (many[one] - some[one]) / 150]
    expect(after / before).toBeLessThan(1.01)
  }
})

test('once two units were asked for, the pages of all others need no statement; after an evaluation, once one was', async () => {
  const workspace = await openUnits(150)
  const { deps } = workspace
  await evaluate(deps, localOwner)
  const page = async (unit: string) => (await ask(deps, pageOf(workspace, unit), localOwner)).timing.statements.length
  // It read another range of months.
  expect([await page('u100'), await page('u101'), await page('u3')]).toEqual([1, 0, 0])
  await workspace.close()
  const again = await openUnits(150)
  await pagesOf(again)
})

async function pagesOf(workspace: SmallWorkspace): Promise<void> {
  const { deps } = workspace
  const statements = async (unit: string) => {
    const { answers, timing } = await ask(deps, pageOf(workspace, unit), localOwner)
    const fresh = await ask(deps, pageOf(workspace, unit), localOwner, { fresh: true })
    expect(answers).toEqual(fresh.answers)
    return timing.statements.length
  }
  expect(await statements('u1')).toBe(1)
  expect(await statements('u2')).toBe(1)
  for (const unit of ['u3', 'u70', 'u149', 'u1', 'company']) expect(await statements(unit)).toBe(0)
}
