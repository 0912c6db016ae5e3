import { at } from './at.ts'

export interface Regression {
  readonly coefficients: Float64Array
  /** Coefficient divided by its standard error. */
  readonly tValues: Float64Array
}

/**
 * Ordinary least squares of `values` on `columns` (add a column of ones for an intercept), by Cholesky's decomposition of
 * the normal equations. Null where the columns depend on each other or there are not more values than columns.
 */
export function leastSquares(columns: readonly ArrayLike<number>[], values: ArrayLike<number>): Regression | null {
  const count = columns.length
  const rows = values.length
  if (count === 0 || rows <= count) return null
  const normal = columns.map((a) => columns.map((b) => dot(a, b, rows)))
  const right = columns.map((column) => dot(column, values, rows))
  const inverse = invertSymmetric(normal)
  if (inverse === null) return null
  const coefficients = Float64Array.from(inverse, (row) => row.reduce((sum, value, j) => sum + value * at(right, j), 0))
  let squares = 0
  for (let t = 0; t < rows; t++) {
    const fitted = columns.reduce((sum, column, j) => sum + at(column, t) * at(coefficients, j), 0)
    squares += (at(values, t) - fitted) ** 2
  }
  const variance = squares / (rows - count)
  const tValues = coefficients.map(
    (value, j) => value / Math.sqrt(Math.max(variance * at(inverse[j] ?? [], j), 1e-300)),
  )
  return { coefficients, tValues }
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>, rows: number): number {
  let sum = 0
  for (let t = 0; t < rows; t++) sum += at(a, t) * at(b, t)
  return sum
}

/** Inverse of a positive definite matrix, or null where it is none to working precision. */
function invertSymmetric(matrix: readonly (readonly number[])[]): number[][] | null {
  const size = matrix.length
  const lower: number[][] = matrix.map((row) => row.map(() => 0))
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = at(matrix[i] ?? [], j)
      for (let k = 0; k < j; k++) rest -= at(lower[i] ?? [], k) * at(lower[j] ?? [], k)
      if (i === j && rest <= 1e-10 * at(matrix[i] ?? [], i)) return null
      const row = lower[i]
      if (row !== undefined) row[j] = i === j ? Math.sqrt(rest) : rest / at(lower[j] ?? [], j)
    }
  }
  return matrix.map((_, column) => solve(lower, column))
}

/** One column of the inverse: forward and backward substitution of a unit vector. */
function solve(lower: readonly (readonly number[])[], column: number): number[] {
  const size = lower.length
  const forward: number[] = []
  for (let i = 0; i < size; i++) {
    let rest = i === column ? 1 : 0
    for (let k = 0; k < i; k++) rest -= at(lower[i] ?? [], k) * at(forward, k)
    forward.push(rest / at(lower[i] ?? [], i))
  }
  const result = new Array<number>(size).fill(0)
  for (let i = size - 1; i >= 0; i--) {
    let rest = at(forward, i)
    for (let k = i + 1; k < size; k++) rest -= at(lower[k] ?? [], i) * at(result, k)
    result[i] = rest / at(lower[i] ?? [], i)
  }
  return result
}
