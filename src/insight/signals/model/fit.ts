import type { Rhythm } from '../rhythm.ts'
import { autoregression } from './autoregression.ts'
import type { Measure, Model } from './innovations.ts'
import { offsetAt, type Profile, profileOf } from './profile.ts'
import { criterionOf, type Evidence, residualsOf, type Structure, structureOf } from './structure.ts'
import type { Terms } from './terms.ts'
import { logJacobian, plain, type Scale, scalesFor, toScale } from './transform.ts'

/** Everything that says what to expect of a KPI's next period. */
export interface Fitted {
  readonly scale: Scale
  readonly profiles: readonly Profile[]
  readonly model: Model
  readonly measure: Measure
  readonly season: Evidence | null
  readonly trend: Evidence | null
}

/** A cycle longer than this is learnt phase by phase, a shorter one by sines. */
const longestSmooth = 12

export interface FitQuestion {
  /** NaN where a period does not count; the first one is period `from`. */
  readonly values: Float64Array
  readonly from: number
  readonly rhythm: Rhythm
  /** First periods of levels that a person or the past has confirmed. */
  readonly steps: readonly number[]
  /** Noise of each period relative to a usual one; null where all are alike. */
  readonly noise: Float64Array | null
}

/** Chooses scale, season, trend and autocorrelation. */
export function fitOf({ values, from, rhythm, steps, noise }: FitQuestion): Fitted {
  const smooth = rhythm.short.filter((period) => period <= longestSmooth)
  const periods = rhythm.year === null ? smooth : [...smooth, rhythm.year]
  const rough = rhythm.short.filter((period) => period > longestSmooth)
  const on = (scale: Scale) => {
    const rest = profiled(values, from, rough, scale)
    return { ...rest, scale, structure: structureOf({ values: rest.values, from, periods, steps, noise }) }
  }
  const first = on(plain)
  // Where the noise is known from the denominators, no other scale is needed to even it out.
  const scale = noise === null ? bestScale(values, from, rough, first.structure.terms) : plain
  const best = scale.power === 1 ? first : on(scale)
  return {
    scale,
    profiles: best.profiles,
    model: { terms: best.structure.terms, phi: phiOf(best.values, from, best.structure) },
    measure: measureOf(best.values),
    season: best.structure.season,
    trend: best.structure.trend,
  }
}

/**
 * How much likelier another scale must be (in twice the log-likelihood) before the plain one is left: one in a hundred by chance,
 * as a likelihood ratio of one parameter (Box and Cox 1964). Few values suggest a scale by chance, and its limits are then too
 * near.
 */
const preference = 6.63

/** The scale of the greatest likelihood, given season and trend as they were found on the plain one. */
function bestScale(values: Float64Array, from: number, rough: readonly number[], terms: Terms): Scale {
  const present = [...values.filter((value) => !Number.isNaN(value))]
  const rated = scalesFor(present).map((scale) => {
    const rest = profiled(values, from, rough, scale).values
    const criterion = criterionOf(rest, from, terms) - 2 * logJacobian(scale, present)
    return { scale, criterion: criterion - (scale.power === 1 ? preference : 0) }
  })
  return rated.reduce((a, b) => (b.criterion < a.criterion ? b : a)).scale
}

interface Profiled {
  readonly values: Float64Array
  readonly profiles: readonly Profile[]
}

/** Values on a scale, free of their rough cycles: of the day first, then what the week adds. */
function profiled(values: Float64Array, from: number, rough: readonly number[], scale: Scale): Profiled {
  const scaled = values.map((value) => (Number.isNaN(value) ? value : toScale(scale, value)))
  return rough.reduce<Profiled>(
    (done, period) => {
      const profile = profileOf(done.values, from, period)
      if (profile === null) return done
      const rest = done.values.map((value, index) => value - offsetAt([profile], from + index))
      return { values: rest, profiles: [...done.profiles, profile] }
    },
    { values: scaled, profiles: [] },
  )
}

/** Long series may remember more than one period. */
const longFrom = 300

function phiOf(values: Float64Array, from: number, { terms, phi }: Structure): readonly number[] {
  if (values.length < longFrom) return phi > 0 ? [phi] : []
  return autoregression(residualsOf(values, from, terms), 6)
}

function measureOf(values: Float64Array): Measure {
  const present = values.filter((value) => !Number.isNaN(value))
  const origin = present.reduce((total, value) => total + value, 0) / present.length
  const squares = present.reduce((total, value) => total + (value - origin) ** 2, 0)
  const unit = Math.sqrt(squares / present.length)
  return { origin, unit: unit > 0 ? unit : Math.max(Math.abs(origin), 1) }
}
