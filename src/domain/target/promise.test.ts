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

const amountOf = (promises: Promises, period: string, rollUp: TargetRollUp = 'add') => {
  const found = gregorian.parse(period)
  const got = found === null ? null : promises.at({ calendar: gregorian, ...found }, rollUp)
  return got === null || !('value' in got.value) ? null : printDecimal(got.value.value)
}
const months = (from: string, ...amounts: bigint[]): TargetPlan => {
  const first = gregorian.parse(from)?.ordinal ?? 0
  return { kind: 'values', grain: 'month', values: new Map(amounts.map((one, index) => [first + index, value(one)])) }
}

test('a target that replaces another takes its place wherever it speaks, and only there', () => {
  const plans = [
    { id: 'old', plan: yearly(1200n, 'even') },
    { id: 'new', plan: months('2026-03', 150n), replaces: ['old'] },
  ]
  const promises = promisesOf({ kpi: kpiOf('month', gregorian), plans })
  expect(['2026-01', '2026-03', '2026-04'].map((period) => amountOf(promises, period))).toEqual(['100', '150', '100'])
  // What holds a replaced month is the sum of its months, not a part of the old total.
  expect(['2026-Q1', '2026-Q2', '2026'].map((period) => amountOf(promises, period))).toEqual(['350', '300', '1250'])
  // The old days of a month that was promised anew promise nothing.
  expect(['2026-03-09', '2026-04-09'].map((period) => amountOf(promises, period))).toEqual([null, '3.33'])
})

test('what is stated for a period comes before its share of a year, and that before what holds for every period', () => {
  const plans = [{ plan: constant(7n) }, { plan: yearly(1200n, 'even') }, { plan: months('2026-02', 110n) }]
  const promises = promisesOf({ kpi: kpiOf('month', gregorian), plans })
  expect(['2025-12', '2026-01', '2026-02'].map((period) => amountOf(promises, period))).toEqual(['7', '100', '110'])
})

/** A KPI that was so many in each month: 100 in January 2025, one more in each month after it; none from 2026-06 on. */
const first = gregorian.parse('2025-01')?.ordinal ?? 0
const rising: Actuals = (_, grain, ordinal) => {
  if (grain !== 'month' || ordinal >= first + 17) return { kind: 'absent', because: 'no-data' }
  if (ordinal === first + 16) return { kind: 'absent', because: 'unfinished' }
  return { kind: 'value', amount: { kind: 'exact', value: decimalOf(ordinal < first ? 0 : 100 + ordinal - first) } }
}
const growing = (over: Extract<TargetPlan, { kind: 'growth' }>['over']) => {
  const plan: TargetPlan = { kind: 'growth', rate: decimalOf(8, 2), over, from: null, until: null }
  return promisesOf({ kpi: kpiOf('month', gregorian), plans: [{ plan }], actuals: rising })
}

test('growth stands on the value of a year before, the period before, a fixed year or the mean of some', () => {
  expect(amountOf(growing({ kind: 'year' }), '2026-03')).toBe('110.16')
  expect(amountOf(growing({ kind: 'prior' }), '2026-03')).toBe('122.04')
  expect(amountOf(growing({ kind: 'period', grain: 'year', ordinal: 2025 }), '2027-02')).toBe('109.08')
  expect(amountOf(growing({ kind: 'period', grain: 'month', ordinal: first + 9 }), '2026-02')).toBe('117.72')
  expect(amountOf(growing({ kind: 'average', periods: 3 }), '2026-02')).toBe('119.88')
  // Months add up to their quarter.
  expect(amountOf(growing({ kind: 'year' }), '2026-Q1')).toBe('327.24')
  expect(amountOf(growing({ kind: 'year' }), '2026-Q1', 'own')).toBe(null)
})

test('what cannot grow says why: nothing there, not over, not above zero', () => {
  const why = (over: Parameters<typeof growing>[0], period: string) => {
    const promises = growing(over)
    expect(amountOf(promises, period)).toBe(null)
    const found = gregorian.parse(period)
    return found === null ? null : promises.without(found.grain, found.ordinal)
  }
  expect(why({ kind: 'prior' }, '2026-06')).toEqual({ period: '2026-05', because: 'unfinished' })
  expect(why({ kind: 'prior' }, '2026-07')).toEqual({ period: '2026-06', because: 'no-value' })
  expect(why({ kind: 'year' }, '2025-03')).toEqual({ period: '2024-03', because: 'not-positive' })
})

test('units add up to the one above only where all of them promise, for as long as they stand below it', () => {
  const unit = (id: string, plan: TargetPlan) => ({ id, plan, scope: { unit: id, where: {} } })
  const days = { from: null, until: null }
  const above = (members: readonly object[], plans: readonly (Partial<Target> & { plan: TargetPlan })[]) => {
    const usual = { kpi: 'k', version: 'budget', scope: everything, pace: null, replaces: [], place: {} }
    const targets = plans.map((one) => ({ ...usual, ...one }))
    const leaf = (id: string) => ({ id, parent: 'all', where: {}, members: [] })
    const units = new Map<string, object>([
      ['all', { id: 'all', parent: null, where: null, members }],
      ...['a', 'b'].map((id) => [id, leaf(id)] as const),
    ])
    const catalog = { calendars, targets, units } as unknown as Catalog
    const kpi = kpiOf('month', gregorian)
    return new Promises({ catalog, kpi, scope: everything, version: 'budget', actuals: noActuals, addsOverUnits: true })
  }
  const both = [
    { unit: 'a', ...days },
    { unit: 'b', ...days },
  ]
  const plans = [unit('a', months('2026-01', 10n, 20n)), unit('b', months('2026-01', 1n))]
  const promises = above(both, plans)
  expect([promises.empty, amountOf(promises, '2026-01'), amountOf(promises, '2026-02')]).toEqual([false, '11', null])
  expect(amountOf(above(both, [...plans, { id: 'own', plan: months('2026-01', 99n) }]), '2026-01')).toBe('99')
  const moved = [
    { unit: 'a', ...days },
    { unit: 'b', from: day('2026-01-15'), until: null },
  ]
  expect(amountOf(above(moved, plans), '2026-01')).toBe(null)
  expect(amountOf(above(both, plans.slice(0, 1)), '2026-01')).toBe(null)
  expect(above(both, []).empty).toBe(true)
  // One that left before has no say, and needs no target.
  const gone = [...both.slice(0, 1), { unit: 'b', from: null, until: day('2026-01-01') }]
  expect(amountOf(above(gone, plans.slice(0, 1)), '2026-01')).toBe('10')
})
