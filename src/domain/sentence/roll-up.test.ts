import { expect, test } from 'vitest'
import { decimalOf } from '../decimal.ts'
import { rollUp, type Scored } from '../score.ts'
import type { RollUpRule } from '../scorecard.ts'
import { rollUpSentence } from './roll-up.ts'

type Child = readonly [name: string, weight: number, score: number | null, status?: Scored['status']]

function said(children: readonly Child[], change: Partial<RollUpRule> = {}): string {
  const rule: RollUpRule = { method: 'weighted', missing: 'renormalise', atLeast: 0, ...change }
  const made = children.map(([name, weight, score, status = null]) => ({
    name,
    weight: decimalOf(weight),
    score,
    status,
  }))
  const have = made.filter(({ score }) => score !== null).length
  const rolled = rollUp(made, rule)
  return rollUpSentence({ rolled, rule, children: made, noun: 'KPI', have, of: made.length, locale: 'en' })
}

const three: readonly Child[] = [
  ['Revenue', 2, 100, 'on-track'],
  ['Refunds', 1, 40, 'off-track'],
  ['Visits', 1, null],
]

test.each<[string, string, string]>([
  [
    'renormalised',
    said(three),
    '80 is the weighted mean of 2 of 3 KPIs, 75 % of the weight; Refunds takes the most from it, 20 points.',
  ],
  [
    'zero',
    said(three, { missing: 'zero' }),
    '60 is the weighted mean of 3 KPIs, Visits counting as 0; Visits takes the most from it, 25 points.',
  ],
  ['strict', said(three, { missing: 'strict' }), 'There is no score: Visits has none, and every KPI is wanted.'],
  ['too few', said(three, { atLeast: 3 }), 'There is no score: 2 of 3 KPIs have one, and at least 3 are wanted.'],
  ['worst child', said(three, { method: 'worst-child' }), '40 is the score of the worst KPI, Refunds.'],
  [
    'worst colour',
    said(three, { method: 'worst-colour' }),
    '80 is the weighted mean of 2 of 3 KPIs, 75 % of the weight; it is off track, as Refunds is; Refunds takes the most from it, 20 points.',
  ],
  ['geometric', said(three.slice(0, 2), { method: 'geometric' }), '74 is the geometric mean of 2 KPIs.'],
  [
    'all well',
    said([
      ['Revenue', 1, 100],
      ['Visits', 1, 100],
    ]),
    '100 is the weighted mean of 2 KPIs.',
  ],
  ['one', said([['Revenue', 1, 97]]), '97 is the weighted mean of one KPI.'],
  ['nothing', said([]), 'There is no score: no KPI promises anything here.'],
  ['none has one', said([['Revenue', 1, null]]), 'There is no score: no KPI has one.'],
  ['no weight', said([['Revenue', 0, 90]]), 'There is no score: what has one weighs nothing.'],
])('%s', (_, found, expected) => expect(found).toBe(expected))
