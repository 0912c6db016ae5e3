import { betaCdf } from './beta.ts'

/** P(F > f) for Fisher's F with `top` and `bottom` degrees of freedom. */
export const fisherTail = (f: number, top: number, bottom: number): number =>
  f <= 0 ? 1 : betaCdf(bottom / (bottom + top * f), bottom / 2, top / 2)
