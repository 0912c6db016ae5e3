import { abs } from './abs.ts'
import { asOf } from './as-of.ts'
import { avg } from './avg.ts'
import { ceil } from './ceil.ts'
import { coalesce } from './coalesce.ts'
import { contains } from './contains.ts'
import { count } from './count.ts'
import { countDistinct } from './count-distinct.ts'
import { days } from './days.ts'
import { daysBetween } from './days-between.ts'
import type { FormulaFunction } from './define.ts'
import { first } from './first.ts'
import { floor } from './floor.ts'
import { greatest } from './greatest.ts'
import { iff } from './if.ts'
import { last } from './last.ts'
import { least } from './least.ts'
import { length } from './length.ts'
import { lower } from './lower.ts'
import { max } from './max.ts'
import { median } from './median.ts'
import { min } from './min.ts'
import { movingAverage } from './moving-average.ts'
import { movingSum } from './moving-sum.ts'
import { nullIfZero } from './null-if-zero.ts'
import { percentile } from './percentile.ts'
import { power } from './power.ts'
import { prior } from './prior.ts'
import { rolling } from './rolling.ts'
import { round } from './round.ts'
import { sqrt } from './sqrt.ts'
import { startsWith } from './starts-with.ts'
import { sum } from './sum.ts'
import { toDate } from './to-date.ts'
import { upper } from './upper.ts'
import { workingDays } from './working-days.ts'
import { workingDaysBetween } from './working-days-between.ts'

/** Every function of the formula language, one line each. */
export const functions: readonly FormulaFunction[] = [
  sum,
  count,
  countDistinct,
  avg,
  min,
  max,
  first,
  last,
  median,
  percentile,
  iff,
  coalesce,
  abs,
  round,
  floor,
  ceil,
  least,
  greatest,
  nullIfZero,
  sqrt,
  power,
  days,
  workingDays,
  daysBetween,
  asOf,
  workingDaysBetween,
  lower,
  upper,
  length,
  startsWith,
  contains,
  prior,
  movingAverage,
  movingSum,
  toDate,
  rolling,
]
