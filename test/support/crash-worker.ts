import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { enter } from '../../src/app/enter.ts'
import { killAt } from '../../src/app/failpoint.ts'
import { load } from '../../src/app/load.ts'
import { undo } from '../../src/app/undo.ts'
import { localOwner } from '../../src/domain/access.ts'
import { openWorkspace, put, rows } from './facts-workspace.ts'

/**
 * One life of the crash test: opens the workspace, tells what it finds there, then loads, enters, undoes and edits
 * without end, telling each act once it was acknowledged. It is killed by a failpoint or from outside.
 */

const [folder = '', failpoint = '', hits = '1', seed = '1'] = process.argv.slice(2)
let state = Number(seed)
const random = (below: number): number => {
  state = (state * 48_271) % 2_147_483_647
  return state % below
}

/** Synchronous, so that a line that was read was said before the process died. */
const say = (line: object): void => {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

let left = Number(hits)
const kill = killAt(failpoint)
const work = await openWorkspace(folder, undefined, (name) => {
  if (name === failpoint && --left <= 0) kill(name)
})
const { deps } = work

async function tellFound(): Promise<void> {
  const batches = await deps.store.batches.list()
  const facts: unknown[] = []
  for (const [dataset, total] of [
    ['orders', 'sum(amount)'],
    ['manual_values', 'sum(value)'],
  ] as const) {
    const found = await rows(
      deps.facts,
      `SELECT _part, count(*), CAST(${total} * 1000000 AS BIGINT) FROM facts_${dataset} GROUP BY _part ORDER BY _part`,
    )
    facts.push(...found)
  }
  const [doubled] = await rows(deps.facts, 'SELECT count(*) - count(DISTINCT id) FROM facts_orders')
  const documents = await deps.store.documents.history('kpi', 'nps')
  const files = readdirSync(join(folder, '.bellwether/batches'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort()
  const inForce: unknown[] = []
  for (const dataset of ['orders', 'manual-values']) {
    for (const part of await deps.store.batches.parts(dataset)) inForce.push({ ...part, dataset })
  }
  say({
    found: { batches, facts, doubled: doubled?.[0], documents: documents.map(({ text }) => text), files, inForce },
  })
}

async function loadOnce(count: number): Promise<void> {
  const name = `orders-${1 + random(3)}.csv`
  const lines = Array.from(
    { length: 1 + random(40) },
    (_, index) => `${name}-${index},2026-01-0${1 + random(9)},c1,${count}.25`,
  )
  put(folder, '.next', ['id,day,customer,amount', ...lines])
  const half = join(folder, 'data', '.next')
  const fingerprint = createHash('sha256').update(readFileSync(half)).digest('hex')
  say({ plan: { fingerprint, rows: lines.length, total: lines.length * (count * 1_000_000 + 250_000) } })
  renameSync(half, join(folder, 'data', name))
  const [report] = await load(deps, ['orders'], localOwner)
  if (report === undefined || report.issues.some((issue) => issue.severity === 'error'))
    throw new Error(JSON.stringify(report))
  if (report.batch !== null) say({ batch: report.batch })
}

async function enterOnce(count: number): Promise<void> {
  const result = await enter(deps, { kpi: 'nps', period: `2026-0${1 + random(6)}`, value: `${count}.5` }, localOwner)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  if (result.value.batch !== null) say({ batch: result.value.batch })
}

async function undoOnce(): Promise<void> {
  const standing = (await deps.store.batches.list()).filter((batch) => batch.undone === null)
  const batch = standing[random(Math.max(standing.length, 1))]
  if (batch === undefined) return
  const result = await undo(deps, batch.id, localOwner, null)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  say({ undone: batch.id })
}

async function editOnce(count: number): Promise<void> {
  const text = `version ${seed} ${count}`
  const at = '2026-01-01T00:00:00Z'
  await deps.store.documents.put([{ kind: 'kpi', id: 'nps', text, author: 'local', at, reason: null }])
  say({ document: text })
}

await tellFound()
if (failpoint === 'none') await work.close()
else {
  for (let count = 1; ; count++) {
    const dice = random(10)
    if (dice < 4) await loadOnce(count)
    else if (dice < 6) await enterOnce(count)
    else if (dice < 8) await undoOnce()
    else await editOnce(count)
  }
}
