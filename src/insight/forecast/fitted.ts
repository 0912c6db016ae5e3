import type { Random } from '../statistics/random.ts'
import type { Stretch } from './stretch.ts'

/** A forecasting method fitted to a stretch of a series. */
export interface Fitted {
  /** What a reader may know it by, such as `ETS(M,A,M)`. */
  readonly name: string
  readonly points: (horizon: number) => Float64Array
  /** Fills `path` with one possible future, errors and the way they carry on included. */
  readonly draw: (random: Random, path: Float64Array) => void
  /** The same method estimated from another stretch of the series, starting from what is known here. */
  readonly refit: Method
}

/** A forecasting method: fits itself to a stretch, or says null where the stretch does not allow it. */
export type Method = (stretch: Stretch) => Fitted | null
