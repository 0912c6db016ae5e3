import { expect, test } from 'vitest'
import { at } from '../statistics/at.ts'
import { normalQuantileOfTail } from '../statistics/normal.ts'
import { quantileOfSorted, weightedQuantile } from '../statistics/quantile.ts'
import { randomOf } from '../statistics/random.ts'
import { calibrationFactors, levels, mapLevels, stretchPaths, type TestedPoint } from './calibration.ts'
import { pathCounts, weightsAmong } from './combination.ts'

const halves = mapLevels((level) => normalQuantileOfTail((1 - level) / 2))

/** A back-test of normal errors that are `times` as wide as the model said, at `count` origins. */
function tested(times: number, count: number, seed: number): TestedPoint[] {
  const random = randomOf(seed)
  return Array.from({ length: count }, (_, origin): TestedPoint => {
    const actual = times * random.normal()
    return {
      origin,
      size: 100 + origin,
      step: 0,
      actual,
      point: 0,
      median: 0,
      lower: mapLevels((_level, index) => -halves[index]),
      upper: halves,
      scores: mapLevels((_level, index) => Math.abs(actual) / halves[index]),
    }
  })
}

test('a model that tells the truth is left alone, one that is half as wide as it should be is doubled', () => {
  for (const times of [1, 2]) {
    const factors = calibrationFactors(tested(times, 3000, 3), 3000, 1)
    for (const factor of factors) expect(Math.abs(factor / times - 1)).toBeLessThan(0.06)
  }
})

test('without a test the ranges are those of Student with few degrees of freedom', () => {
  const factors = calibrationFactors([], 0, 12)
  expect(factors[2]).toBeCloseTo(2.776445 / 1.959964, 4)
  expect(factors[0]).toBeLessThan(factors[1])
})

test('few scores move the factors less than many', () => {
  const few = calibrationFactors(tested(3, 4, 1), 4, 1)[1]
  const many = calibrationFactors(tested(3, 400, 1), 400, 1)[1]
  expect(few).toBeLessThan(many)
})

test('paths are stretched about their median, the bounds by the factors, and keep their order', () => {
  const random = randomOf(2)
  const paths = Float64Array.from({ length: 4000 }, () => 10 + random.normal())
  const before = paths.slice()
  stretchPaths(paths, 1, [1, 1.5, 2])
  const [was, is] = [Float64Array.from(before).sort(), Float64Array.from(paths).sort()]
  const half = (sorted: Float64Array, level: number) =>
    quantileOfSorted(sorted, (1 + level) / 2) - quantileOfSorted(sorted, 0.5)
  for (const [index, factor] of [1, 1.5, 2].entries()) {
    const level = levels[index] ?? 0
    expect(half(is, level) / half(was, level)).toBeCloseTo(factor, 2)
  }
  const order = (values: Float64Array) => Array.from(values.keys()).sort((a, b) => at(values, a) - at(values, b))
  expect(order(paths)).toEqual(order(before))
})

test('paths are shared out by weight and all of them are given', () => {
  expect(pathCounts(Float64Array.of(0.5, 0.3, 0.2), 7)).toEqual([4, 2, 1])
  expect(
    [...weightsAmong(Float64Array.of(0.5, 0.3, 0.2), [true, false, true])].map((w) => Math.round(w * 1e3)),
  ).toEqual([714, 0, 286])
  expect([...weightsAmong(Float64Array.of(0, 1), [true, false])]).toEqual([1, 0])
})

test('quantiles of a short list', () => {
  expect(quantileOfSorted([1, 2, 3, 4], 0.5)).toBe(2.5)
  expect(quantileOfSorted([7], 0.9)).toBe(7)
  expect(weightedQuantile([3, 1, 2], [1, 1, 1], 0.5)).toBe(2)
  expect(weightedQuantile([3, 1], [3, 1], 0.625)).toBe(3)
})
