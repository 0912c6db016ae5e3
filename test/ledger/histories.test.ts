import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import type { Deps } from '../../src/app/deps.ts'
import { evaluate } from '../../src/app/evaluate.ts'
import { load } from '../../src/app/load.ts'
import { undo } from '../../src/app/undo.ts'
import { connectors } from '../../src/connectors/index.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Answer, Question } from '../../src/domain/answer.ts'
import { checkWorkspace } from '../../src/domain/definition/build.ts'
import { ordinalOn } from '../../src/time/period.ts'
import { localDay } from '../../src/time/zone.ts'
import { type OpenFolder, openFolder } from '../support/open-folder.ts'

/**
 * Random histories of deliveries, corrections, deletions, undos, other definitions, days that pass and restarts. After each
 * step a slow plain model asks for everything that was ever tracked and keeps all of it under the instant; as of any instant
 * the ledger must answer what the model kept last until then. HISTORIES=1000 and SEED choose how many and which.
 */
const histories = Number(process.env.HISTORIES ?? 8)
const seed = Number(process.env.SEED ?? 20261125)

const template = `kind: workspace
id: shop
name: Shop
zone: Europe/Paris
currency: EUR
---
kind: source
id: files
connector: csv
path: data
---
kind: unit
id: acme
name: Acme
level: organisation
---
kind: unit
id: north
name: North
level: division
parent: acme
where: { region: north }
---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: dataset
id: orders
source: files
from: orders*.csv
key: none
time: { column: day }
columns: { day: date, region: text, amount: money EUR }
dimensions: [region]
---
kind: kpi
id: revenue
name: Revenue
purpose: How much?
category: financial
calculation: { type: measure, dataset: orders, formula: "FORMULA" }
measured-in: EUR
good: up
cadence: month
final-after: 3 days
---
kind: kpi
id: growth
name: Growth
purpose: How much more?
category: financial
calculation: { type: formula, formula: "[revenue] - prior([revenue], 'year')" }
measured-in: EUR
good: up
cadence: month
---
kind: target
id: budget
kpi: revenue
value: TARGET
---
kind: scorecard
id: company
name: Company
groups: [{ objective: grow, kpis: [revenue, growth] }]
---
kind: scorecard
id: northern
name: North
unit: north
groups: [{ objective: grow, kpis: [revenue] }]
`

const workspace = (formula: string, target: number) =>
  template.replace('FORMULA', formula).replace('TARGET', String(target))

type Row = readonly [month: number, region: 'north' | 'south', amount: number]
type Step =
  | { readonly do: 'deliver'; readonly file: number; readonly rows: readonly Row[] }
  | { readonly do: 'remove'; readonly file: number }
  | { readonly do: 'undo'; readonly which: number }
  | { readonly do: 'redefine'; readonly twice: boolean; readonly target: number }
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'restart' }

