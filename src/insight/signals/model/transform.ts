/**
 * Scales on which a KPI's noise may be even and symmetric: Box and Cox's powers 0 (logarithm), ½ and 1, and 2 for values
 * crowded below a ceiling. One of them fits a sum, a count, a waiting time and a share well enough for control limits.
 */
export interface Scale {
  readonly power: 0 | 0.5 | 1 | 2
  /** Added before the power: 3/8 for counts (Anscombe 1948). */
  readonly shift: number
}

export const plain: Scale = { power: 1, shift: 0 }

/** Value on the scale; below the scale's origin the least that it can show. */
export function toScale(scale: Scale, value: number): number {
  const shifted = value + scale.shift
  switch (scale.power) {
    case 1:
      return value
    case 0:
      return Math.log(Math.max(shifted, 1e-12))
    case 0.5:
      return shifted > 0 ? Math.sqrt(shifted) : -Math.sqrt(-shifted)
    case 2:
      return shifted * Math.abs(shifted)
  }
}

/** The value at a place on the scale. */
export function fromScale(scale: Scale, place: number): number {
  switch (scale.power) {
    case 1:
      return place
    case 0:
      return Math.exp(place) - scale.shift
    case 0.5:
      return place * Math.abs(place) - scale.shift
    case 2:
      return Math.sign(place) * Math.sqrt(Math.abs(place)) - scale.shift
  }
}

/** Scales that the values allow: a logarithm needs positive ones, a power non-negative ones. */
export function scalesFor(values: readonly number[]): readonly Scale[] {
  const least = Math.min(...values)
  if (least < 0) return [plain]
  const shift = values.every(Number.isInteger) ? 0.375 : 0
  const powers: Scale[] = [plain, { power: 0.5, shift }, { power: 2, shift: 0 }]
  if (least > 0) powers.push({ power: 0, shift: 0 })
  return powers
}

/** ln |d scale / d value| summed over the values: makes likelihoods on different scales comparable. */
export function logJacobian(scale: Scale, values: readonly number[]): number {
  if (scale.power === 1) return 0
  const factor = scale.power === 0 ? 0 : Math.log(scale.power)
  return values.reduce(
    (total, value) => total + factor + (scale.power - 1) * Math.log(Math.max(value + scale.shift, 1e-12)),
    0,
  )
}
