import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../../src/app/ask.ts'
import type { Deps } from '../../../src/app/deps.ts'
import { load } from '../../../src/app/load.ts'
import { syncFacts } from '../../../src/app/sync.ts'
import { connectors } from '../../../src/connectors/index.ts'
import { localOwner } from '../../../src/domain/access.ts'
import type { Answer } from '../../../src/domain/answer.ts'
import type { Catalog } from '../../../src/domain/catalog.ts'
import { checkWorkspace } from '../../../src/domain/definition/build.ts'
import { openFacts } from '../../../src/engine/open.ts'
import type { Facts, Store } from '../../../src/ports.ts'
import { openStore } from '../../../src/store/open.ts'
import { day } from '../../../src/time/day.ts'
import { kpi } from '../../support/small-workspace.ts'
import { firstDay, lastDay } from './data.ts'
import { type Asked, documentsOf, type World, worlds } from './world.ts'

// The same rows in one file each, or shuffled, dealt to several files and delivered in several loads, some files first with
// a part of their rows: the answers are the same, byte for byte, but for the revisions they were made from.
// No formula here divides one column by another within a row: doubles that are added in another order differ in their last digit.

const clock = { now: () => Date.UTC(2026, 5, 1) }
let folder = ''
let facts: Facts
let store: Store
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bellwether-loads-'))
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
  if (catalog === null) throw new Error(issues.map(({ line, message }) => `${line}: ${message}`).join('\n'))
  return catalog
}

/** One file of a dataset: its rows, the load that brings them, and the load that already brings the first half of them. */
interface Dealt {
  readonly rows: readonly string[]
  readonly load: number
  readonly early: number
}
const loads = 3

/** Where each row goes: its file by the first number, its place there by the second. */
const hands = fc.record({
  files: fc.integer({ min: 1, max: 3 }),
  cards: fc.array(fc.tuple(fc.nat(2), fc.nat(1_000_000)), { minLength: 64, maxLength: 64 }),
  loads: fc.tuple(fc.nat(loads - 1), fc.nat(loads - 1), fc.nat(loads - 1)),
  early: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
})
type Hand = typeof hands extends fc.Arbitrary<infer T> ? T : never

function deal(lines: readonly string[], hand: Hand): readonly Dealt[] {
  const cards = lines.slice(1).map((row, index) => {
    const [file = 0, place = 0] = hand.cards[index % hand.cards.length] ?? []
    return { row, file: file % hand.files, place }
  })
  return Array.from({ length: hand.files }, (_, file) => {
    const own = cards.filter((card) => card.file === file).sort((a, b) => a.place - b.place)
    const at = hand.loads[file] ?? 0
    return { rows: own.map(({ row }) => row), load: at, early: hand.early[file] === true ? Math.max(0, at - 1) : at }
  })
}

/** What does not merge, beside the random KPIs: percentiles, entities, and rows in force with their ages. */
const others: Readonly<Record<string, string>> = {
  middle: '{ type: measure, dataset: sales, formula: median(amount) }',
  high: '{ type: measure, dataset: sales, formula: "percentile(size, 90) where flag" }',
  fresh:
    '{ type: measure, dataset: sales, formula: count() where n > 0 and earlier = 0, per: { key: customer, values: { n: count(), earlier: { formula: count(), when: before } } } }',
  purse:
    '{ type: measure, dataset: sales, formula: median(total), per: { key: customer, values: { total: sum(amount) } } }',
  open: '{ type: measure, dataset: bills, formula: sum(amount) }',
  largest: '{ type: measure, dataset: bills, formula: max(amount) }',
  old: '{ type: measure, dataset: bills, formula: "count() where days_between(day, as_of()) > 20" }',
  level: '{ type: measure, dataset: bills, formula: count(), over-time: mean }',
}

const otherDocuments = (of: number): string => `---
kind: dataset
id: bills-${of}
source: files
from: sales.csv
key: [id]
rows: validity
row: bill
time: { column: day, until: due }
columns: { id: integer, day: date, region: text, amount: decimal(2), due: date }
dimensions: [region]
${Object.entries(others)
  .map(([id, calculation]) => {
    const own = calculation.replace(/dataset: (\w+)/, `dataset: $1-${of}`)
    const unit = /count\(\)/.test(own) ? (id === 'fresh' ? 'customers' : 'bills') : '1'
    return kpi(id, own, unit)
  })
  .join('')}`

let number = 0

