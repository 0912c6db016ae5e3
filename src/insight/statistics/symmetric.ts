/**
 * In-place Cholesky factor (lower triangle, row by row) of a symmetric n × n matrix; columns that add nothing to the ones
 * before them (pivot below 1e-9 of the diagonal) become zero. Returns which columns stand on their own.
 */
export function factor(matrix: Float64Array, n: number): readonly boolean[] {
  const stands: boolean[] = []
  for (let i = 0; i < n; i++) {
    const row = i * n
    const diagonal = at(matrix, row + i)
    for (let j = 0; j < i; j++) {
      let sum = at(matrix, row + j)
      for (let k = 0; k < j; k++) sum -= at(matrix, row + k) * at(matrix, j * n + k)
      const pivot = at(matrix, j * n + j)
      matrix[row + j] = pivot === 0 ? 0 : sum / pivot
    }
    let rest = diagonal
    for (let k = 0; k < i; k++) rest -= at(matrix, row + k) ** 2
    const good = rest > 1e-9 * diagonal && rest > 0
    matrix[row + i] = good ? Math.sqrt(rest) : 0
    stands.push(good)
  }
  return stands
}

/** Solves L Lᵀ x = b for a factor made by `factor`; unknowns whose column does not stand are 0. */
export function solveFactored(lower: Float64Array, n: number, b: Float64Array): Float64Array {
  const x = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const pivot = at(lower, i * n + i)
    let sum = at(b, i)
    for (let k = 0; k < i; k++) sum -= at(lower, i * n + k) * at(x, k)
    x[i] = pivot === 0 ? 0 : sum / pivot
  }
  for (let i = n - 1; i >= 0; i--) {
    const pivot = at(lower, i * n + i)
    let sum = at(x, i)
    for (let k = i + 1; k < n; k++) sum -= at(lower, k * n + i) * at(x, k)
    x[i] = pivot === 0 ? 0 : sum / pivot
  }
  return x
}

const at = (values: Float64Array, index: number): number => values[index] ?? 0
