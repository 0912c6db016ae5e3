import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChangePlan, DocumentView } from '../../src/domain/view.ts'
import { bellwether, copyOf, killServed, type Served, serveFolder } from '../support/program.ts'

/**
 * Definitions change in a branch: affected KPIs and values before and after are seen, the branch is merged, rolled back, and
 * edits in the browser and in files never overwrite each other.
 */
const place = copyOf('start')
const { folder } = place
const branch = join(folder, '..', 'branch')
let server: Served

beforeAll(async () => {
  cpSync(folder, branch, { recursive: true })
  await bellwether(['load'], { cwd: folder })
  server = await serveFolder(folder)
})
afterAll(async () => {
  await server.stop()
  killServed()
  rmSync(branch, { recursive: true, force: true })
  place.remove()
})

async function run<T>(...args: readonly string[]): Promise<T> {
  const done = await bellwether([...args, '--json'], { cwd: folder })
  if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.err}`)
  return JSON.parse(done.out)
}

const formula = 'sum(amount) }\nmeasured-in: EUR\n'
const other = '"2 * sum(amount)" }\nmeasured-in: EUR\n'
const kpis = (of: string) => join(of, 'workspace.yaml')
const edit = (of: string, from: string, to: string) => {
  const text = readFileSync(kpis(of), 'utf8')
  if (!text.includes(from)) throw new Error(`${from} is not there`)
  writeFileSync(kpis(of), text.replace(from, to))
}

test('the plan of a branch names documents and values before and after, and writes nothing', async () => {
  expect(await run<ChangePlan>('plan', branch)).toMatchObject({
    documents: [],
    differences: [],
    reload: [],
    unknown: [],
  })
  edit(branch, formula, other)
  const plan = await run<ChangePlan>('plan', branch)
  expect(plan.documents).toEqual([{ kind: 'kpi', id: 'revenue', change: 'changed' }])
  expect(plan.differences.length).toBeGreaterThan(0)
  for (const { before, after } of plan.differences) {
    expect(before?.period).toBe(after?.period)
    if (before?.kpi === 'revenue') expect(Number(after?.value)).toBeCloseTo(2 * Number(before.value), 6)
  }
  expect(readFileSync(kpis(folder), 'utf8')).toContain(formula)
})

test('a merge applies exactly the branch; a proposal on older definitions is refused; rolling back gives the old bytes', async () => {
  const before = readFileSync(kpis(folder), 'utf8')
  const { base, revision } = await run<ChangePlan>('plan', branch)
  await run('apply', branch, '--base', base, '--reason', 'twice as much')
  expect(readFileSync(kpis(folder), 'utf8')).toBe(readFileSync(kpis(branch), 'utf8'))
  const again = await bellwether(['apply', branch, '--base', base], { cwd: folder })
  expect(again.err).toContain(`made on the definitions ${base}; in force are ${revision}`)
  const view = (await (await fetch(`${server.url}/api/v1/documents/kpi/revenue`)).json()) as DocumentView
  expect(view.versions.at(-1)).toMatchObject({ author: 'local', reason: 'twice as much' })
  edit(branch, other, formula)
  await run('apply', branch, '--reason', 'rolled back')
  expect(readFileSync(kpis(folder), 'utf8')).toBe(before)
})

test('an edit in the browser on a text that changed in its file meanwhile is refused', async () => {
  const path = `${server.url}/api/v1/documents/kpi/revenue`
  const shown = (await (await fetch(path)).json()) as DocumentView
  edit(branch, formula, other)
  await run('apply', branch)
  const body = { text: shown.text.replace('purpose:', 'description: Of the browser.\npurpose:'), baseHash: shown.hash }
  const saved = await fetch(path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(saved.status).toBe(409)
  expect(readFileSync(kpis(folder), 'utf8')).toContain(other)
  expect(readFileSync(kpis(folder), 'utf8')).not.toContain('Of the browser')
})

test('a broken or strange proposal changes nothing and says where', async () => {
  edit(branch, other, other.replace('amount', 'nonsense'))
  const refused = await bellwether(['apply', branch], { cwd: folder })
  expect([refused.code, refused.err.includes('workspace.yaml')]).toEqual([1, true])
  const outside = await fetch(`${server.url}/api/v1/apply`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files: [{ file: '../evil.yaml', text: 'kind: workspace\nid: x\n' }] }),
  })
  expect(JSON.stringify(await outside.json())).toContain('document/outside')
  expect(readFileSync(kpis(folder), 'utf8')).toContain(other)
})
