import { expect, test } from 'vitest'
import { beyondLimits } from './beyond-limits.ts'
import { fourOfFive } from './four-of-five.ts'
import { movingRange } from './moving-range.ts'
import type { ChartPoint, Rule } from './rule.ts'
import { runOf8 } from './run-on-one-side.ts'
import { sixInTrend } from './six-in-trend.ts'
import { threeOfFour } from './three-of-four.ts'
import { twoOfThree } from './two-of-three.ts'

/** Points in sigma from a centre of 0, limits at ±3. */
const chart = (values: readonly number[], open = { lower: true, upper: true }): readonly ChartPoint[] =>
  values.map((value, index) => ({
    index,
    value,
    centre: 0,
    sigma: 1,
    lower: -3,
    upper: 3,
    open,
    range: index === 0 ? null : Math.abs(value - (values[index - 1] ?? 0)),
    rangeUpper: 3.686,
  }))

const at = (rule: Rule, values: readonly number[]) => rule.hits(chart(values)).map((hit) => hit.at)

test.each<[string, Rule, readonly number[], readonly number[]]>([
  ['a value on the limit is inside', beyondLimits, [3, -3], []],
  ['a value just beyond is not', beyondLimits, [0, 3.0001, -3.0001], [1, 2]],
  ['seven on one side are no run', runOf8, [1, 1, 1, 1, 1, 1, 1, -1], []],
  ['eight are, and each one after', runOf8, [1, 1, 1, 1, 1, 1, 1, 1, 1, -1], [7, 8]],
  ['a value on the centre breaks the run', runOf8, [1, 1, 1, 1, 0, 1, 1, 1, 1], []],
  ['three of four nearer a limit', threeOfFour, [2, 2, 0, 2], [3]],
  ['not where they lie on both sides', threeOfFour, [2, -2, 2, 0, 2], []],
  ['not at a period that is not one of them', threeOfFour, [2, 2, 2, 0], [2]],
  ['two of three beyond two sigma', twoOfThree, [2.1, 0, 2.1], [2]],
  ['exactly two sigma is not beyond', twoOfThree, [2, 0, 2], []],
  ['four of five beyond one sigma', fourOfFive, [1.1, 1.1, 0, 1.1, 1.1], [4]],
  ['five rising are no trend, six are', sixInTrend, [0, 1, 2, 3, 4, 5, 4], [5]],
  ['equal neighbours break a trend', sixInTrend, [0, 1, 2, 2, 3, 4, 5], []],
  ['a moving range beyond its limit', movingRange, [0, 3.7, 3.7, 0.1], [1]],
])('%s', (_, rule, values, wanted) => {
  expect(at(rule, values)).toEqual(wanted)
})

test('a run says where it began, and the periods that complete it', () => {
  const hits = runOf8.hits(chart([-1, 1, 1, 1, 1, 1, 1, 1, 1, 1]))
  expect(hits.map(({ since }) => since)).toEqual([1, 1])
  expect(hits[1]?.periods).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  expect(hits[1]?.side).toBe(1)
})

test('nothing signals on a side whose limit the KPI cannot reach', () => {
  const open = { lower: false, upper: true }
  expect(beyondLimits.hits(chart([-4, 4], open)).map((hit) => hit.at)).toEqual([1])
  expect(twoOfThree.hits(chart([-2.5, -2.5, -2.5], open))).toEqual([])
})
