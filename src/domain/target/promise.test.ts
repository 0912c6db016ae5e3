import { expect, test } from 'vitest'
import type { Calendar, GrainName } from '../../time/calendar.ts'
import { parseDay } from '../../time/day.ts'
import { gregorian, makeCalendar } from '../../time/gregorian.ts'
import type { Catalog, Kpi, Target } from '../catalog.ts'
import { decimalOf, printDecimal } from '../decimal.ts'
import type { Actuals } from './actual.ts'
import type { TargetPlan, TargetValue } from './plan.ts'
import { Promises } from './promise.ts'
import type { TargetRollUp } from './request.ts'

const fiscal = makeCalendar({ id: 'fiscal', name: 'Fiscal', weekStart: 1, yearStarts: 4, labelYearBy: 'start' })
const calendars = new Map<string, Calendar>([
  [gregorian.id, gregorian],
  [fiscal.id, fiscal],
])
const day = (text: string) => parseDay(text)
const value = (units: bigint): TargetValue => ({ value: decimalOf(units) })
const constant = (units: bigint, from: string | null = null, until: string | null = null): TargetPlan => ({
  kind: 'constant',
  value: value(units),
  from: from === null ? null : day(from),
  until: until === null ? null : day(until),
})

const kpiOf = (cadence: Kpi['cadence'], own: Calendar, unit = {}) =>
  ({ id: 'k', cadence, calendar: own.id, unit, pace: null }) as unknown as Kpi

const everything = { unit: null, where: {} }
const noActuals: Actuals = () => ({ kind: 'absent', because: 'no-data' })

interface Made {
  readonly kpi: Kpi
  readonly plans: readonly (Partial<Target> & { readonly plan: TargetPlan })[]
  readonly actuals?: Actuals
}

/** The promises of a KPI that has only these targets. */
function promisesOf({ kpi, plans, actuals = noActuals }: Made): Promises {
  const usual = { kpi: 'k', version: 'budget', scope: everything, pace: null, replaces: [], place: {} }
  const targets = plans.map((one, index) => ({ id: `t${index}`, ...usual, ...one }))
  const catalog = { calendars, targets, units: new Map() } as unknown as Catalog
  return new Promises({ catalog, kpi, scope: everything, version: 'budget', actuals, addsOverUnits: false })
}

interface Asked {
  readonly plan: TargetPlan
  readonly rollUp: TargetRollUp
  readonly period: string
  readonly cadence?: Kpi['cadence']
  readonly calendar?: Calendar
  readonly own?: Calendar
}

/** The target of a KPI that has only this plan, as text; null where it has none. */
function targetOf({ plan, rollUp, period, cadence = 'month', calendar = gregorian, own = gregorian }: Asked) {
  const found = calendar.parse(period)
  if (found === null) throw new Error(period)
  const subject = { kpi: kpiOf(cadence, own), plans: [{ plan }] }
  const got = promisesOf(subject).at({ calendar, ...found }, rollUp)
  return got === null || !('value' in got.value) ? null : printDecimal(got.value.value)
}

test.each([
  // An amount that adds is promised per period of the cadence.
  ['add', '2026-03', '100'],
  ['add', '2026-Q1', '300'],
  ['add', '2026', '1200'],
  ['add', '2026-03-09', null],
  ['add', '2026-W10', null],
  ['add', 'total', null],
  // A rate or a level is promised for any period.
  ['same', '2026-Q1', '100'],
  ['same', '2026-03-09', '100'],
  ['same', 'total', '100'],
  ['last', '2026', '100'],
  // What is neither is promised for periods of the cadence alone.
  ['own', '2026-03', '100'],
  ['own', '2026-Q1', null],
  ['own', '2026', null],
  ['own', 'total', null],
] as const)('a constant that rolls up as "%s" over %s', (rollUp, period, expected) => {
  expect(targetOf({ plan: constant(100n), rollUp, period })).toBe(expected)
})

test('a constant counts only where it is in force on the last day of each period', () => {
  const plan = constant(10n, '2026-02-15', '2026-05-31')
  const at = (period: string) => targetOf({ plan, rollUp: 'add', period })
  expect(['2026-01', '2026-02', '2026-05', '2026-06', '2026-Q1', '2026-Q2'].map(at)).toEqual([
    null,
    '10',
    '10',
    null,
    null,
    null,
  ])
  expect(targetOf({ plan: constant(10n, '2026-01-01'), rollUp: 'add', period: '2026-Q1' })).toBe('30')
})

test('values by month make quarters by the behaviour of their KPI, and only where none is missing', () => {
  const months = (...units: bigint[]): TargetPlan => {
    const first = gregorian.parse('2026-01')?.ordinal ?? 0
    return { kind: 'values', grain: 'month', values: new Map(units.map((one, index) => [first + index, value(one)])) }
  }
  const quarter = (plan: TargetPlan, rollUp: TargetRollUp) => targetOf({ plan, rollUp, period: '2026-Q1' })
  expect(quarter(months(1n, 2n, 3n), 'add')).toBe('6')
  expect(quarter(months(1n, 2n, 3n), 'last')).toBe('3')
  expect(quarter(months(1n, 2n, 3n), 'same')).toBe(null)
  expect(quarter(months(2n, 2n, 2n), 'same')).toBe('2')
  expect(quarter(months(1n, 2n), 'add')).toBe(null)
})

const yearly = (total: bigint, spread: Extract<TargetPlan, { kind: 'total' }>['spread']): TargetPlan => ({
  kind: 'total',
  total: decimalOf(total),
  year: 2026,
  spread,
})

test('a total is spread over the periods of the cadence, and its shares give it back', () => {
  const ask = (cadence: Kpi['cadence'], spread: Parameters<typeof yearly>[1], periods: readonly string[]) =>
    periods.map((period) => targetOf({ plan: yearly(100n, spread), rollUp: 'add', cadence, period }))
  expect(ask('month', 'even', ['2026-01', '2026-12', '2026-Q1', '2026', '2026-01-01', '2027'])).toEqual([
    '8.34',
    '8.33',
    '25.02',
    '100',
    '0.27',
    null,
  ])
  const weights = { weights: [1n, 2n, 3n, 4n].map((one) => decimalOf(one)) }
  expect(ask('quarter', weights, ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4', '2026', '2026-01'])).toEqual([
    '10',
    '20',
    '30',
    '40',
    '100',
    '3.44',
  ])
  expect(ask('year', 'even', ['2026', '2026-Q1'])).toEqual(['100', '24.66'])
  expect(ask('week', 'even', ['2026-03', '2026-W10', '2026-W01'])).toEqual(['8.5', '1.92', null])
})

test('a total belongs to the year of the KPI’s own calendar', () => {
  const plan = yearly(1200n, 'even')
  const own = { plan, rollUp: 'add', own: fiscal } as const
  expect(targetOf({ ...own, calendar: fiscal, period: '2026' })).toBe('1200')
  expect(targetOf({ ...own, calendar: fiscal, period: '2026-Q1' })).toBe('300')
  expect(targetOf({ ...own, calendar: gregorian, period: '2026' })).toBe(null)
})

const grains: readonly GrainName[] = ['month', 'quarter', 'year']
test.each(grains)('a constant of a %s cadence is that amount for one of them', (grain) => {
  const period = { month: '2026-01', quarter: '2026-Q1', year: '2026' }[grain as 'month']
  expect(targetOf({ plan: constant(7n), rollUp: 'add', cadence: grain as 'month', period })).toBe('7')
})
