import { expect, test } from 'vitest'
import { at } from '../../statistics/at.ts'
import { randomOf } from '../../statistics/random.ts'
import { Stretch } from '../stretch.ts'
import { averagedEts } from './average.ts'
import { fitEts, needs } from './fit.ts'
import { candidateForms, nameOf, parameterCount } from './form.ts'
import { likelihoodOf } from './likelihood.ts'
import { pack, unpack } from './parameters.ts'
import { projectEts, runEts } from './run.ts'

const period = 4
const wave = [0.9, 1.1, 1.2, 0.8]
const random = randomOf(5)
const series = Float64Array.from(
  { length: 60 },
  (_, t) => (10 + 0.1 * t) * (wave[t % 4] ?? 1) * (1 + 0.05 * random.normal()),
)

test('fifteen forms for a positive seasonal series, none that mixes an additive error with a multiplicative season', () => {
  const names = candidateForms(true, true).map(nameOf)
  expect(names).toHaveLength(15)
  expect(names).toContain('ETS(M,Ad,M)')
  expect(names).not.toContain('ETS(A,N,M)')
  expect(candidateForms(false, false).map(nameOf)).toEqual(['ETS(A,N,N)', 'ETS(A,A,N)', 'ETS(A,Ad,N)'])
})

test.each(candidateForms(true, true).map((form) => [nameOf(form), form] as const))(
  'the gradient of %s is exact',
  (_, form) => {
    const value = likelihoodOf(form, period, series)
    const times = form.season === 'M'
    const point = pack(
      form,
      period,
      { alpha: 0.3, beta: 0.05, gamma: 0.2, phi: 0.9 },
      { level: 10, slope: 0.1, season: Float64Array.from(wave, (factor) => (times ? factor : 10 * (factor - 1))) },
    )
    const gradient = new Float64Array(point.length)
    const spare = new Float64Array(point.length)
    value(point, gradient)
    for (let index = 0; index < point.length; index++) {
      const up = point.slice()
      const down = point.slice()
      up[index] = at(point, index) + 1e-6
      down[index] = at(point, index) - 1e-6
      const slope = (value(up, spare) - value(down, spare)) / 2e-6
      expect(Math.abs(slope - at(gradient, index))).toBeLessThan(1e-5 * (1 + Math.abs(slope)))
    }
  },
)

test('parameters survive packing', () => {
  const form = { error: 'M', trend: 'Ad', season: 'M' } as const
  const weights = { alpha: 0.3, beta: 0.05, gamma: 0.2, phi: 0.9 }
  const season = Float64Array.of(0.9, 1.1, 1.2, 0.8)
  const back = unpack(form, period, pack(form, period, weights, { level: 10, slope: 0.1, season }))
  for (const name of ['alpha', 'beta', 'gamma', 'phi'] as const)
    expect(back.weights[name]).toBeCloseTo(weights[name], 12)
  expect([...back.start.season].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([...season])
})

test('the recursion of Holt and Winters by hand', () => {
  const form = { error: 'A', trend: 'A', season: 'A' } as const
  const start = { level: 10, slope: 1, season: Float64Array.of(2, -2) }
  const run = runEts(form, { alpha: 0.5, beta: 0.2, gamma: 0.1, phi: 1 }, start, [14])
  expect([run.fitted[0], run.errors[0]]).toEqual([13, 1])
  expect([run.end.level, run.end.slope]).toEqual([11.5, 1.2])
  expect([...run.end.season]).toEqual([-2, 2.1])
  expect([...projectEts(form, 1, run.end, 3)].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([10.7, 16, 13.1])
})

test('a simulated series gives its parameters back', () => {
  const noise = randomOf(9)
  let level = 100
  const values = new Float64Array(400).map(() => {
    const error = noise.normal()
    const value = level + error
    level += 0.4 * error
    return value
  })
  const fit = fitEts({ error: 'A', trend: 'N', season: 'N' }, 1, values)
  expect(fit?.weights.alpha).toBeGreaterThan(0.3)
  expect(fit?.weights.alpha).toBeLessThan(0.5)
  expect(fit?.variance).toBeGreaterThan(0.85)
  expect(fit?.variance).toBeLessThan(1.15)
})

test('a form is refused where the series is too short for it, or not positive', () => {
  const form = { error: 'M', trend: 'A', season: 'M' } as const
  expect(parameterCount(form, period)).toBe(9)
  expect(fitEts(form, period, series.slice(0, needs(form, period) - 1))).toBeNull()
  expect(fitEts(form, period, series.slice(0, needs(form, period)))).not.toBeNull()
  expect(fitEts({ error: 'M', trend: 'N', season: 'N' }, 1, new Float64Array(20).fill(-3))).toBeNull()
})

test('an exact line is carried on exactly, without a number that is none', () => {
  const line = Float64Array.from({ length: 30 }, (_, t) => 5 + 3 * t)
  const fitted = averagedEts(1)(new Stretch(line))
  const points = fitted?.points(3) ?? []
  expect(Math.abs(at(points, 2) - (5 + 3 * 32))).toBeLessThan(0.01)
})

test('averaged smoothing carries the season and the growth on', () => {
  const points = averagedEts(period)(new Stretch(series))?.points(4) ?? []
  for (let h = 0; h < 4; h++)
    expect(Math.abs(at(points, h) / ((10 + 0.1 * (60 + h)) * at(wave, h)) - 1)).toBeLessThan(0.05)
})
