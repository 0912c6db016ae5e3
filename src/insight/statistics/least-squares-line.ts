import { at } from './at.ts'

/** Least-squares line through (0, values[0]), (1, values[1]), … of the first `count` values. */
export function leastSquaresLine(
  values: ArrayLike<number>,
  count = values.length,
): { readonly intercept: number; readonly slope: number } {
  const middle = (count - 1) / 2
  let mean = 0
  for (let t = 0; t < count; t++) mean += at(values, t) / count
  let product = 0
  let squares = 0
  for (let t = 0; t < count; t++) {
    product += (t - middle) * (at(values, t) - mean)
    squares += (t - middle) ** 2
  }
  const slope = squares > 0 ? product / squares : 0
  return { intercept: mean - slope * middle, slope }
}
