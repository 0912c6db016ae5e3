import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { evaluate } from '../src/app/evaluate.ts'
import { load } from '../src/app/load.ts'
import { undo } from '../src/app/undo.ts'
import { localOwner } from '../src/domain/access.ts'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from './support/small-workspace.ts'

/** Thousands of units are recorded in many steps: others come between, and one that is broken off is gone on with. */

const units = Array.from({ length: 90 }, (_, index) => `u${index}`)
const documents = `kind: workspace
id: many
name: Many
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
from: tills*.csv
key: [id]
time: { column: day }
columns: { id: text, day: date, unit: text, amount: integer }
dimensions: [unit]
---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: unit
id: company
name: Company
level: organisation
${units.map((id) => `---\nkind: unit\nid: ${id}\nname: ${id}\nlevel: team\nparent: company\nwhere: { unit: ${id} }\n`).join('')}
---
kind: scorecard
id: team
name: Team
for: { each: team, under: company }
groups: [{ objective: grow, kpis: [sold] }]
${kpi('sold', measure('tills', 'sum(amount)'))}
`
const items = units.length * 14

let small: SmallWorkspace | undefined
afterEach(() => small?.close())

const till = (name: string, month: string) =>
  ['id,day,unit,amount', ...units.map((unit, index) => `${name}-${unit},${month}-10,${unit},${index + 1}`)] as const

test('a step that was the last one before a crash stands, and the next evaluation records the rest', async () => {
  small = await smallWorkspace(documents, { 'tills.csv': till('a', '2026-02') })
  const { deps } = small
  let steps = 0
  const dying = {
    ...deps,
    fail: (name: string) => {
      if (name === 'changes:recorded' && ++steps === 2) throw new Error('died')
    },
  }
  await expect(evaluate(dying, localOwner)).rejects.toThrow('died')
  const before = await deps.store.changes.list({})
  expect(before.length).toBeGreaterThan(0)
  expect(before.length).toBeLessThan(items)
  expect(await deps.store.changes.lastEvaluation()).toBeNull()
  expect(await evaluate(deps, localOwner)).toEqual({ tracked: items, changes: items - before.length })
  const all = await deps.store.changes.list({})
  expect(new Set(all.map(({ scope, period }) => `${scope} ${period}`)).size).toBe(items)
  expect(all).toHaveLength(items)
  expect(new Set(all.map(({ cause }) => cause))).toEqual(new Set(['first']))
  expect(await evaluate(deps, localOwner)).toEqual({ tracked: items, changes: 0 })
})

/** What a delivery of many months makes of every item; recorded whole, or broken off after its first step and made again. */
async function delivered(broken: boolean): Promise<ReadonlyMap<string, unknown>> {
  const work = await smallWorkspace(documents, { 'tills.csv': till('a', '2025-03') })
  try {
    const { deps } = work
    await evaluate(deps, localOwner)
    const months = ['2025-03', '2025-06', '2025-09', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03']
    const rows = months.flatMap((month) => till(month, month).slice(1))
    writeFileSync(join(deps.folder, 'data', 'tills-more.csv'), `${['id,day,unit,amount', ...rows].join('\n')}\n`)
    await load(deps, 'all', localOwner)
    const dying = {
      ...deps,
      fail: (name: string) => {
        if (name === 'changes:recorded') throw new Error('died')
      },
    }
    if (broken) await expect(evaluate(dying, localOwner)).rejects.toThrow('died')
    await evaluate(deps, localOwner)
    const changes = (await deps.store.changes.list({})).filter(({ cause }) => cause !== 'first')
    const value = (text: string | null): unknown => (text === null ? null : JSON.parse(text).value)
    const lines = changes.map(({ scope, period, cause, before, after }) => {
      return [`${scope} ${period}`, [cause, value(before), value(after)]] as const
    })
    expect(new Map(lines).size).toBe(lines.length)
    return new Map(lines)
  } finally {
    await work.close()
  }
}

test('a delivery whose changes were recorded in part gives the same history', async () => {
  const [whole, broken] = [await delivered(false), await delivered(true)]
  expect(whole.size).toBeGreaterThan(500)
  expect(broken).toEqual(whole)
})

test('what is taken back while it is recorded is seen by the next evaluation, and is the cause', async () => {
  small = await smallWorkspace(documents, { 'tills.csv': till('a', '2026-02') })
  const { deps } = small
  // Recording ends long after the undo.
  let now = deps.clock.now()
  const late = { ...deps, clock: { now: () => (now += 3_600_000) } }
  let taken: ReturnType<typeof undo> | undefined
  const undoing = {
    ...late,
    fail: (name: string) => {
      if (name === 'changes:recorded') taken ??= undo(deps, 'tills-1', localOwner, 'the wrong file')
    },
  }
  await evaluate(undoing, localOwner)
  expect(await taken).toMatchObject({ ok: true })
  await evaluate(late, localOwner)
  const changes = (await deps.store.changes.list({})).filter(({ cause }) => cause !== 'first')
  expect(changes.length).toBeGreaterThanOrEqual(units.length)
  expect(new Set(changes.map(({ cause }) => cause))).toEqual(new Set(['new-data', 'restatement']))
})

test('others have their turn between the steps', async () => {
  small = await smallWorkspace(documents, { 'tills.csv': till('a', '2026-02') })
  const { deps } = small
  const seen: number[] = []
  const watching = {
    ...deps,
    fail: (name: string) => {
      // Asked between two steps, answered before the last one.
      if (name === 'changes:recorded') void deps.store.changes.list({}).then((found) => seen.push(found.length))
    },
  }
  await evaluate(watching, localOwner)
  expect(seen[0]).toBeGreaterThan(0)
  expect(seen[0]).toBeLessThan(items)
})
