import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { bellwether, copyOf } from '../support/program.ts'

/**
 * One command exports every definition, value, target, seal and change; a fresh workspace imports it, every published
 * scorecard matches, and it exports the same bytes again.
 */
const place = copyOf('start')
const { folder } = place
const beside = (name: string) => join(folder, '..', name)
afterAll(() => place.remove())

async function run(args: readonly string[], cwd = folder): Promise<string> {
  const done = await bellwether(args, { cwd })
  if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.err}`)
  return done.out
}

/** Every file below a folder with its bytes. */
const bytesOf = (of: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(of, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(of.length), readFileSync(path).toString('base64')]),
  )

test('an export is imported whole, answers the same and exports the same bytes', async () => {
  await run(['load'])
  await run(['close', '2026-01', '--even-if-late', '--reason', 'for the test'])
  await run(['export', beside('out')])
  await run(['import', beside('out'), beside('again')])
  await run(['export', beside('out-again')], beside('again'))
  const [first, second] = [bytesOf(beside('out')), bytesOf(beside('out-again'))]
  expect([...second.keys()]).toEqual([...first.keys()])
  expect(second).toEqual(first)
  for (const table of ['documents', 'batches', 'parts', 'changes', 'closings', 'seals'])
    expect(first.get(`/state/${table}.jsonl`)?.length, table).toBeGreaterThan(0)
  const asked = ['ask', 'all', '--from', '2025-06', '--to', '2026-06', '--as-of', 'published', '--json']
  const known = (text: string) => text.replaceAll(/"asOf": "[^"]*"/g, '')
  expect(known(await run(asked, beside('again')))).toBe(known(await run(asked)))
})

test('nothing is overwritten, and a damaged export imports nothing', async () => {
  const refused = async (args: readonly string[]) => (await bellwether(args, { cwd: folder })).err
  expect(await refused(['export', beside('out')])).toContain('never overwrites')
  expect(await refused(['import', beside('out'), folder])).toContain('not empty')
  const line = join(beside('out'), 'state/seals.jsonl')
  writeFileSync(line, readFileSync(line, 'utf8').replace('"closing":1', '"closing":2'))
  expect(await refused(['import', beside('out'), beside('other')])).toContain(
    'state/seals.jsonl of the export is damaged',
  )
  expect(readdirSync(beside(''))).not.toContain('other')
  for (const name of ['out', 'out-again', 'again']) rmSync(beside(name), { recursive: true, force: true })
})
