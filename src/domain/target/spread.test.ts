import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Calendar, GrainName } from '../../time/calendar.ts'
import { type Day, day, parseDay } from '../../time/day.ts'
import { gregorian, makeCalendar } from '../../time/gregorian.ts'
import { contains, ordinalOn, periodEnd, periodStart, within } from '../../time/period.ts'
import { makeRetailCalendar } from '../../time/retail.ts'
import type { Catalog, Kpi } from '../catalog.ts'
import { type Decimal, decimalOf, printDecimal, rescale } from '../decimal.ts'
import type { Actual, Actuals } from './actual.ts'
import { apportion, apportionEvenly } from './apportion.ts'
import { toDate } from './pace.ts'
import type { Pace, TargetPlan } from './plan.ts'
import { Promises } from './promise.ts'

const fiscal = makeCalendar({ id: 'fiscal', name: 'Fiscal', weekStart: 1, yearStarts: 4, labelYearBy: 'start' })
const yearEnds = { rule: 'last', weekday: 6, month: 1 } as const
const retail = makeRetailCalendar({
  id: 'retail',
  name: 'Retail',
  pattern: '4-4-5',
  yearEnds,
  week53: null,
  labelYearBy: 'start',
})
const calendars = [gregorian, fiscal, retail]
const everything = { unit: null, where: {} }

interface Case {
  readonly calendar: Calendar
  readonly cadence: Kpi['cadence']
  readonly plan: TargetPlan
  readonly pace?: Pace | null
  readonly actuals?: Actuals
}

const nothingKnown: Actuals = () => ({ kind: 'absent', because: 'no-data' })
const known = (value: number): Actual => ({ kind: 'value', amount: { kind: 'exact', value: decimalOf(value) } })

function promisesOf({ calendar, cadence, plan, pace = null, actuals = nothingKnown }: Case): Promises {
  const kpi = { id: 'k', cadence, calendar: calendar.id, unit: { EUR: 1 }, pace: null } as unknown as Kpi
  const target = { id: 't', kpi: 'k', version: 'budget', scope: everything, plan, pace, replaces: [] }
  const catalog = { calendars: new Map([[calendar.id, calendar]]), targets: [target], units: new Map() }
  const shared = { kpi, scope: everything, version: 'budget', actuals, addsOverUnits: false }
  return new Promises({ catalog: catalog as unknown as Catalog, ...shared })
}

const units = (value: Decimal): bigint => rescale(value, 6)?.units ?? -1n

/** The sum of what is promised to the periods of a grain in [start, end), in millionths. */
function sumOf(promises: Promises, calendar: Calendar, grain: GrainName, [from, until]: readonly [number, number]) {
  let sum = 0n
  for (let ordinal = from; ordinal < until; ordinal++) {
    const found = promises.at({ calendar, grain, ordinal }, 'add')
    if (found === null || !('value' in found.value)) return null
    sum += units(found.value.value)
  }
  return sum
}

const plans = fc.record({
  calendar: fc.constantFrom(...calendars),
  cadence: fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
  total: fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
  scale: fc.integer({ min: 0, max: 4 }),
  year: fc.integer({ min: 2015, max: 2035 }),
  how: fc.constantFrom('even', 'working-days', 'last-year', 'weights'),
  weights: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 12, maxLength: 12 }),
  actual: fc.array(fc.integer({ min: -3, max: 1000 }), { minLength: 12, maxLength: 12 }),
})

test('the parts of a total add up to it exactly, whatever it is, however it is spread and by whatever grain', () => {
  fc.assert(
    fc.property(plans, ({ calendar, cadence, total, scale, year, how, weights, actual }) => {
      const spread = how === 'weights' ? { weights: weights.map((one) => decimalOf(one)) } : how
      const plan = { kind: 'total', total: decimalOf(total, scale), year, spread } as const
      const actuals: Actuals = (_, __, ordinal) => known(actual[((ordinal % 12) + 12) % 12] ?? 0)
      const promises = promisesOf({ calendar, cadence, plan, actuals })
      const ordinal = calendar.parse(String(year))?.ordinal ?? 0
      for (const grain of ['year', 'quarter', 'month', 'day'] as const) {
        const range = within(calendar, 'year', ordinal, grain)
        expect(sumOf(promises, calendar, grain, range)).toBe(units(plan.total))
      }
      const weeks = contains(calendar, 'year', 'week')
      if (weeks)
        expect(sumOf(promises, calendar, 'week', within(calendar, 'year', ordinal, 'week'))).toBe(units(plan.total))
      const quarter = within(calendar, 'year', ordinal, 'quarter')[0]
      const whole = sumOf(promises, calendar, 'quarter', [quarter, quarter + 1])
      expect(sumOf(promises, calendar, 'month', within(calendar, 'quarter', quarter, 'month'))).toBe(whole)
      expect(sumOf(promises, calendar, 'day', within(calendar, 'quarter', quarter, 'day'))).toBe(whole)
    }),
    { numRuns: 300, seed: 3 },
  )
})

