import { expect, test } from 'vitest'
import { autocorrelation } from './autocorrelation.ts'
import { classicalDecomposition } from './classical-decomposition.ts'
import { leastSquaresLine } from './least-squares-line.ts'
import { minimise } from './minimise.ts'
import { isSeasonal } from './seasonal-test.ts'
import { stl } from './stl.ts'

const wave = [3, -1, -4, 2]
const series = Float64Array.from({ length: 40 }, (_, t) => 50 + 0.5 * t + (wave[t % 4] ?? 0))

test('a line with a constant season is taken apart exactly', () => {
  const { figure, trend } = classicalDecomposition(series, 4, 'additive')
  expect([...figure].map((value) => Math.round(value * 1e9) / 1e9)).toEqual(wave)
  expect(trend[10]).toBeCloseTo(55, 12)
  expect(trend[1]).toBeNaN()
  const parts = stl(series, 4, { seasonWindow: 'periodic' })
  expect(Math.max(...parts.remainder.slice(4, 36).map(Math.abs))).toBeLessThan(0.2)
})

test('multiplicative factors have mean 1', () => {
  const scaled = Float64Array.from({ length: 24 }, (_, t) => 100 * ([0.5, 1.5, 1][t % 3] ?? 0))
  expect([...classicalDecomposition(scaled, 3, 'multiplicative').figure]).toEqual([0.5, 1.5, 1])
})

test('a season is seen in a wave, not in a line of one value or in two periods', () => {
  expect(
    isSeasonal(
      series.map((value, t) => value - 0.5 * t),
      4,
    ),
  ).toBe(true)
  expect(isSeasonal(new Float64Array(40).fill(5), 4)).toBe(false)
  expect(isSeasonal(series.slice(0, 8), 4)).toBe(false)
  expect(isSeasonal(series, 1)).toBe(false)
})

test('autocorrelation of an alternating series', () => {
  const found = autocorrelation([1, -1, 1, -1], 2)
  expect([...found]).toEqual([-0.75, 0.5])
})

test('the least-squares line of a line is that line', () => {
  expect(leastSquaresLine([1, 3, 5, 7])).toEqual({ intercept: 1, slope: 2 })
})

test('the banana of Rosenbrock is followed to its end', () => {
  const banana = (point: Float64Array, gradient: Float64Array) => {
    const [x = 0, y = 0] = point
    gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x)
    gradient[1] = 200 * (y - x * x)
    return 100 * (y - x * x) ** 2 + (1 - x) ** 2
  }
  const { point, value } = minimise(banana, Float64Array.of(-1.2, 1), 1e-14, 500)
  expect(value).toBeLessThan(1e-12)
  expect(point[0]).toBeCloseTo(1, 6)
})

test('a start where the function is not defined is answered, not searched', () => {
  expect(minimise(() => Number.POSITIVE_INFINITY, Float64Array.of(1), 1e-9, 10).value).toBe(Number.POSITIVE_INFINITY)
})
