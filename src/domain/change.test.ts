import { expect, test } from 'vitest'
import type { Answer } from './answer.ts'
import { type ChangeCause, causeOf, differs, type Since } from './change.ts'

const base: Answer = {
  kpi: 'revenue',
  scope: '',
  grain: 'month',
  period: '2026-03',
  start: '2026-03-01',
  end: '2026-04-01',
  state: 'value',
  value: '100',
  numerator: null,
  denominator: null,
  target: '90',
  attainment: 1.1,
  status: 'on-track',
  score: 100,
  flags: [],
  asOf: '2026-04-03T07:40:00Z',
  dataThrough: '2026-04-01',
  revision: { catalog: 'a', facts: { orders: 1 } },
}
const but = (change: Partial<Answer>): Answer => ({ ...base, ...change })

test('only reading, target and status make a difference', () => {
  const same = but({ asOf: 'later', dataThrough: null, flags: ['provisional'], revision: { catalog: 'b', facts: {} } })
  expect(differs(base, same)).toBe(false)
  expect(differs(base, but({ value: '101' }))).toBe(true)
  expect(differs(base, but({ state: 'late', value: null, status: 'late' }))).toBe(true)
  expect(differs(base, but({ target: null }))).toBe(true)
  expect(differs(but({ target: { low: '1', high: '2' } }), but({ target: { low: '1', high: '3' } }))).toBe(true)
  expect(differs(but({ target: { low: '1', high: '2' } }), but({ target: { low: '1', high: '2' } }))).toBe(false)
  expect(differs(base, but({ status: 'at-risk' }))).toBe(true)
})

test('doubles differ by more than the order in which rows were added', () => {
  expect(differs(but({ value: 0.1 + 0.2 }), but({ value: 0.3 }))).toBe(false)
  expect(differs(but({ value: 0.3 }), but({ value: 0.300001 }))).toBe(true)
  expect(differs(but({ value: 0 }), but({ value: 1e-15 }))).toBe(true)
})

const nothing: Since = { definition: null, rows: null, otherRows: null, catalog: false }
const early = '2026-04-02T00:00:00Z'
const late = '2026-04-03T00:00:00Z'
const other = but({ value: '110' })
const open = but({ value: '110', flags: ['provisional'] })
const absent = but({ state: 'no-data', value: null, status: 'no-data' })

test.each<[string, Answer, Answer, Partial<Since>, ChangeCause]>([
  ['rows came while it was open', base, open, { rows: late, otherRows: late }, 'new-data'],
  ['rows came after it was final', base, other, { rows: late, otherRows: late }, 'restatement'],
  ['a value at last', absent, other, { rows: late, otherRows: late }, 'new-data'],
  ['a new formula', base, other, { definition: late, catalog: true }, 'new-definition'],
  ['a formula after rows', base, other, { definition: late, rows: early, catalog: true }, 'new-definition'],
  ['rows after a formula', base, open, { definition: early, rows: late, catalog: true }, 'new-data'],
  [
    'a formula, and rows of other periods',
    base,
    other,
    { definition: early, otherRows: late, catalog: true },
    'new-definition',
  ],
  ['rows of an earlier period that it looks back to', base, open, { otherRows: late }, 'new-data'],
  ['a definition that is gone', base, other, { catalog: true }, 'new-definition'],
  ['nothing but time', absent, but({ state: 'late', value: null, status: 'late' }), {}, 'time'],
  ['a new target', base, but({ target: '120', status: 'off-track' }), { catalog: true }, 'new-target'],
  ['new status rules', base, but({ status: 'at-risk' }), { catalog: true }, 'new-definition'],
])('%s', (_, before, after, since, cause) => expect(causeOf(before, after, { ...nothing, ...since })).toBe(cause))