const row = fc.tuple(
  fc.integer({ min: 0, max: 22 }),
  fc.constantFrom('north', 'south'),
  fc.integer({ min: 1, max: 99 }),
)
const deliver = fc.record({
  do: fc.constant('deliver' as const),
  file: fc.integer({ min: 0, max: 2 }),
  rows: fc.array(row as fc.Arbitrary<Row>, { minLength: 1, maxLength: 6 }),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: deliver },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), file: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat({ max: 9 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('redefine' as const),
      twice: fc.boolean(),
      target: fc.constantFrom(50, 80),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 70 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
)

const firstMonth = 24_289 // January 2024 as a month's ordinal, in which the rows begin
const dayOf = (month: number): string => {
  const at = firstMonth - 1 + month
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-15`
}

/** One life of a workspace, with the clock in the hand of the test. */
class Life {
  now = Date.UTC(2025, 6, 1)
  readonly source = mkdtempSync(join(tmpdir(), 'bellwether-history-'))
  readonly state = mkdtempSync(join(tmpdir(), 'bellwether-history-state-'))
  #open: OpenFolder | undefined
  #catalog: Deps['catalog'] | undefined
  readonly batches: string[] = []

  async start(): Promise<void> {
    await this.#open?.close()
    this.#open = await openFolder(this.source, { state: this.state, now: () => (this.now += 7) })
  }

  get deps(): Deps {
    if (this.#open === undefined) throw new Error('not started')
    return this.#catalog === undefined ? this.#open.deps : { ...this.#open.deps, catalog: this.#catalog }
  }

  async close(): Promise<void> {
    await this.#open?.close()
    for (const folder of [this.source, this.state]) rmSync(folder, { recursive: true, force: true })
  }

  define(formula: string, target: number): void {
    const text = workspace(formula, target)
    writeFileSync(join(this.source, 'workspace.yaml'), text)
    const hash = (of: string) => createHash('sha256').update(of).digest('hex')
    const { catalog } = checkWorkspace([{ file: 'workspace.yaml', text }], { connectors, hash })
    if (catalog === null) throw new Error('the definitions are wrong')
    this.#catalog = catalog
  }

  file(name: number): string {
    return join(this.deps.folder, 'data', `orders-${name}.csv`)
  }

  async load(): Promise<void> {
    for (const { batch } of await load(this.deps, 'all', localOwner)) if (batch !== null) this.batches.push(batch)
  }
}

async function take(life: Life, one: Step): Promise<void> {
  life.now += 60_000
  switch (one.do) {
    case 'deliver': {
      const lines = one.rows.map(([month, region, amount]) => `${dayOf(month)},${region},${amount}.50`)
      writeFileSync(life.file(one.file), ['day,region,amount', ...lines, ''].join('\n'))
      return life.load()
    }
    case 'remove':
      rmSync(life.file(one.file), { force: true })
      return life.load()
    case 'undo': {
      const batch = life.batches[one.which]
      if (batch !== undefined) await undo(life.deps, batch, localOwner, null)
      return
    }
    case 'redefine':
      return life.define(one.twice ? '2 * sum(amount)' : 'sum(amount)', one.target)
    case 'wait':
      life.now += one.days * 86_400_000
      return
    case 'restart':
      return life.start()
  }
}

const shown = ({ kpi, scope, period, state, value, target, status }: Answer) => ({
  kpi,
  scope,
  period,
  state,
  value,
  target,
  status,
})

const items: readonly (readonly [kpi: string, unit: string | null])[] = [
  ['revenue', null],
  ['growth', null],
  ['revenue', 'north'],
]

function questions(from: number, until: number): Question[] {
  return items.map(([kpi, unit]) => ({
    kpi,
    scope: { unit, where: {} },
    calendar: 'gregorian',
    grain: 'month',
    from,
    until,
    by: [],
  }))
}

const monthOn = (life: Life): number => {
  const calendar = life.deps.catalog.calendars.get('gregorian')
  if (calendar === undefined) throw new Error('no calendar')
  return ordinalOn(calendar, 'month', localDay(life.now, 'Europe/Paris'))
}

interface Snapshot {
  readonly at: number
  readonly from: number
  readonly until: number
  readonly answers: ReadonlyMap<string, ReturnType<typeof shown>>
}

const keyOf = ({ kpi, scope, period }: Pick<Answer, 'kpi' | 'scope' | 'period'>) => `${kpi} ${scope} ${period}`

/** Everything that was ever tracked, asked anew: what a ledger that keeps all would hold. */
async function snapshot(life: Life, first: number): Promise<Snapshot> {
  const until = monthOn(life) + 1
  const { answers } = await ask(life.deps, questions(first, until), localOwner)
  return { at: life.now, from: first, until, answers: new Map(answers.map((one) => [keyOf(one), shown(one)])) }
}

async function check(life: Life, kept: readonly Snapshot[]): Promise<void> {
  const until = monthOn(life) + 1
  for (const moment of [(kept[0]?.at ?? 0) - 1_000, ...kept.map(({ at }) => at)]) {
    const known = kept.findLast(({ at }) => at <= moment)
    const asOf = new Date(moment).toISOString()
    const from = (kept[0]?.from ?? until) - 1
    const { answers } = await ask({ ...life.deps, asOf }, questions(from, until), localOwner)
    for (const answer of answers) {
      const model = known?.answers.get(keyOf(answer))
      if (model !== undefined) expect(shown(answer), asOf).toEqual(model)
      else
        expect([answer.state, answer.value], `${asOf} ${keyOf(answer)}`).toEqual([
          expect.stringMatching(/no-data|not-due/),
          null,
        ])
      expect(answer.flags.includes('not-recorded')).toBe(model === undefined && answer.state === 'no-data')
    }
  }
}

test(`as of any instant of ${histories} random histories the ledger answers what was known then`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      const life = new Life()
      try {
        mkdirSync(join(life.source, 'data'))
        life.define('sum(amount)', 80)
        await life.start()
        const first = monthOn(life) - 13
        const kept: Snapshot[] = []
        for (const one of steps) {
          await take(life, one)
          await evaluate(life.deps, localOwner)
          kept.push(await snapshot(life, first))
        }
        await check(life, kept)
      } finally {
        await life.close()
      }
    }),
    { numRuns: histories, seed },
  )
}, 3_600_000)
