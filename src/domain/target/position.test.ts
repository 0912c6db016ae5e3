import { expect, test } from 'vitest'
import { type Day, parseDay } from '../../time/day.ts'
import type { Catalog, Kpi, Scope } from '../catalog.ts'
import { decimalOf } from '../decimal.ts'
import { benchmarkSentence } from '../sentence/benchmark.ts'
import { input } from '../sentence/test-input.ts'
import type { Benchmark } from './benchmark.ts'
import { benchmarkFor, benchmarksFor, middleOf, quarterOf } from './position.ts'

const everything: Scope = { unit: null, where: {} }
const day = (text: string) => parseDay(text) as Day
const level = (lower: number, median: number, upper: number): Benchmark['level'] => ({
  kind: 'quartiles',
  lower: decimalOf(lower),
  median: decimalOf(median),
  upper: decimalOf(upper),
})
const benchmark = (more: Partial<Benchmark> = {}): Benchmark => ({
  name: 'Europe',
  source: 'Chamber',
  population: '214 shops',
  scope: everything,
  from: null,
  until: null,
  level: level(10, 20, 30),
  place: {},
  ...more,
})
const catalog = { units: new Map() } as unknown as Catalog
const kpiOf = (benchmarks: readonly Benchmark[]) => ({ benchmarks }) as unknown as Kpi
const at = (value: number) => ({ kind: 'exact', value: decimalOf(value) }) as const

test('the quarter follows the direction; a value on a mark belongs to the better quarter', () => {
  const up = [9, 10, 20, 30].map((value) => quarterOf('up', at(value), benchmark()))
  expect(up).toEqual(['bottom', 'third', 'second', 'top'])
  const down = [10, 20, 30, 31].map((value) => quarterOf('down', at(value), benchmark()))
  expect(down).toEqual(['top', 'second', 'third', 'bottom'])
})

test('of each name the newest that has begun, and the scope’s own before that of everything', () => {
  const north: Scope = { unit: null, where: { region: ['north'] } }
  const all = [
    benchmark({ from: day('2024-01-01'), level: level(1, 2, 3) }),
    benchmark({ from: day('2025-01-01'), level: level(4, 5, 6) }),
    benchmark({ from: day('2024-01-01'), scope: north, level: level(7, 8, 9) }),
    benchmark({ name: 'World', until: day('2025-06-30'), level: { kind: 'value', value: decimalOf(1) } }),
  ]
  const medians = (scope: Scope, on: string) =>
    benchmarksFor(catalog, kpiOf(all), scope, day(on)).map((one) => Number(middleOf(one).units))
  expect(medians(everything, '2023-12-31')).toEqual([1])
  expect(medians(everything, '2024-12-31')).toEqual([2, 1])
  expect(medians(everything, '2025-12-31')).toEqual([5])
  expect(medians(north, '2025-12-31')).toEqual([8])
  expect(benchmarkFor(catalog, kpiOf([]), everything, day('2025-12-31'))).toBe(null)
})

test('a sentence says where the value stands, among whom, and the marks', () => {
  const { kpi, unit, locale, answer } = input({
    value: '24',
    status: 'on-track',
    unit: { kind: 'other', symbol: 'hours' },
  })
  const said = (one: Benchmark, good: Kpi['good'] = 'up') =>
    benchmarkSentence({ ...kpi, good }, unit, locale, answer, one)
  expect(said(benchmark())).toBe(
    'Europe, 214 shops: 24 hours is in the second quarter, better than the median; quartiles 10 hours, 20 hours and 30 hours.',
  )
  expect(said(benchmark(), 'between')).toBe('Europe, 214 shops: 24 hours is 4 hours above the median of 20 hours.')
  const single = benchmark({ population: null, level: { kind: 'value', value: decimalOf(30) } })
  expect(said(single)).toBe('Europe: 24 hours is 6 hours below 30 hours.')
})
