import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enter } from '../../src/app/enter.ts'
import { explanation } from '../../src/app/view/explanation.ts'
import { localOwner } from '../../src/domain/access.ts'
import { kpi, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

const manual = (more: string) => `{ type: manual${more} }`
const documents = `kind: workspace
id: typed
name: Typed
zone: UTC
today: 2026-07-20
---
kind: unit
id: company
name: Company
level: organisation
---
kind: unit
id: north
name: North
level: division
parent: company
---
kind: unit
id: south
name: South
level: division
parent: company
---
kind: unit
id: red
name: Red
level: team
parent: [{ unit: north }, { unit: south, from: 2026-03-01 }]
---
kind: unit
id: blue
name: Blue
level: team
parent: north
${kpi('own', manual(''))}
${kpi('parts', manual(', roll-up: sum'))}
${kpi('mean', manual(', over-time: last, roll-up: mean'))}
${kpi('alone', manual(', roll-up: none'))}
${kpi('level', manual(', over-time: last'))}
${kpi('rate', manual(', rate: true'))}
${kpi('quiet', manual(''))}
${kpi('sum-of-both', '{ type: formula, formula: "[own] + [parts]" }')}
`

// January: the division and its teams. February: the teams. March: Red has moved to South, and only it and Blue have values.
const values: readonly (readonly [unit: string | null, period: string, value: number])[] = [
  ['north', '2026-01', 100],
  ['red', '2026-01', 30],
  ['blue', '2026-01', 50],
  ['red', '2026-02', 1],
  ['blue', '2026-02', 2],
  ['red', '2026-03', 10],
  ['blue', '2026-03', 20],
  [null, '2026-04', 1000],
  ['company', '2026-04', 999],
  ['south', '2026-04', 7],
]

let small: SmallWorkspace
beforeAll(async () => {
  small = await smallWorkspace(documents, {})
  for (const id of ['own', 'parts', 'mean', 'alone', 'level', 'rate']) {
    for (const [unit, period, value] of values) {
      const entry =
        id === 'rate'
          ? { kpi: id, unit, period, numerator: String(value), denominator: '2' }
          : { kpi: id, unit, period, value: String(value) }
      const done = await enter(small.deps, entry, localOwner)
      if (!done.ok) throw new Error(JSON.stringify(done.issues))
    }
  }
})
afterAll(() => small?.close())

describe.each(['cells', 'naive'] as const)('by the %s plan', (plan) => {
  const found = async (id: string, periods: string | readonly [string, string], scope?: string) =>
    (await small.answers(id, periods, { plan, ...(scope === undefined ? {} : { scope: `unit:${scope}` }) })).map(
      ({ value, state }) => (value === null ? state : Number(value)),
    )
  const months = ['2026-01', '2026-04'] as const

  test('own-first: the value of a unit itself stands for those below it, each month by itself', async () => {
    expect(await found('own', months, 'north')).toEqual([100, 3, 20, 'late'])
    expect(await found('own', months, 'south')).toEqual(['no-data', 'no-data', 10, 7])
    expect(await found('own', months, 'company')).toEqual([100, 3, 30, 1000])
    expect(await found('own', months)).toEqual([100, 3, 30, 1000])
    expect(await found('own', '2026-Q1', 'north')).toEqual([123])
    expect(await found('own', '2026', 'company')).toEqual([1133])
  })

  test('sum: the values below a unit add up, and its own counts where there are none', async () => {
    expect(await found('parts', months, 'north')).toEqual([80, 3, 20, 'late'])
    expect(await found('parts', months, 'company')).toEqual([80, 3, 30, 7])
    expect(await found('parts', '2026-Q1', 'company')).toEqual([113])
  })

  test('mean: of those below where the unit has none of its own; a longer period takes its last', async () => {
    expect(await found('mean', months, 'north')).toEqual([100, 1.5, 20, 'late'])
    expect(await found('mean', '2026-Q1', 'company')).toEqual([15])
  })

  test('none: only what was typed for the unit itself', async () => {
    expect(await found('alone', months, 'north')).toEqual([100, 'late', 'late', 'late'])
    expect(await found('alone', months, 'company')).toEqual(['no-data', 'no-data', 'no-data', 1000])
  })

  test('levels and rates keep to the same rule', async () => {
    expect(await found('level', '2026-Q1', 'north')).toEqual([20])
    expect(await found('level', '2026-01', 'company')).toEqual([100])
    expect(await found('rate', months, 'north')).toEqual([50, 0.75, 10, 'late'])
    expect(await found('rate', '2026-Q1', 'north')).toEqual([123 / 8])
  })

  test('inside a formula too', async () => {
    expect(await found('sum-of-both', months, 'north')).toEqual([180, 6, 40, 'late'])
  })
})

test('lateness and freshness are those of a KPI’s own values in its scope', async () => {
  const [quiet] = await small.answers('quiet', '2026-06')
  expect(quiet).toMatchObject({ state: 'no-data', dataThrough: null })
  const [north] = await small.answers('own', '2026-06', { scope: 'unit:north' })
  expect(north).toMatchObject({ state: 'late', dataThrough: '2026-03-31' })
  const [all] = await small.answers('own', '2026-06')
  expect(all).toMatchObject({ state: 'late', dataThrough: '2026-04-30' })
})

test('parts add up to the whole where nothing is typed above them', async () => {
  for (const period of ['2026-02', '2026-03']) {
    const of = async (scope: string) => {
      const [answer] = await small.answers('own', period, { scope: `unit:${scope}` })
      return answer?.value == null ? 0 : Number(answer.value)
    }
    expect((await of('north')) + (await of('south'))).toBe(await of('company'))
  }
})

test('explain says which typed values do not count', async () => {
  const said = async (id: string, scope: string) => {
    const found = await explanation(small.deps, { kpi: id, period: '2026-01', scope: `unit:${scope}` }, localOwner)
    return found.ok ? [found.value.answer.value, found.value.counted, found.value.recomputed.agrees] : found.issues
  }
  expect(await said('own', 'north')).toEqual([
    '100',
    '2 values typed for Red and Blue do not count: a value for what stands above counts.',
    true,
  ])
  expect(await said('parts', 'company')).toEqual([
    '80',
    '1 value typed for North does not count: units below have values of their own.',
    true,
  ])
  expect(await said('own', 'red')).toEqual(['30', null, true])
})
