import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { load } from '../../src/app/load.ts'
import { undo } from '../../src/app/undo.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { Facts } from '../../src/ports.ts'
import { questionOf } from '../support/open-folder.ts'
import { type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

/**
 * Kept cells are read, counted and published. Whatever goes wrong or comes in between (the engine fails, a delivery or an
 * undo lands), every later answer is that of plain statements. SEED and RUNS choose.
 */
const seed = Number(process.env.SEED ?? 20261126)
const numRuns = Number(process.env.RUNS ?? 6)

let work: SmallWorkspace | undefined
afterEach(async () => work?.close())

const documents = (policy: string) => `kind: workspace
id: shop
name: Shop
zone: UTC
currency: EUR
today: 2026-12-20
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: orders
source: files
from: orders*.csv
key: ${policy === 'upsert' ? 'id' : 'none'}
deliveries: ${policy}
time: { column: day }
columns: { id: text, day: date, region: text, amount: money EUR }
dimensions: [region]
---
kind: kpi
id: revenue
name: Revenue
purpose: How much?
category: financial
calculation: { type: measure, dataset: orders, formula: "sum(amount)" }
measured-in: EUR
good: up
cadence: month
`

const head = 'id,day,region,amount'
/** Each of two regions has a row in every month. */
const whole = Array.from(
  { length: 24 },
  (_, at) => `k${at},${dayIn(at % 12)},${at % 2 === 0 ? 'north' : 'south'},${at + 1}`,
)

function dayIn(month: number): string {
  return `2026-${String(month + 1).padStart(2, '0')}-07`
}

const row = fc.record({ key: fc.nat(23), month: fc.nat(11), amount: fc.integer({ min: 1, max: 99 }) })
const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 3, selector: ({ key }) => key })
type Rows = typeof rows extends fc.Arbitrary<infer R> ? R : never

const event = fc.oneof(
  fc.record({ do: fc.constant('deliver' as const), rows }),
  fc.record({ do: fc.constant('undo' as const), which: fc.nat(4) }),
  fc.record({ do: fc.constant('fail' as const) }),
)
const act = fc.record({
  first: rows,
  /** Before or after which statement of the question it happens. */
  statement: fc.nat(2),
  before: fc.boolean(),
  event,
  by: fc.constantFrom<readonly string[]>([], ['region']),
})
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never

const told = (answers: readonly Answer[]) => answers.map(({ asOf: _, ...answer }) => answer)

class Shop {
  readonly #work: SmallWorkspace
  readonly #batches: string[] = []
  #files = 1

  constructor(of: SmallWorkspace) {
    this.#work = of
  }

  get deps() {
    return this.#work.deps
  }

  async deliver(of: Rows): Promise<void> {
    const lines = of.map(({ key, month, amount }) => `k${key},${dayIn(month)},north,${amount}`)
    this.#files += 1
    const name = `orders-${String(this.#files).padStart(4, '0')}.csv`
    writeFileSync(join(this.#work.folder, 'data', name), `${[head, ...lines].join('\n')}\n`)
    const [report] = await load(this.deps, ['orders'], localOwner, { keepUndone: true })
    expect(report?.issues.filter(({ severity }) => severity !== 'warning')).toEqual([])
    if (report?.batch != null) this.#batches.push(report.batch)
  }

  async undo(which: number): Promise<void> {
    const batch = this.#batches.at(-1 - which)
    if (batch !== undefined) await undo(this.deps, batch, localOwner, null)
  }

  asked(by: readonly string[], options: Parameters<typeof ask>[3] = {}) {
    return ask(
      this.deps,
      [questionOf(this.deps.catalog, 'revenue', ['2026-01', '2026-12'], { by })],
      localOwner,
      options,
    )
  }

  async happen(one: Act['event']): Promise<void> {
    if (one.do === 'fail') throw new Error('broken off')
    await (one.do === 'deliver' ? this.deliver(one.rows) : this.undo(one.which))
  }
}

/** Lets something happen around a statement of what runs, once; gives whether it came to that. */
async function around(facts: Facts, { statement, before, event }: Act, shop: Shop, run: () => Promise<unknown>) {
  const plain = facts.query
  let at = 0
  let happened = false
  const query: Facts['query'] = async (...given) => {
    const mine = at++ === statement && !happened
    if (mine) happened = true
    if (mine && before) await shop.happen(event)
    const result = await plain(...given)
    if (mine && !before) await shop.happen(event)
    return result
  }
  Object.assign(facts, { query })
  try {
    await run().catch((error: unknown) => {
      if (!(error instanceof Error) || error.message !== 'broken off') throw error
    })
  } finally {
    Object.assign(facts, { query: plain })
  }
  return happened
}

test.each(['append', 'upsert', 'window'])(
  '%s: broken off or overtaken anywhere, later answers are right',
  async (policy) => {
    work = await smallWorkspace(documents(policy), { 'orders-0001.csv': [head, ...whole] })
    const shop = new Shop(work)
    let happened = 0
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 6 }), async (acts) => {
        for (const one of acts) {
          await shop.asked(one.by)
          await shop.deliver(one.first)
          // From here on kept cells are renewed by statements: something happens around one of them.
          if (await around(shop.deps.facts, one, shop, () => shop.asked(one.by))) happened++
          const kept = told((await shop.asked(one.by)).answers)
          expect(kept).toEqual(told((await shop.asked(one.by, { fresh: true })).answers))
          expect(kept).toEqual(told((await shop.asked(one.by, { plan: 'naive' })).answers))
        }
      }),
      { numRuns, seed, endOnFailure: true },
    )
    expect(happened).toBeGreaterThan(numRuns)
  },
)
