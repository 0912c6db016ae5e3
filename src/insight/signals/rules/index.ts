import { beyondLimits } from './beyond-limits.ts'
import { fourOfFive } from './four-of-five.ts'
import { movingRange } from './moving-range.ts'
import type { Rule } from './rule.ts'
import { runOf7, runOf8, runOf9 } from './run-on-one-side.ts'
import { sixInTrend } from './six-in-trend.ts'
import { threeOfFour } from './three-of-four.ts'
import { twoOfThree } from './two-of-three.ts'

/** Every detection rule that a chart may use. */
export const rules: readonly Rule[] = [
  beyondLimits,
  runOf7,
  runOf8,
  runOf9,
  threeOfFour,
  twoOfThree,
  fourOfFive,
  sixInTrend,
  movingRange,
]

/** Rule sets by the authority that recommends them. */
export const ruleSets = {
  /** D. J. Wheeler, Making Sense of Data. */
  wheeler: [beyondLimits, runOf8, threeOfFour],
  /** Statistical Quality Control Handbook (1956). */
  'western-electric': [beyondLimits, twoOfThree, fourOfFive, runOf8],
  /** NHS England, Making Data Count. */
  nhs: [beyondLimits, twoOfThree, runOf7],
} as const satisfies Record<string, readonly Rule[]>

export type RuleSet = keyof typeof ruleSets