/** A workspace of its own on the shared engine: each dataset's files are written before the load that brings them. */
async function loaded(world: World, dealt: Readonly<Record<string, readonly Dealt[]>>) {
  number++
  const { text, kept } = documentsOf(world, number, catalogOf)
  const spread = (text + otherDocuments(number)).replaceAll(
    /^from: (\w+)\.csv$|from: (\w+)\.csv,/gm,
    (whole, alone, listed) =>
      listed === undefined ? `from: ${alone}-*.csv` : whole.replace(`${listed}.csv`, `"${listed}-*.csv"`),
  )
  const deps: Deps = { catalog: catalogOf(spread), facts, store, clock, folder, connectors, fail: () => {} }
  await syncFacts(deps)
  const place = join(folder, `w${number}`)
  mkdirSync(place)
  for (let round = 0; round < loads; round++) {
    for (const [name, files] of Object.entries(dealt)) {
      const header = world.data.files[name]?.[0] ?? ''
      for (const [index, file] of files.entries()) {
        const whole = round >= file.load
        if (!whole && round < file.early) continue
        const rows = whole ? file.rows : file.rows.slice(0, Math.floor(file.rows.length / 2))
        writeFileSync(join(place, name.replace('.csv', `-${index}.csv`)), `${[header, ...rows].join('\n')}\n`)
      }
    }
    const reports = await load(deps, 'all', localOwner)
    const errors = reports.flatMap(({ issues }) => issues.filter(({ severity }) => severity === 'error'))
    const known = errors.filter(({ code }) => round === loads - 1 || code !== 'load/no-file')
    if (known.length > 0) throw new Error(known.map(({ code, message }) => `${code} ${message}`).join('\n'))
  }
  return { deps, kept: kept.length }
}

function questionOf(catalog: Catalog, kept: number, asked: Asked) {
  const from = catalog.calendars.get(asked.calendar)?.grains.get(asked.grain)?.ordinalOf(day(asked.day)) ?? 0
  const until = from + (asked.grain === 'total' ? 1 : asked.periods)
  const { unit, where, calendar, grain, by } = asked
  return { kpi: `k${asked.kpi % kept}`, scope: { unit, where }, calendar, grain, from, until, by }
}

/** The months that rows lie in, whole and by region. */
function monthly(catalog: Catalog, kpi: string) {
  const month = catalog.calendars.get('gregorian')?.grains.get('month')
  if (month === undefined) throw new Error('no months')
  const [from, until] = [month.ordinalOf(day(firstDay)), month.ordinalOf(day(lastDay)) + 1]
  const scope = { unit: null, where: {} }
  return [[], ['region']].map((by) => ({ kpi, scope, calendar: 'gregorian', grain: 'month', from, until, by }) as const)
}

const plain = ({ revision: _, ...answer }: Answer) => answer

test('answers do not depend on the order and the batches that rows come in', async () => {
  const seen = { answers: 0, values: 0 }
  const names = ['sales.csv', 'customers.csv', 'countries.csv', 'stock.csv', 'lines.csv', 'notes.csv'] as const
  const dealing = fc.record(Object.fromEntries(names.map((name) => [name, hands])))
  const property = fc.asyncProperty(worlds, dealing, async (world, hand) => {
    const { files } = world.data
    const whole = Object.fromEntries(
      Object.entries(files).map(([name, lines]) => [name, [{ rows: lines.slice(1), load: 0, early: 0 }]]),
    )
    const parts = Object.fromEntries(
      Object.entries(files).flatMap(([name, lines]) => {
        const own = hand[name]
        return own === undefined ? [] : [[name, deal(lines, own)]]
      }),
    )
    const [one, other] = [await loaded(world, whole), await loaded(world, parts)]
    const fixed = Object.keys(others).map((id) => ({ id }))
    for (const page of [...world.pages, fixed]) {
      const [a, b] = await Promise.all(
        [one, other].map(async ({ deps, kept }) => {
          const questions = page.flatMap((asked) =>
            'id' in asked ? monthly(deps.catalog, asked.id) : [questionOf(deps.catalog, kept, asked)],
          )
          return (await ask(deps, questions, localOwner)).answers
        }),
      )
      if (a === undefined || b === undefined) throw new Error('two workspaces were asked')
      expect(b).toHaveLength(a.length)
      for (const [index, answer] of a.entries()) {
        const again = b[index]
        if (again === undefined) throw new Error(`no answer ${index}`)
        expect(JSON.stringify(plain(again))).toBe(JSON.stringify(plain(answer)))
        seen.answers++
        if (answer.state === 'value') seen.values++
      }
    }
  })
  await fc.assert(property, {
    numRuns: 6,
    seed: Number(process.env.SEED ?? 20_261_124),
    endOnFailure: process.env.SHRINK === undefined,
  })
  console.log(seen)
  // A property that never meets a value proves nothing.
  expect(seen.answers).toBeGreaterThan(900)
  expect(seen.values).toBeGreaterThan(300)
}, 180_000)
