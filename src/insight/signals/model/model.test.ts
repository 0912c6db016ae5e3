import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomOf } from '../../statistics/random.ts'
import { rhythms } from '../rhythm.ts'
import { autoregression } from './autoregression.ts'
import { fitOf } from './fit.ts'
import { recursionOf } from './innovations.ts'
import { noiseOf } from './noise.ts'
import { profileOf } from './profile.ts'
import { structureOf } from './structure.ts'
import { fromScale, type Scale, toScale } from './transform.ts'

const wave = (t: number, period: number) => Math.sin((2 * Math.PI * t) / period)

describe('recursive residuals', () => {
  test('are independent with the variance of the noise, from the first periods on', () => {
    const random = randomOf(3)
    const sums = { squares: 0, products: 0, count: 0 }
    const terms = { trend: null, cycles: [{ period: 12, order: 2 }], steps: [] }
    for (let run = 0; run < 400; run++) {
      const recursion = recursionOf({ terms, phi: [0.4] }, { origin: 50, unit: 3 }, { from: 0, until: 40, noise: null })
      let noise = random.normal() / Math.sqrt(1 - 0.16)
      let before: number | null = null
      for (let t = 0; t < 40; t++) {
        if (t > 0) noise = 0.4 * noise + random.normal()
        const { innovation } = recursion.take(t, 40 + 5 * wave(t, 12) + noise * 2, 'learn')
        if (innovation === null) continue
        sums.squares += (innovation * 1.5) ** 2
        sums.count++
        if (before !== null) sums.products += innovation * before * 2.25
        before = innovation
      }
    }
    // Five coefficients cost five periods, and no more.
    expect(sums.count / 400).toBe(35)
    expect(Math.abs(sums.squares / sums.count - 1)).toBeLessThan(0.04)
    expect(Math.abs(sums.products / sums.count)).toBeLessThan(0.03)
  })

  test('after a gap the forecast is wider, and a value set aside leaves no trace', () => {
    const model = { terms: { trend: null, cycles: [], steps: [] }, phi: [0.8] }
    const make = () => recursionOf(model, { origin: 0, unit: 1 }, { from: 0, until: 30, noise: null })
    const [seen, aside] = [make(), make()]
    const random = randomOf(4)
    for (let t = 0; t < 20; t++) {
      const value = random.normal()
      seen.take(t, value, 'learn')
      aside.take(t, value, 'learn')
    }
    aside.take(20, 1e9, 'aside')
    expect(aside.look(21, 0).expected).toBeCloseTo(seen.look(22, 0).expected, 6)
    expect(aside.look(21, 0).width).toBeGreaterThan(1.5 * seen.look(20, 0).width)
  })
})

describe('structure', () => {
  const series = (draw: (t: number) => number, length: number) => Float64Array.from({ length }, (_, t) => draw(t))
  const ask = (values: Float64Array) => structureOf({ values, from: 0, periods: [12], steps: [], noise: null })

  test('finds a season and a trend that are there, and states the evidence', () => {
    const random = randomOf(1)
    const found = ask(series((t) => 100 + 0.5 * t + 8 * wave(t, 12) + 2 * random.normal(), 48))
    expect(found.terms.cycles).toHaveLength(1)
    expect(found.terms.trend).not.toBeNull()
    expect(found.season?.p).toBeLessThan(1e-6)
    expect(found.trend?.p).toBeLessThan(1e-6)
  })

  test('sees a season in noise in at most 3 of 100 series, a trend in at most 10', () => {
    const random = randomOf(2)
    const counts = { season: 0, trend: 0 }
    for (let run = 0; run < 200; run++) {
      const found = ask(series(() => random.normal(), 36))
      if (found.season) counts.season++
      if (found.trend) counts.trend++
    }
    expect(counts.season).toBeLessThanOrEqual(6)
    expect(counts.trend).toBeLessThanOrEqual(20)
  })

  test('estimates autocorrelation with little bias from 36 values', () => {
    const random = randomOf(6)
    let sum = 0
    for (let run = 0; run < 200; run++) {
      let noise = random.normal()
      sum += ask(series(() => (noise = 0.5 * noise + random.normal()), 36)).phi
    }
    expect(Math.abs(sum / 200 - 0.5)).toBeLessThan(0.06)
  })

  test('longer memories by Levinson and Durbin', () => {
    const random = randomOf(7)
    let [a, b] = [0, 0]
    const values = series(() => {
      const next = 0.6 * a + 0.3 * b + random.normal()
      b = a
      a = next
      return next
    }, 3000)
    const weights = autoregression(values, 6)
    expect(weights).toHaveLength(2)
    expect(weights[0]).toBeCloseTo(0.6, 1)
    expect(weights[1]).toBeCloseTo(0.3, 1)
  })
})

describe('scales', () => {
  const scales: readonly Scale[] = [
    { power: 1, shift: 0 },
    { power: 0, shift: 0 },
    { power: 0.5, shift: 0.375 },
    { power: 0.5, shift: 0 },
    { power: 2, shift: 0 },
  ]

  test('there and back', () => {
    fc.assert(
      fc.property(fc.constantFrom(...scales), fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (scale, value) => {
        expect(fromScale(scale, toScale(scale, value)) / value).toBeCloseTo(1, 6)
      }),
    )
  })

  test('a logarithm is chosen where the noise grows with the level, none where it does not', () => {
    const random = randomOf(8)
    const fitted = (draw: () => number) =>
      fitOf({ values: Float64Array.from({ length: 60 }, draw), from: 0, rhythm: rhythms.month, steps: [], noise: null })
    expect(fitted(() => 1000 * Math.exp(0.5 * random.normal())).scale.power).toBe(0)
    expect(fitted(() => 1000 + 50 * random.normal()).scale.power).toBe(1)
    expect(fitted(() => random.normal()).scale.power).toBe(1)
  })
})

describe('profile of the hours', () => {
  const draw = (random: () => number) =>
    Float64Array.from({ length: 24 * 10 }, (_, t) => (t % 24 === 9 ? 40 : 10) + t / 24 + random())

  test('holds a peak that no few sines hold, whatever the level does', () => {
    const random = randomOf(9)
    const profile = profileOf(draw(random.normal), 0, 24)
    const [peak, other] = [profile?.offsets[9] ?? 0, profile?.offsets[3] ?? 0]
    expect(peak - other).toBeGreaterThan(28)
    expect(peak - other).toBeLessThan(32)
  })

  test('is not seen in noise', () => {
    const random = randomOf(10)
    expect(profileOf(Float64Array.from({ length: 240 }, random.normal), 0, 24)).toBeNull()
  })
})

describe('noise of a ratio', () => {
  test('follows 1 ÷ √n where sampling is all there is, and is even where it is little', () => {
    const random = randomOf(11)
    const sizes = Array.from({ length: 200 }, (_, t) => (t % 2 === 0 ? 100 : 2500))
    const draw = (between: number) =>
      sizes.map((n) => 0.3 + Math.sqrt((0.3 * 0.7) / n) * random.normal() + between * random.normal())
    const [small, large] = noiseOf(draw(0), sizes, 'proportion', 200) ?? []
    expect((small ?? 0) / (large ?? 1)).toBeGreaterThan(2.5)
    const even = noiseOf(draw(1), sizes, 'proportion', 200) ?? []
    expect((even[0] ?? 0) / (even[1] ?? 1)).toBeLessThan(1.05)
    expect(
      noiseOf(
        draw(0),
        sizes.map(() => 500),
        'proportion',
        200,
      ),
    ).toBeNull()
  })
})
