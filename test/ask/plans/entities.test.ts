import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../../src/app/ask.ts'
import type { Deps } from '../../../src/app/deps.ts'
import { load } from '../../../src/app/load.ts'
import { connectors } from '../../../src/connectors/index.ts'
import { localOwner } from '../../../src/domain/access.ts'
import type { Answer } from '../../../src/domain/answer.ts'
import type { Catalog } from '../../../src/domain/catalog.ts'
import { checkWorkspace } from '../../../src/domain/definition/build.ts'
import { openFacts } from '../../../src/engine/open.ts'
import type { Facts, Store } from '../../../src/ports.ts'
import { openStore } from '../../../src/store/open.ts'
import { questionOf } from '../../support/open-folder.ts'
import { documentsOf, filesOf, type Wanted, type World, wantedValue, worlds } from './entities.ts'
import { isExact, print, type Result, toDouble } from './values.ts'

// Entities, percentiles and rows in force, on random rows against a real engine: the planned answer is the naive one, and both
// are what a few lines of plain arithmetic over the raw rows say.

const clock = { now: () => Date.UTC(2026, 5, 1) }
let folder = ''
let facts: Facts
let store: Store
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bellwether-entities-'))
  store = await openStore({ file: join(folder, '.bellwether', 'state.sqlite'), clock })
  facts = await openFacts({ folder: join(folder, '.bellwether'), memoryMb: 256, threads: 1, log: () => {} })
})
afterAll(async () => {
  await facts.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const check = (text: string) => checkWorkspace([{ file: 'world.yaml', text }], { connectors, hash })

/** Units of measure are not on trial here: each KPI takes the one that its formula gives, and one whose units clash is left out. */
function soundOf(world: World, number: number): { readonly catalog: Catalog; readonly kept: readonly Wanted[] } {
  const units = new Map<number, string>()
  let kept = world.wanted
  for (let attempt = 0; attempt < 20; attempt++) {
    const text = documentsOf(world, number, kept, units)
    const { catalog, issues } = check(text)
    if (catalog !== null) return { catalog, kept }
    const [issue] = issues
    const at =
      (
        text
          .split('\n')
          .slice(0, issue?.line ?? 0)
          .join('\n')
          .match(/^id: k\d+$/gm) ?? []
      ).length - 1
    const computed = /^This gives (.*), but/.exec(issue?.message ?? '')?.[1]
    if (issue?.code === 'kpi/unit' && computed !== undefined && units.get(at) === undefined) units.set(at, computed)
    else if (issue?.code === 'formula/units' || issue?.code === 'kpi/unit') {
      kept = kept.filter((_, index) => index !== at)
      units.clear()
    } else throw new Error(`${issue?.line}: ${issue?.message}\n${text}`)
  }
  throw new Error('no sound workspace')
}

let number = 0
async function opened(world: World): Promise<{ readonly deps: Deps; readonly kept: readonly Wanted[] }> {
  number++
  const { catalog, kept } = soundOf(world, number)
  mkdirSync(join(folder, `w${number}`))
  for (const [name, lines] of Object.entries(filesOf(world))) {
    writeFileSync(join(folder, `w${number}`, name), `${lines.join('\n')}\n`)
  }
  const deps: Deps = { catalog, facts, store, clock, folder, connectors, fail: () => {} }
  const reports = await load(deps, 'all', localOwner)
  const errors = reports.flatMap(({ issues }) => issues.filter(({ severity }) => severity === 'error'))
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  return { deps, kept }
}

const near = (answer: Answer) =>
  Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toPrecision(12)) : value,
    ]),
  )

function expectResult(answer: Answer, expected: Result | null): void {
  const where = `${answer.kpi} "${answer.scope}" ${answer.grain} ${answer.period}`
  if (expected === null) return expect(answer.state, where).not.toBe('value')
  expect(answer.state, where).toBe('value')
  if (typeof answer.value === 'string' && isExact(expected)) return expect(answer.value, where).toBe(print(expected))
  const size = Math.max(Math.abs(toDouble(expected)), 1e-6)
  expect(Math.abs(Number(answer.value) - toDouble(expected)), where).toBeLessThanOrEqual(1e-9 * size)
}

test('entities, percentiles and rows in force: any plan gives the naive answer, and the one that the rows give by hand', async () => {
  const seen = { answers: 0, values: 0, judged: 0 }
  const property = fc.asyncProperty(worlds, async (world) => {
    const { deps, kept } = await opened(world)
    const questions = world.questions.map((one) => {
      const kpi = `k${one.kpi % kept.length}`
      const reach = one.reach === null ? kpi : `${one.reach}-${kpi}`
      return questionOf(deps.catalog, reach, [one.from, one.to], { scope: one.scope, by: one.by })
    })
    try {
      const planned = await ask(deps, questions, localOwner)
      const naive = await ask(deps, questions, localOwner, { plan: 'naive' })
      planned.answers.forEach((answer, index) => {
        const second = naive.answers[index]
        expect(near(answer)).toEqual(second && near(second))
      })
      for (const ran of Map.groupBy(planned.timing.statements, ({ dataset }) => dataset).values())
        expect(ran.length).toBeLessThanOrEqual(2)
      for (const answer of planned.answers) {
        seen.answers++
        if (answer.state === 'value') seen.values++
        const wanted = kept[Number(/^k(\d+)$/.exec(answer.kpi)?.[1] ?? -1)]
        if (wanted === undefined || ['not-due', 'late'].includes(answer.state)) continue
        const expected = wantedValue(world, wanted, answer)
        if (expected === undefined) continue
        expectResult(answer, expected)
        seen.judged++
      }
    } catch (error) {
      if (error instanceof Error)
        error.message += `\n\n${documentsOf(world, number, kept, new Map())}\n${JSON.stringify(filesOf(world), null, 1)}`
      throw error
    }
  })
  await fc.assert(property, {
    numRuns: 30,
    seed: Number(process.env.SEED ?? 20_261_125),
    endOnFailure: process.env.SHRINK === undefined,
  })
  console.log(seen)
  // A property that never meets a value proves nothing.
  expect(seen.values).toBeGreaterThan(300)
  expect(seen.judged).toBeGreaterThan(500)
}, 180_000)
