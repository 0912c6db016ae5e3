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
import { override, removeOverride } from '../../src/app/overrides/override.ts'
import { undo } from '../../src/app/undo.ts'
import { connectors } from '../../src/connectors/index.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Answer, Question } from '../../src/domain/answer.ts'
import { checkWorkspace } from '../../src/domain/definition/build.ts'
import { gregorian } from '../../src/time/gregorian.ts'
import { ordinalOn, periodText } from '../../src/time/period.ts'
import { localDay } from '../../src/time/zone.ts'
import { type OpenFolder, openFolder } from '../support/open-folder.ts'
import { dayOf, type Policy, policies, RowModel, SetByHand } from '../support/row-model.ts'
import { found, type Step, step } from './steps.ts'

/**
 * Random histories of deliveries under every row policy, corrections, deletions, undos, values set by hand, other definitions,
 * days that pass and restarts. A slow plain model lays the deliveries over each other by hand and adds them up: each value must
 * be its sum, or what a person set. After
 * each step everything that was ever tracked is asked and kept under the instant; as of any instant the ledger must answer
 * what was kept last until then. HISTORIES=1000 and SEED choose how many and which.
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
key: KEY
deliveries: POLICY
deleted: gone
time: { column: day }
columns: { id: text, day: date, region: text, amount: money EUR, gone: boolean }
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

const workspace = (policy: Policy, formula: string, target: number) => {
  const upsert = policy === 'upsert'
  return template
    .replace('KEY', upsert ? 'id' : 'none')
    .replace('POLICY', policy)
    .replace('deleted: gone\n', upsert ? 'deleted: gone\n' : '')
    .replace('FORMULA', formula)
    .replace('TARGET', String(target))
}

/** One life of a workspace, with the clock in the hand of the test. */
class Life {
  now = Date.UTC(2025, 6, 1)
  readonly source = mkdtempSync(join(tmpdir(), 'bellwether-history-'))
  readonly state = mkdtempSync(join(tmpdir(), 'bellwether-history-state-'))
  #open: OpenFolder | undefined
  #catalog: Deps['catalog'] | undefined
  readonly model: RowModel
  readonly set = new SetByHand()
  factor = 1

  readonly policy: Policy

  constructor(policy: Policy) {
    this.policy = policy
    this.model = new RowModel(policy)
  }

  get batches(): readonly string[] {
    return this.model.ids
  }

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

  define(twice: boolean, target: number): void {
    this.factor = twice ? 2 : 1
    const text = workspace(this.policy, twice ? '2 * sum(amount)' : 'sum(amount)', target)
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
    const [report] = await load(this.deps, 'all', localOwner)
    // A folder without any file refuses the load and changes nothing.
    const failures = report?.issues.filter(({ severity }) => severity !== 'warning') ?? []
    expect(failures.map(({ code }) => code)).toEqual(this.model.files.size === 0 ? ['load/no-file'] : [])
    this.model.load(report?.batch ?? null)
    if (report?.batch != null) this.set.delivered()
  }
}

async function take(life: Life, one: Step): Promise<void> {
  life.now += 60_000
  switch (one.do) {
    case 'deliver': {
      const lines = one.rows.map(
        ({ id, month, region, amount, gone }) => `${id},${dayOf(month)},${region},${amount}.50,${gone}`,
      )
      writeFileSync(life.file(one.file), ['id,day,region,amount,gone', ...lines, ''].join('\n'))
      life.model.files.set(one.file, one.rows)
      return life.load()
    }
    case 'remove':
      rmSync(life.file(one.file), { force: true })
      life.model.files.delete(one.file)
      return life.load()
    case 'undo': {
      const batch = life.batches[one.which]
      if (batch === undefined) return
      const undone = await undo(life.deps, batch, localOwner, null)
      expect(undone.ok).toBe(life.model.undo(batch))
      if (undone.ok) life.set.delivered()
      return
    }
    case 'redefine':
      return life.define(one.twice, one.target)
    case 'wait':
      life.now += one.days * 86_400_000
      return
    case 'restart':
      return life.start()
    case 'override': {
      const scope = one.north ? 'unit:north' : ''
      const period = periodText(gregorian, 'month', monthOn(life) - one.back)
      const end = typeof one.until === 'number' ? life.now + one.until * 86_400_000 : one.until
      const until = typeof end === 'number' ? new Date(end).toISOString() : end
      const set = { kpi: 'revenue', period, scope: scope || 'all', value: `${one.value}.25`, reason: 'test', until }
      expect(await override(life.deps, set, localOwner)).toMatchObject({ ok: true })
      life.set.set({ scope, period, value: one.value + 0.25, until: end })
      return
    }
    case 'lift': {
      const found = life.set.standing(life.now)[one.which]
      if (found === undefined) return
      const item = { kpi: 'revenue', period: found.period, scope: found.scope || 'all', reason: 'test' }
      expect(await removeOverride(life.deps, item, localOwner)).toMatchObject({ ok: true })
      life.set.lift(found)
    }
  }
}

const shown = ({ kpi, scope, period, state, value, target, status, override }: Answer) => ({
  calculated: override?.calculated,
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

const numberOrNull = (value: string | number | null): number | null => (value === null ? null : Number(value))

/** Everything that was ever tracked, asked anew: what a ledger that keeps all would hold. */
async function snapshot(life: Life, first: number): Promise<Snapshot> {
  const until = monthOn(life) + 1
  const { answers } = await ask(life.deps, questions(first, until), localOwner)
  for (const { kpi, scope, period, value, override } of answers) {
    if (kpi !== 'revenue') continue
    const sum = life.model.sum(period, scope === 'unit:north' ? 'north' : null)
    const set = life.set.value(scope, period, life.now)
    const says = [override === undefined ? value : override.calculated.value, override === undefined ? null : value]
    expect(says.map(numberOrNull), `${kpi} ${scope} ${period}`).toEqual([sum && sum * life.factor, set])
  }
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
    fc.asyncProperty(
      fc.constantFrom(...policies),
      fc.array(step, { minLength: 4, maxLength: 12 }),
      async (policy, steps) => {
        const life = new Life(policy)
        try {
          mkdirSync(join(life.source, 'data'))
          life.define(false, 80)
          await life.start()
          // Tracking begins with the first evaluation.
          let first: number | null = null
          const kept: Snapshot[] = []
          for (const one of steps) {
            await take(life, one)
            await evaluate(life.deps, localOwner)
            first ??= monthOn(life) - 13
            kept.push(await snapshot(life, first))
          }
          await check(life, kept)
        } finally {
          await life.close()
        }
      },
    ),
    { numRuns: histories, seed, examples: found },
  )
}, 3_600_000)
