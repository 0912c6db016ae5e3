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
import type { Answer, Question } from '../../../src/domain/answer.ts'
import type { Catalog } from '../../../src/domain/catalog.ts'
import { checkWorkspace } from '../../../src/domain/definition/build.ts'
import { parseScope } from '../../../src/domain/scope.ts'
import { openFacts } from '../../../src/engine/open.ts'
import type { Facts, Store } from '../../../src/ports.ts'
import { openStore } from '../../../src/store/open.ts'
import { day } from '../../../src/time/day.ts'
import { isoOf, type Row } from './data.ts'
import { type DatasetName, quotient } from './formulas.ts'
import { beginsTooLate, daysOf, type Span } from './spans.ts'
import { isExact, print, type Result, toDouble } from './values.ts'
import { type Asked, documentsOf, type Wanted, type World, worlds } from './world.ts'

// Random workspaces, data and questions against one real engine: the planned answer is the naive one, and both are what a
// few lines of plain arithmetic over the raw rows say.

const clock = { now: () => Date.UTC(2026, 5, 1) }
let folder = ''
let facts: Facts
let store: Store
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bellwether-plans-'))
  store = await openStore({ file: join(folder, '.bellwether', 'state.sqlite'), clock })
  facts = await openFacts({ folder: join(folder, '.bellwether'), memoryMb: 256, threads: 1, log: () => {} })
})
afterAll(async () => {
  await facts.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
function catalogOf(text: string): Catalog {
  const { catalog, issues } = checkWorkspace([{ file: 'world.yaml', text }], { connectors, hash })
  if (catalog === null)
    throw new Error(`${issues.map(({ line, message }) => `${line}: ${message}`).join('\n')}\n${text}`)
  return catalog
}

let number = 0
async function opened(world: World): Promise<{ deps: Deps; text: string; kept: readonly Wanted[] }> {
  number++
  const { text, kept } = documentsOf(world, number, catalogOf)
  mkdirSync(join(folder, `w${number}`))
  for (const [name, lines] of Object.entries(world.data.files)) {
    writeFileSync(join(folder, `w${number}`, name), `${lines.join('\n')}\n`)
  }
  const deps: Deps = { catalog: catalogOf(text), facts, store, clock, folder, connectors, fail: () => {} }
  const reports = await load(deps, 'all', localOwner)
  const errors = reports.flatMap(({ issues }) => issues.filter(({ severity }) => severity === 'error'))
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  return { deps, text, kept }
}

function questionOf(catalog: Catalog, kept: readonly Wanted[], asked: Asked): Question {
  const calendar = catalog.calendars.get(asked.calendar)
  const grain = calendar?.grains.get(asked.grain)
  if (grain === undefined) throw new Error(`no grain ${asked.grain}`)
  const from = grain.ordinalOf(day(asked.day))
  const periods = asked.grain === 'total' ? 1 : asked.periods
  return {
    kpi: `k${asked.kpi % kept.length}`,
    scope: { unit: asked.unit, where: asked.where },
    calendar: asked.calendar,
    grain: asked.grain,
    from,
    until: from + periods,
    by: asked.by,
  }
}

/** Quotients may differ in their last digits, where rows were added in another order; everything else is equal. */
function expectSame(a: readonly Answer[], b: readonly Answer[]): void {
  const near = (answer: Answer) =>
    Object.fromEntries(
      Object.entries(answer).map(([name, value]) => [
        name,
        typeof value === 'number' ? Number(value.toPrecision(12)) : value,
      ]),
    )
  expect(a.map(near)).toEqual(b.map(near))
}

/** Whether a unit of the tree owns a row; null where the dataset lacks a dimension that decides it. */
function owned(unit: string, row: Row, dimensions: ReadonlySet<string>): boolean | null {
  const is = (name: string, ...members: string[]) => {
    const member = row.members[name] ?? null
    return dimensions.has(name) ? member !== null && members.includes(member) : null
  }
  const all = (...parts: (boolean | null)[]) => (parts.includes(null) ? null : parts.every(Boolean))
  const teamE = all(is('region', 'e'), is('kind', 'a', 'b'))
  const teamP = is('segment', 'p')
  const either = teamE === null || teamP === null ? null : teamE || teamP
  return { company: true, west: is('region', 'n', 's'), east: either, 'team-e': teamE, 'team-p': teamP }[unit] ?? null
}

const dimensionsOf: Readonly<Record<DatasetName, ReadonlySet<string>>> = {
  sales: new Set(['region', 'kind', 'flag', 'size', 'due', 'segment']),
  stock: new Set(['region']),
  lines: new Set(['region', 'segment']),
  notes: new Set(['region']),
}

/** The rows of a dataset that an answer speaks for; null where the scope or grain does not apply to it. */
function rowsFor(world: World, dataset: DatasetName, answer: Answer, span: Span | null): readonly Row[] | null {
  const scope = parseScope(answer.scope)
  const dimensions = dimensionsOf[dataset]
  const sample: Row = { day: null, numbers: {}, texts: {}, flag: null, due: null, members: {} }
  if (scope === null || Object.keys(scope.where).some((name) => !dimensions.has(name))) return null
  if (scope.unit !== null && owned(scope.unit, sample, dimensions) === null) return null
  if (dataset === 'notes' && answer.grain !== 'total') return null
  const days = world.data.rows[dataset].filter(
    ({ day }) => dataset === 'notes' || (day !== null && (span === null || (day >= span.from && day < span.until))),
  )
  const last = Math.max(...days.map(({ day }) => day ?? 0))
  return days.filter(
    (row) =>
      (dataset !== 'stock' || row.day === last) &&
      (scope.unit === null || owned(scope.unit, row, dimensions) === true) &&
      Object.entries(scope.where).every(([name, members]) => members.includes(row.members[name] ?? '')),
  )
}

/** What plain arithmetic says of an answer; undefined where it has no opinion, null for no value. */
function opinion(
  world: World,
  kept: readonly Wanted[],
  wanted: Wanted,
  answer: Answer,
  span = daysOf(answer),
): Result | null | undefined {
  const of = (
    part: { dataset: DatasetName; measure: { of: (rows: readonly Row[], zero: boolean) => Result | null } },
    zero: boolean,
  ) => {
    const rows = rowsFor(world, part.dataset, answer, span)
    return rows === null ? null : part.measure.of(rows, zero)
  }
  switch (wanted.kind) {
    case 'formula':
      return undefined
    case 'spanned': {
      const inner = kept[wanted.of]
      if (inner === undefined || span === null) return null
      const reached = daysOf(answer, wanted.reach, world.calendar)
      if (beginsTooLate(world, inner, wanted.reach, reached, answer)) return undefined
      // What a KPI does with no rows at all is its own; the spanned one is asked by the inner one's rule.
      return opinion(world, kept, inner, answer, reached)
    }
    case 'measure':
      return of(wanted, wanted.zero)
    case 'ratio': {
      const [top, bottom] = [of(wanted.top, wanted.zero), of(wanted.bottom, wanted.zero)]
      return top === null || bottom === null ? null : quotient(top, bottom)
    }
  }
}

/** Late means that a dataset has nothing on or after the period's first day. */
function expectLate(world: World, wanted: Extract<Wanted, { zero: boolean }>, { start }: Answer): void {
  const datasets = wanted.kind === 'measure' ? [wanted.dataset] : [wanted.top.dataset, wanted.bottom.dataset]
  const behind = datasets.filter((name) =>
    world.data.rows[name].every(({ day }) => day === null || isoOf(day) < (start ?? '')),
  )
  expect(behind.length).toBeGreaterThan(0)
}

function expectOpinion(world: World, kept: readonly Wanted[], wanted: Wanted, answer: Answer): void {
  const judged = wanted.kind === 'spanned' ? kept[wanted.of] : wanted
  if (answer.state === 'late' && judged !== undefined && 'zero' in judged) return expectLate(world, judged, answer)
  const expected = answer.state === 'not-due' ? undefined : opinion(world, kept, wanted, answer)
  if (expected === undefined) return
  const where = `${answer.kpi} "${answer.scope}" ${answer.grain} ${answer.period}`
  if (expected === null) return expect(answer.state, where).not.toBe('value')
  expect(answer.state, where).toBe('value')
  if (isExact(expected)) return expect(answer.value, where).toBe(print(expected))
  const size = Math.max(Math.abs(expected), 1e-6)
  expect(Math.abs(Number(answer.value) - toDouble(expected)), where).toBeLessThanOrEqual(1e-9 * size)
}

test('any plan gives the naive answer, and the one that the rows give by hand', async () => {
  const seen = { pages: 0, answers: 0, values: 0, judged: 0, spanned: 0 }
  const property = fc.asyncProperty(worlds, async (world) => {
    const { deps, text, kept } = await opened(world)
    for (const page of world.pages) {
      const questions = page.map((asked) => questionOf(deps.catalog, kept, asked))
      try {
        const planned = await ask(deps, questions, localOwner)
        const naive = await ask(deps, questions, localOwner, { plan: 'naive' })
        expectSame(planned.answers, naive.answers)
        const perDataset = Map.groupBy(planned.timing.statements, ({ dataset }) => dataset)
        for (const ran of perDataset.values()) expect(ran.length).toBeLessThanOrEqual(2)
        for (const answer of planned.answers) {
          const wanted = kept[Number(answer.kpi.slice(1))]
          if (wanted === undefined) throw new Error(answer.kpi)
          expectOpinion(world, kept, wanted, answer)
          if (wanted.kind !== 'formula' && answer.state !== 'not-due') seen.judged++
          if (answer.state === 'value') seen.values++
          if (answer.state === 'value' && wanted.kind === 'spanned') seen.spanned++
        }
        seen.pages++
        seen.answers += planned.answers.length
      } catch (error) {
        if (error instanceof Error)
          error.message += `\n\n${text.slice(text.indexOf('kind: kpi'))}\n${JSON.stringify(world.data.files, null, 1)}`
        throw error
      }
    }
  })
  await fc.assert(property, {
    numRuns: 25,
    seed: Number(process.env.SEED ?? 20_261_124),
    endOnFailure: process.env.SHRINK === undefined,
  })
  console.log(seen)
  // A property that never meets a value proves nothing.
  expect(seen.pages).toBeGreaterThanOrEqual(150)
  expect(seen.values).toBeGreaterThan(200)
  expect(seen.judged).toBeGreaterThan(400)
  expect(seen.spanned).toBeGreaterThan(25)
}, 180_000)
