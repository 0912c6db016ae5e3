import { expect, test } from 'vitest'
import { betaCdf } from './beta.ts'
import { binomialQuantile } from './binomial.ts'
import { fisherTail } from './fisher.ts'
import { logGamma } from './gamma.ts'
import { normalQuantileOfTail, normalTail } from './normal.ts'
import { median } from './order.ts'
import { randomOf } from './random.ts'
import { studentQuantileOfTail, studentTail } from './student.ts'

const near = (got: number, wanted: number, relative = 1e-9) =>
  expect(Math.abs(got - wanted) / Math.abs(wanted)).toBeLessThan(relative)

test('normal tails and quantiles, far tails included', () => {
  near(normalTail(1.959963984540054), 0.025)
  near(normalTail(3), 0.0013498980316301)
  near(normalTail(6), 9.865876450377e-10)
  near(normalTail(-1), 0.841344746068543)
  for (const tail of [0.4, 0.1, 0.00135, 1e-6, 1e-12]) near(normalTail(normalQuantileOfTail(tail)), tail)
})

// Published tables of Student's t: 2.5 % and 0.05 % points.
test.each([
  [0.025, 1, 12.706204736],
  [0.025, 10, 2.228138852],
  [0.0005, 23, 3.7676268],
  [0.05, 120, 1.657650899],
])('Student tail %d with %d degrees of freedom', (tail, df, t) => {
  near(studentQuantileOfTail(tail, df), t, 1e-7)
  near(studentTail(t, df), tail, 1e-6)
})

test('the F distribution is the square of t, and matches the published 1 and 5 % points', () => {
  near(fisherTail(2.228138852 ** 2, 1, 10), 0.05, 1e-7)
  near(fisherTail(4.938, 3, 20), 0.01, 1e-3)
  near(fisherTail(2.978, 10, 10), 0.05, 1e-3)
})

test('gamma and beta', () => {
  near(logGamma(10), Math.log(362880))
  near(logGamma(0.5), Math.log(Math.sqrt(Math.PI)))
  near(betaCdf(0.3, 2, 3), 0.3483)
  expect(betaCdf(0, 2, 3)).toBe(0)
  expect(betaCdf(1, 2, 3)).toBe(1)
})

test('binomial quantiles as R gives them', () => {
  expect(binomialQuantile(0.05, 9, 0.5)).toBe(2)
  expect(binomialQuantile(0.05, 97, 0.5)).toBe(40)
  expect(binomialQuantile(0.5, 1, 0.5)).toBe(0)
})

test('median', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
})

test('the random stream is the same everywhere and has the moments it claims', () => {
  const { uniform, normal } = randomOf(7)
  expect(uniform()).toBe(randomOf(7).uniform())
  expect(uniform()).not.toBe(randomOf(8).uniform())
  const draws = Array.from({ length: 20_000 }, normal)
  const mean = draws.reduce((a, b) => a + b) / draws.length
  const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length
  expect(Math.abs(mean)).toBeLessThan(0.03)
  expect(Math.abs(variance - 1)).toBeLessThan(0.04)
})
