import { type Mstl, mstl } from '../statistics/mstl.ts'

/** A stretch of a series that methods are fitted to. Its seasonal decompositions are made once, however many methods ask. */
export class Stretch {
  readonly values: Float64Array
  readonly #decompositions = new Map<string, Mstl>()

  constructor(values: Float64Array) {
    this.values = values
  }

  get positive(): boolean {
    return this.values.every((value) => value > 0)
  }

  /** STL by the given periods, of the values or of their logarithms. */
  decompose(periods: readonly number[], log: boolean): Mstl {
    const key = `${log} ${periods.join(' ')}`
    const known = this.#decompositions.get(key)
    if (known !== undefined) return known
    const made = mstl(log ? this.values.map(Math.log) : this.values, periods)
    this.#decompositions.set(key, made)
    return made
  }
}
