import type { Day } from '../../time/day.ts'
import type { Decimal } from '../decimal.ts'
import type { Place } from '../issue.ts'

/** What others reach, from a stated source. */
export interface Benchmark {
  readonly name: string
  readonly source: string
  /** Whom it was measured of, such as `214 retailers in Europe`. */
  readonly population: string | null
  /** What it is compared with: that scope alone, or everything and each of its parts where it names nothing. */
  readonly scope: { readonly unit: string | null; readonly where: Readonly<Record<string, readonly string[]>> }
  readonly from: Day | null
  /** The last day. */
  readonly until: Day | null
  readonly level: BenchmarkLevel
  readonly place: Place
}

/** One number, or the numbers below which a quarter, half and three quarters of the others lie. */
export type BenchmarkLevel =
  | { readonly kind: 'value'; readonly value: Decimal }
  | { readonly kind: 'quartiles'; readonly lower: Decimal; readonly median: Decimal; readonly upper: Decimal }
