import { floatAt } from './at.ts'

/** A function with its gradient: gives the value at `point` and writes the gradient; Infinity where it is not defined. */
export type Slope = (point: Float64Array, gradient: Float64Array) => number

export interface Minimum {
  readonly point: Float64Array
  readonly value: number
  readonly steps: number
}

/**
 * Smallest value near `start`, by BFGS with a line search (Nocedal and Wright 2006, algorithms 6.1 and 3.5 with weak
 * Wolfe conditions by bisection). Stops when two steps in a row gain less than `tolerance`.
 */
export function minimise(slope: Slope, start: Float64Array, tolerance: number, stepsMax: number): Minimum {
  const size = start.length
  let point = Float64Array.from(start)
  let gradient = new Float64Array(size)
  let value = slope(point, gradient)
  if (!Number.isFinite(value)) return { point, value: Number.POSITIVE_INFINITY, steps: 0 }
  const inverse = new Float64Array(size * size)
  const direction = new Float64Array(size)
  const change = new Float64Array(size)
  let next = new Float64Array(size)
  let nextGradient = new Float64Array(size)
  resetInverse(inverse, gradient)
  let fresh = true
  let idle = 0
  let steps = 0
  for (; steps < stepsMax && idle < 2; steps++) {
    let descent = 0
    for (let i = 0; i < size; i++) {
      let sum = 0
      for (let j = 0; j < size; j++) sum -= floatAt(inverse, i * size + j) * floatAt(gradient, j)
      direction[i] = sum
      descent += sum * floatAt(gradient, i)
    }
    const found = descent < 0 ? search(slope, point, value, descent, direction, next, nextGradient) : null
    if (found === null) {
      if (fresh) break
      resetInverse(inverse, gradient)
      fresh = true
      continue
    }
    for (let i = 0; i < size; i++) {
      change[i] = floatAt(next, i) - floatAt(point, i)
      direction[i] = floatAt(nextGradient, i) - floatAt(gradient, i)
    }
    update(inverse, change, direction, fresh)
    fresh = false
    idle = value - found < tolerance ? idle + 1 : 0
    value = found
    ;[point, next] = [next, point]
    ;[gradient, nextGradient] = [nextGradient, gradient]
  }
  return { point, value, steps }
}

/** A first step of at most 0.5 in the norm: the parameters are logits and states in units of the series. */
function resetInverse(inverse: Float64Array, gradient: Float64Array): void {
  const size = gradient.length
  let norm = 0
  for (let i = 0; i < size; i++) norm += floatAt(gradient, i) ** 2
  const scale = 0.5 / Math.max(Math.sqrt(norm), 1e-12)
  inverse.fill(0)
  for (let i = 0; i < size; i++) inverse[i * size + i] = Math.min(1, scale)
}

/** Moves along `direction` until the weak Wolfe conditions hold; gives the value there, or null if nothing is lower. */
function search(
  slope: Slope,
  point: Float64Array,
  value: number,
  descent: number,
  direction: Float64Array,
  next: Float64Array,
  nextGradient: Float64Array,
): number | null {
  let low = 0
  let high = Number.POSITIVE_INFINITY
  let length = 1
  for (let trial = 0; trial < 30; trial++) {
    for (let i = 0; i < point.length; i++) next[i] = floatAt(point, i) + length * floatAt(direction, i)
    const found = slope(next, nextGradient)
    if (!(found <= value + 1e-4 * length * descent)) {
      high = length
    } else {
      let steepness = 0
      for (let i = 0; i < point.length; i++) steepness += floatAt(nextGradient, i) * floatAt(direction, i)
      if (steepness >= 0.9 * descent) return found
      low = length
    }
    length = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2
  }
  if (low === 0) return null
  for (let i = 0; i < point.length; i++) next[i] = floatAt(point, i) + low * floatAt(direction, i)
  return slope(next, nextGradient)
}

/** The BFGS update of the inverse Hessian by a step and its change of gradient; scaled first when it is the identity. */
function update(inverse: Float64Array, step: Float64Array, turn: Float64Array, fresh: boolean): void {
  const size = step.length
  let curvature = 0
  let turnSquared = 0
  for (let i = 0; i < size; i++) {
    curvature += floatAt(step, i) * floatAt(turn, i)
    turnSquared += floatAt(turn, i) ** 2
  }
  if (curvature <= 1e-12 * turnSquared) return
  if (fresh) {
    for (let i = 0; i < size; i++) inverse[i * size + i] = curvature / turnSquared
  }
  const product = new Float64Array(size)
  let quadratic = 0
  for (let i = 0; i < size; i++) {
    let sum = 0
    for (let j = 0; j < size; j++) sum += floatAt(inverse, i * size + j) * floatAt(turn, j)
    product[i] = sum
    quadratic += sum * floatAt(turn, i)
  }
  const weight = (1 + quadratic / curvature) / curvature
  for (let i = 0; i < size; i++) {
    const stepped = floatAt(step, i)
    const turned = floatAt(product, i) / curvature
    for (let j = 0; j <= i; j++) {
      const change = (weight * stepped - turned) * floatAt(step, j) - (stepped * floatAt(product, j)) / curvature
      const value = floatAt(inverse, i * size + j) + change
      inverse[i * size + j] = value
      inverse[j * size + i] = value
    }
  }
}
