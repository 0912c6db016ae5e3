import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appliedRevisions } from '../../src/app/ask/applied.ts'
import { membersOf } from '../../src/app/ask/members.ts'
import { ask } from '../../src/app/ask.ts'
import { load } from '../../src/app/load.ts'
import { undo } from '../../src/app/undo.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Answer, Question } from '../../src/domain/answer.ts'
import { plainRows } from '../../src/engine/test-engine.ts'
import { parseDay } from '../../src/time/day.ts'
import { ordinalOn } from '../../src/time/period.ts'
import { openShop, orderLines, type Shop, writeLines } from '../support/shop.ts'

/** Kept cells answer what statements would, whatever came and went between the questions. SEED and RUNS choose. */
const seed = Number(process.env.SEED ?? 20261125)
const numRuns = Number(process.env.RUNS ?? 12)

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

const kpis = ['revenue', 'order-value', 'orders', 'on-time', 'answer-hours', 'headcount', 'visits-per-order']
const question = fc.record({
  kpi: fc.subarray(kpis, { minLength: 1 }),
  grain: fc.constantFrom('day', 'week', 'month', 'quarter', 'year', 'total'),
  back: fc.integer({ min: 0, max: 14 }),
  periods: fc.integer({ min: 1, max: 15 }),
  scope: fc.constantFrom(
    { unit: null, where: {} },
    { unit: 'north', where: {} },
    { unit: null, where: { region: ['south'] } },
  ),
  by: fc.constantFrom<readonly string[]>([], ['region']),
})
const act = fc.oneof(
  { weight: 8, arbitrary: question.map((asked) => ({ do: 'ask' as const, asked })) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('load' as const),
      file: fc.integer({ min: 2, max: 4 }),
      rows: fc.array(fc.tuple(fc.integer({ min: -3, max: 15 }), fc.constantFrom('north', 'south', 'east')), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), file: fc.integer({ min: 2, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat(5) }) },
)
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never

const today = parseDay('2026-04-03')

function questionsOf(asked: Extract<Act, { do: 'ask' }>['asked']): Question[] {
  const calendar = shop.deps.catalog.calendars.get('gregorian')
  if (calendar === undefined || today === null) throw new Error('no calendar')
  const { kpi, grain, back, periods, scope, by } = asked
  const range =
    grain === 'total'
      ? { from: 0, until: 1 }
      : {
          from: ordinalOn(calendar, grain, today) - back - periods + 1,
          until: ordinalOn(calendar, grain, today) - back + 1,
        }
  const split = kpi.every((id) => ['revenue', 'order-value', 'orders', 'on-time'].includes(id)) ? by : []
  return kpi.map((id) => ({ kpi: id, scope, calendar: 'gregorian', grain, ...range, by: split }))
}

/** What a reader can compare: all but the instant of asking. */
const told = (answers: readonly Answer[]) => answers.map(({ asOf: _, ...answer }) => answer)

/** What is carried on from delivery to delivery is what counting all rows says: members, rows, days, columns without gaps. */
async function carriedRight(): Promise<void> {
  const { catalog, facts } = shop.deps
  const dataset = catalog.datasets.get('orders')
  if (dataset === undefined) throw new Error('no orders')
  const rowsOf = async (text: string) => plainRows(await facts.query({ text, params: [] }))
  const members = await rowsOf('SELECT DISTINCT region FROM facts_orders ORDER BY 1')
  expect(await membersOf(shop.deps, dataset, 'region', appliedRevisions(facts))).toEqual(members.flat())
  const filled = dataset.columns.map(({ name }) => `, count(${name})`).join('')
  const [counted] = await rowsOf(`SELECT count(*), min(_day), max(_day)${filled} FROM facts_orders`)
  const [rows, firstDay, lastDay, ...counts] = counted ?? []
  const complete = dataset.columns.map(({ name }) => name).filter((_, index) => counts[index] === rows)
  expect(await facts.stats(dataset)).toMatchObject({ rows, firstDay, lastDay, complete })
}

let named = 0

async function take(one: Act, batches: string[]): Promise<number> {
  switch (one.do) {
    case 'ask': {
      const questions = questionsOf(one.asked)
      const kept = await ask(shop.deps, questions, localOwner)
      const fresh = await ask(shop.deps, questions, localOwner, { fresh: true })
      expect(told(kept.answers)).toEqual(told(fresh.answers))
      await carriedRight()
      return kept.timing.statements.length < fresh.timing.statements.length ? 1 : 0
    }
    case 'load': {
      const lines = one.rows.map(
        ([month, region]) =>
          `n${named++},${2025 + Math.floor(month / 12)}-${String(((month + 12) % 12) + 1).padStart(2, '0')}-07,${region},web,12.34,true`,
      )
      writeLines(shop.folder, `orders-${one.file}.csv`, [orderLines()[0] ?? '', ...lines])
      break
    }
    case 'remove':
      rmSync(join(shop.folder, 'data', `orders-${one.file}.csv`), { force: true })
      break
    case 'undo': {
      const batch = batches[one.which]
      if (batch !== undefined) await undo(shop.deps, batch, localOwner, null)
      return 0
    }
  }
  for (const { batch } of await load(shop.deps, ['orders'], localOwner)) if (batch !== null) batches.push(batch)
  return 0
}

test('whatever came and went, kept cells say what statements say; and they are used', async () => {
  let used = 0
  const batches: string[] = []
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 20 }), async (acts) => {
      for (const one of acts) used += await take(one, batches)
    }),
    { numRuns, seed, endOnFailure: true },
  )
  expect(used).toBeGreaterThan(numRuns)
})

test('a page asked twice runs no statement the second time, and a part of it none either', async () => {
  const asked = {
    kpi: ['revenue', 'order-value'],
    grain: 'month' as const,
    back: 0,
    periods: 13,
    scope: { unit: null, where: {} },
    by: [],
  }
  expect((await ask(shop.deps, questionsOf(asked), localOwner)).timing.statements).toHaveLength(1)
  expect((await ask(shop.deps, questionsOf(asked), localOwner)).timing.statements).toHaveLength(0)
  const part = { ...asked, kpi: ['order-value'], grain: 'quarter' as const, back: 1, periods: 2 }
  expect((await ask(shop.deps, questionsOf(part), localOwner)).timing.statements).toHaveLength(0)
})

test('after a delivery only the days of its parts are read again, and counted', async () => {
  const asked = { grain: 'month' as const, back: 0, periods: 13, scope: { unit: null, where: {} }, by: [] }
  const questions = questionsOf({ ...asked, kpi: ['revenue', 'order-value'] })
  await ask(shop.deps, questions, localOwner)
  writeLines(shop.folder, 'orders-9.csv', [orderLines()[0] ?? '', 'late,2026-01-07,north,web,12.34,true'])
  await load(shop.deps, ['orders'], localOwner)
  const { answers, timing } = await ask(shop.deps, questions, localOwner)
  expect(timing.statements.map(({ rows }) => rows)).toEqual([1, 1])
  const fresh = await ask(shop.deps, questions, localOwner, { fresh: true })
  expect(told(answers)).toEqual(told(fresh.answers))
  expect(answers.find(({ period }) => period === '2026-01')?.value).toBe('2012.34')
  expect((await ask(shop.deps, questions, localOwner)).timing.statements).toHaveLength(0)
})