test('shares add up, none is further from its quota than one unit, and even ones never fall behind by more than half', () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), weights, (total, list) => {
      const sum = list.reduce((all, one) => all + one, 0n)
      const [largest, evenly] = [apportion(total, list), apportionEvenly(total, list)]
      if (sum === 0n) return expect([largest, evenly]).toEqual([null, null])
      const add = (shares: readonly bigint[] | null) => (shares ?? []).reduce((all, one) => all + one, 0n)
      expect([add(largest), add(evenly)]).toEqual([total, total])
      const far = (a: bigint, b: bigint) => (a > b ? a - b : b - a)
      for (const [index, share] of (largest ?? []).entries())
        expect(far(share * sum, total * (list[index] ?? 0n)) < sum).toBe(true)
      let [given, behind] = [0n, 0n]
      for (const [index, share] of (evenly ?? []).entries()) {
        given += share
        behind += list[index] ?? 0n
        expect(2n * far(given * sum, total * behind) <= sum).toBe(true)
      }
    }),
    { numRuns: 500, seed: 5 },
  )
})

test('by whatever pace, a promise grows from nothing to the whole and never shrinks on the way', () => {
  const paces = fc.constantFrom<Pace | null>(null, 'even', 'working-days', 'last-year')
  const grains = fc.constantFrom('month', 'quarter', 'year')
  fc.assert(
    fc.property(plans, paces, grains, ({ calendar, cadence, year, how, weights, actual }, pace, grain) => {
      const spread = how === 'weights' ? { weights: weights.map((one) => decimalOf(one + 1)) } : how
      const plan = { kind: 'total', total: decimalOf(1_000_000n, 2), year, spread } as const
      const actuals: Actuals = (_, __, ordinal) => known(Math.abs(actual[((ordinal % 12) + 12) % 12] ?? 0))
      const promises = promisesOf({ calendar, cadence, plan, pace, actuals })
      const ordinal = within(calendar, 'year', calendar.parse(String(year))?.ordinal ?? 0, grain)[0]
      const period = { calendar, grain, ordinal }
      const promised = promises.at(period, 'add')
      if (promised === null || !('value' in promised.value)) throw new Error('no promise')
      const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)] as [Day, Day]
      let last = 0n
      for (let until = start; until <= end; until = day(until + 1)) {
        const { value } = toDate(promises, promised, period, until)
        const now = 'value' in value ? units(value.value) : -1n
        expect(now >= last).toBe(true)
        last = now
      }
      expect(last).toBe(units(promised.value.value))
    }),
    { numRuns: 150, seed: 7 },
  )
})

test('last year gives the shape; a gap or a value below zero there spreads evenly, and says of which month', () => {
  const plan = { kind: 'total', total: decimalOf(1000), year: 2026, spread: 'last-year' } as const
  const first = ordinalOn(gregorian, 'month', parseDay('2025-01-01') as Day)
  const january = ordinalOn(gregorian, 'month', parseDay('2026-01-01') as Day)
  const shape =
    (change: (ordinal: number) => Actual): Actuals =>
    (_, grain, ordinal) =>
      grain === 'month' && ordinal >= first && ordinal < first + 12
        ? change(ordinal)
        : { kind: 'absent', because: 'no-data' }
  const at = (actuals: Actuals) => {
    const promises = promisesOf({ calendar: gregorian, cadence: 'month', plan, actuals })
    const found = promises.at({ calendar: gregorian, grain: 'month', ordinal: january }, 'add')
    if (found === null || found.how.kind !== 'share' || !('value' in found.value)) throw new Error('no share')
    return [printDecimal(found.value.value), found.how.shares.instead]
  }
  expect(at(shape((ordinal) => known(ordinal === first ? 900 : 0)))).toEqual(['1000', null])
  expect(at(shape((ordinal) => known(ordinal === first ? 25 : 15)))).toEqual(['131.58', null])
  const gap = at(shape((ordinal) => (ordinal === first + 2 ? { kind: 'absent', because: 'no-data' } : known(5))))
  expect(gap).toEqual(['83.34', { period: '2025-03', because: 'no-value' }])
  const negative = at(shape((ordinal) => known(ordinal === first + 4 ? -1 : 5)))
  expect(negative).toEqual(['83.34', { period: '2025-05', because: 'negative' }])
  expect(at(shape(() => known(0)))).toEqual(['83.34', { period: null, because: 'nothing' }])
})
