import { factor, solveFactored } from '../../statistics/symmetric.ts'

/**
 * Sums of squares and products of a regression whose errors follow e_t = φ e_(t-1) + innovation, kept apart by lag so that
 * every φ and every subset of columns costs no second pass over the data (Prais and Winsten 1954).
 * Column `width` is the value itself. A period whose predecessor is missing stands alone and is scaled by √(1 - φ²).
 */
export interface Gram {
  readonly width: number
  readonly points: number
  readonly pairs: number
  /** Σ x_t x_tᵀ over all periods (lower triangle), over those that follow none, and over those that none follows. */
  readonly all: Float64Array
  readonly heads: Float64Array
  readonly tails: Float64Array
  /** Σ x_t x_(t-1)ᵀ over the pairs. */
  readonly lagged: Float64Array
}

/** `rows` holds `width` columns per period, `values` NaN where the period does not count. */
export function gramOf(rows: Float64Array, width: number, values: Float64Array): Gram {
  const size = width + 1
  const make = () => new Float64Array(size * size)
  const [all, heads, tails, lagged] = [make(), make(), make(), make()]
  let here = new Float64Array(size)
  let last = new Float64Array(size)
  let points = 0
  let pairs = 0
  let held = false
  for (let t = 0; t < values.length; t++) {
    const value = values[t] ?? Number.NaN
    if (Number.isNaN(value)) {
      if (held) addSquare(tails, last)
      held = false
      continue
    }
    here.set(rows.subarray(t * width, (t + 1) * width))
    here[width] = value
    points++
    addSquare(all, here)
    if (held) {
      pairs++
      addProduct(lagged, here, last)
    } else addSquare(heads, here)
    const spare = last
    last = here
    here = spare
    held = true
  }
  if (held) addSquare(tails, last)
  return { width, points, pairs, all, heads, tails, lagged }
}

function addProduct(into: Float64Array, a: Float64Array, b: Float64Array): void {
  const size = a.length
  for (let i = 0; i < size; i++) {
    const left = a[i] ?? 0
    if (left !== 0) for (let j = 0; j < size; j++) into[i * size + j] = (into[i * size + j] ?? 0) + left * (b[j] ?? 0)
  }
}

/** Lower triangle only. */
function addSquare(into: Float64Array, a: Float64Array): void {
  const size = a.length
  for (let i = 0; i < size; i++) {
    const left = a[i] ?? 0
    if (left !== 0) for (let j = 0; j <= i; j++) into[i * size + j] = (into[i * size + j] ?? 0) + left * (a[j] ?? 0)
  }
}

export interface GramFit {
  readonly phi: number
  /** Residual sum of squares of the innovations, and its degrees of freedom. */
  readonly squares: number
  readonly df: number
  readonly columns: number
}

/** Least squares on a subset of columns at a given φ. */
export function fitAt(gram: Gram, columns: readonly number[], phi: number): GramFit {
  const { matrix, size } = whitened(gram, columns, phi)
  const stands = factor(matrix, size)
  const used = stands.slice(0, -1).filter(Boolean).length
  const rest = matrix[size * size - 1] ?? 0
  return { phi, squares: rest * rest, df: gram.points - used, columns: used }
}

/** Least squares with φ estimated from the ordinary residuals, corrected for its bias in short series, and never negative. */
export function fitWithPhi(gram: Gram, columns: readonly number[]): GramFit {
  return fitAt(gram, columns, phiOf(gram, columns))
}

function whitened(gram: Gram, columns: readonly number[], phi: number): { matrix: Float64Array; size: number } {
  const size = columns.length + 1
  const full = gram.width + 1
  const { all, heads, tails, lagged } = gram
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    const a = columns[i] ?? gram.width
    for (let j = 0; j <= i; j++) {
      const b = columns[j] ?? gram.width
      const at = a * full + b
      // (all - heads) - φ (lagged both ways) + φ² (all - tails) + (1 - φ²) heads
      matrix[i * size + j] =
        (1 + phi * phi) * get(all, at) -
        phi * phi * (get(heads, at) + get(tails, at)) -
        phi * (get(lagged, at) + get(lagged, b * full + a))
    }
  }
  return { matrix, size }
}

/**
 * Lag-one autocorrelation of the residuals. The regression itself lowers it, in white noise by tr(H L) ÷ df, and in
 * autocorrelated data by about (1 + 2 tr(H L)) φ ÷ n more (Marriott and Pope 1954, for a mean alone: (1 + 3φ) ÷ n).
 */
function phiOf(gram: Gram, columns: readonly number[]): number {
  const full = gram.width + 1
  const y = gram.width
  const { beta, lower, used } = coefficientsOf(gram, columns)
  const weights = new Float64Array(full)
  for (let i = 0; i < columns.length; i++) weights[columns[i] ?? 0] = -(beta[i] ?? 0)
  weights[y] = 1
  const squares = square(gram.all, weights)
  const products = quadratic(gram.lagged, weights)
  const df = gram.points - used
  if (!(squares > 0) || df < 3 || gram.pairs < 3) return 0
  const trace = traceOf(gram, columns, lower)
  const raw = products / squares + trace / df
  return Math.min(Math.max(raw * (1 + (1 + 2 * Math.max(trace, 0)) / gram.points), 0), 0.98)
}

/** Ordinary least squares on a subset of columns. */
export function coefficientsOf(
  gram: Gram,
  columns: readonly number[],
): { readonly beta: Float64Array; readonly lower: Float64Array; readonly used: number } {
  const n = columns.length
  const full = gram.width + 1
  const right = new Float64Array(n)
  const lower = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const row = (columns[i] ?? 0) * full
    right[i] = get(gram.all, gram.width * full + (columns[i] ?? 0))
    for (let j = 0; j <= i; j++) {
      lower[i * n + j] = get(gram.all, row + (columns[j] ?? 0))
    }
  }
  const stands = factor(lower, n)
  return { beta: solveFactored(lower, n, right), lower, used: stands.filter(Boolean).length }
}

function quadratic(matrix: Float64Array, weights: Float64Array): number {
  const size = weights.length
  let total = 0
  for (let i = 0; i < size; i++) {
    const left = weights[i] ?? 0
    if (left !== 0) for (let j = 0; j < size; j++) total += left * get(matrix, i * size + j) * (weights[j] ?? 0)
  }
  return total
}

/** wᵀ M w for a matrix of which only the lower triangle is there. */
function square(matrix: Float64Array, weights: Float64Array): number {
  const size = weights.length
  let total = 0
  for (let i = 0; i < size; i++) {
    const left = weights[i] ?? 0
    if (left === 0) continue
    for (let j = 0; j < i; j++) total += 2 * left * get(matrix, i * size + j) * (weights[j] ?? 0)
    total += left * left * get(matrix, i * size + i)
  }
  return total
}

/** tr((XᵀX)⁻¹ Σ x_t x_(t-1)ᵀ), from the factor of XᵀX. */
function traceOf(gram: Gram, columns: readonly number[], lower: Float64Array): number {
  const n = columns.length
  const full = gram.width + 1
  const column = new Float64Array(n)
  let trace = 0
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) column[i] = get(gram.lagged, (columns[i] ?? 0) * full + (columns[j] ?? 0))
    trace += solveFactored(lower, n, column)[j] ?? 0
  }
  return trace
}

const get = (values: Float64Array, index: number): number => values[index] ?? 0
