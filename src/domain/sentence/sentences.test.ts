import { describe, expect, test } from 'vitest'
import { type Day, parseDay } from '../../time/day.ts'
import type { Absence, Answer } from '../answer.ts'
import type { Kpi, StatusRule } from '../catalog.ts'
import { parseDecimal } from '../decimal.ts'
import type { UnitLabel } from '../view.ts'
import { type KpiSentenceInput, kpiSentence } from './kpi.ts'
import { type Judged, scorecardSentence } from './scorecard.ts'
import { type WhyInput, whySentence } from './why.ts'
import { counted, listed, nth, within } from './words.ts'

const percent: UnitLabel = { kind: 'percent', symbol: '%' }
const euro: UnitLabel = { kind: 'currency', symbol: 'EUR' }
const hours: UnitLabel = { kind: 'other', symbol: 'hours' }
const orders: UnitLabel = { kind: 'count', symbol: 'orders' }

const rule = (status: StatusRule['status'], op: StatusRule['op'], of: StatusRule['of'], text: string): StatusRule => {
  const threshold = parseDecimal(text)
  if (threshold === null) throw new Error(text)
  return { status, op, of, threshold }
}
const today: Day = parseDay('2026-04-03') ?? (0 as Day)
const monthText = (ordinal: number) => `${Math.floor(ordinal / 12)}-${String((ordinal % 12) + 1).padStart(2, '0')}`
const march = 2026 * 12 + 2

function answerAt(ordinal: number, change: Partial<Answer>): Answer {
  return {
    kpi: 'x',
    scope: '',
    grain: 'month',
    period: monthText(ordinal),
    start: `${monthText(ordinal)}-01`,
    end: `${monthText(ordinal + 1)}-01`,
    state: 'value',
    value: '1',
    numerator: null,
    denominator: null,
    target: null,
    attainment: null,
    status: 'no-target',
    score: null,
    flags: [],
    asOf: '2026-04-03T07:40:00Z',
    dataThrough: '2026-04-02',
    revision: { catalog: 'a', facts: {} },
    ...change,
  }
}

interface Told extends Partial<Answer> {
  readonly unit?: UnitLabel
  readonly good?: Kpi['good']
  readonly rules?: readonly StatusRule[]
  readonly final?: number
  readonly manual?: boolean
  readonly failure?: WhyInput['failure']
  readonly locale?: string
  readonly ordinal?: number
  /** The months before, oldest first. */
  readonly before?: readonly Partial<Answer>[]
}

function input(told: Told): KpiSentenceInput {
  const { unit = percent, good = 'up', rules = [], final = 0, manual = false, failure = null, locale = 'en' } = told
  const { ordinal = march, before = [], ...answer } = told
  const own = answerAt(ordinal, answer)
  const series = [...before.map((one, index) => answerAt(ordinal - before.length + index, one)), own]
  return {
    kpi: { good, status: rules, finalAfterDays: final },
    unit,
    answer: own,
    series,
    period: ordinal === march ? 'March 2026' : ordinal === march + 1 ? 'April 2026' : 'May 2026',
    scope: 'North',
    failure,
    manual,
    today,
    locale,
    name: 'Delivered on time',
    nameOf: ({ period }) => period,
  }
}

const off = (value: string | number): Told => ({ value, target: '0.95', status: 'off-track', attainment: 0.9 })
const risk = (value: string | number, attainment: number): Told => ({
  value,
  target: '0.95',
  status: 'at-risk',
  attainment,
})
const on = (value: string | number): Told => ({ value, target: '0.95', status: 'on-track', attainment: 1.02 })
const band = { low: '2', high: '6' }
const inside = { unit: hours, good: 'between' as const, target: band }
const marks = [rule('on-track', '>=', 'absolute', '4.2'), rule('at-risk', '>=', 'absolute', '3.5')]

describe('why a status is what it is', () => {
  test.each<[string, Told, string]>([
    ['off track', off(0.862), '86.2 % is 8.8 pp below the target of 95 %.'],
    [
      'for the third month',
      { ...off(0.862), before: [on(0.96), off(0.9), off(0.88)] },
      '86.2 % is 8.8 pp below the target of 95 %, the third month below.',
    ],
    [
      'since the series began',
      { ...off(0.862), before: [off(0.9), off(0.88)] },
      '86.2 % is 8.8 pp below the target of 95 %, below for 3 months or more.',
    ],
    [
      'after a gap',
      { ...off(0.862), before: [off(0.9), { state: 'no-data', value: null, status: 'no-data' }] },
      '86.2 % is 8.8 pp below the target of 95 %.',
    ],
    ['at risk', risk(0.93, 0.9789), '93.0 % is 2.0 pp below the target of 95 %, at an attainment of 97.9 %.'],
    [
      'at risk for long',
      { ...risk(0.93, 0.9789), before: [on(0.96), off(0.88)] },
      '93.0 % is 2.0 pp below the target of 95 %, the second month below.',
    ],
    ['on track', on(0.96), '96.0 % is 1.0 pp above the target of 95 %.'],
    [
      'on track at last',
      { ...on(0.96), before: [on(0.96), off(0.9), off(0.9)] },
      '96.0 % is 1.0 pp above the target of 95 %, after missing it for 2 months.',
    ],
    [
      'on track below its target',
      { ...on(0.94), attainment: 0.9895 },
      '94.0 % is 1.0 pp below the target of 95 %, at an attainment of 99.0 %.',
    ],
    ['met', on(0.95), '95.0 % meets the target of 95 %.'],
    ['just short', { ...off(0.9499), status: 'at-risk' }, '95.0 % is just short of the target of 95 %.'],
    [
      'just over',
      { good: 'down', value: 0.95001, target: '0.95', status: 'at-risk' },
      '95.0 % is just over the target of 95 %.',
    ],
    [
      'lower is better',
      { good: 'down', value: '0.112', target: '0.09', status: 'off-track', attainment: 0.8 },
      '11.2 % is 2.2 pp above the target of 9 %.',
    ],
    [
      'lower and on track',
      { good: 'down', value: '0.08', target: '0.09', status: 'on-track', attainment: 1.1 },
      '8.0 % is 1.0 pp below the target of 9 %.',
    ],
    [
      'money',
      { unit: euro, value: '12934567.89', target: '12600000', status: 'on-track', attainment: 1.02 },
      '12.9 M € is 0.3 M € above the target of 12.6 M €.',
    ],
    [
      'below zero',
      { unit: euro, value: '-200', target: '100', status: 'off-track', attainment: -2 },
      '−200 € is 300 € below the target of 100 €.',
    ],
    [
      'zero',
      { unit: orders, value: '0', target: '3', status: 'off-track', attainment: 0 },
      '0 orders is 3 orders below the target of 3 orders.',
    ],
    [
      'one',
      { unit: orders, value: '1', target: '2', status: 'off-track', attainment: 0.5 },
      '1 order is 1 order below the target of 2 orders.',
    ],
    ['in the notation of the reader', { ...off(0.862), locale: 'de' }, '86,2 % is 8,8 pp below the target of 95 %.'],
    [
      'inside its band',
      { ...inside, value: '5.1', status: 'on-track', attainment: 1 },
      '5.10 hours is inside the band of 2–6 hours.',
    ],
    [
      'above its band',
      { ...inside, value: '6.9', status: 'off-track' },
      '6.90 hours is 0.90 hours above the band of 2–6 hours.',
    ],
    [
      'outside again',
      {
        ...inside,
        value: '1.5',
        status: 'at-risk',
        before: [
          { value: '5', target: band, status: 'on-track' },
          { value: '1', target: band, status: 'off-track' },
        ],
      },
      '1.50 hours is 0.50 hours below the band of 2–6 hours, the second month outside.',
    ],
    [
      'outside on the other side',
      { ...inside, value: '1.5', status: 'off-track', before: [{ value: '7', target: band, status: 'off-track' }] },
      '1.50 hours is 0.50 hours below the band of 2–6 hours.',
    ],
    [
      'above its mark',
      { unit: hours, rules: marks, value: '4.4', status: 'on-track' },
      '4.40 hours is above 4.2 hours, where on track begins.',
    ],
    [
      'at its mark',
      { unit: hours, rules: marks, value: '4.2', status: 'on-track' },
      '4.20 hours is at 4.2 hours, where on track begins.',
    ],
    [
      'between its marks',
      { unit: hours, rules: marks, value: '3.9', status: 'at-risk' },
      '3.90 hours is below 4.2 hours, where on track begins.',
    ],
    [
      'below its marks',
      { unit: hours, rules: marks, value: '3.2', status: 'off-track' },
      '3.20 hours is below 3.5 hours, where off track begins.',
    ],
    [
      'below its only mark',
      { unit: hours, rules: marks.slice(0, 1), value: '3.2', status: 'off-track' },
      '3.20 hours is below 4.2 hours, where on track begins.',
    ],
    [
      'at a mark that must be passed',
      { unit: hours, rules: [rule('on-track', '>', 'absolute', '4')], value: '4', status: 'off-track' },
      '4 hours is exactly at 4 hours, and on track begins beyond it.',
    ],
    ['no target', { unit: orders, value: '1934' }, '1.93 k orders; no target is set for March 2026.'],
    [
      'a target without a percentage',
      { unit: euro, value: '10', target: '0' },
      '10 € cannot be judged: its rules are percentages, and the target of 0 € is not above zero.',
    ],
    [
      'unfinished',
      { ...off(0.862), ordinal: march + 1, flags: ['unfinished', 'provisional'] },
      '86.2 % so far, with 2 of 30 days passed; the target for April 2026 is 95 %.',
    ],
    [
      'unfinished with a band',
      { ...inside, value: '5', ordinal: march + 1, flags: ['unfinished'] },
      '5 hours so far, with 2 of 30 days passed; the band for April 2026 is 2–6 hours.',
    ],
    [
      'unfinished without a target',
      { unit: orders, value: '1', ordinal: march + 1, flags: ['unfinished'] },
      '1 order so far, with 2 of 30 days passed.',
    ],
    [
      'today',
      { unit: orders, value: '3', grain: 'day', start: '2026-04-03', end: '2026-04-04', flags: ['unfinished'] },
      '3 orders so far today.',
    ],
  ])('%s', (_, told, expected) => expect(whySentence(input(told))).toBe(expected))

  const gone = (state: Absence, more: Told = {}): Told => ({ state, value: null, status: state, ...more })
  test.each<[string, Told, string]>([
    ['no rows', gone('no-data'), 'There are no rows in March 2026; data reaches to 2 Apr 2026.'],
    ['no rows ever', gone('no-data', { dataThrough: null }), 'No data has come yet.'],
    ['nothing typed', gone('no-data', { manual: true }), 'No value has been entered for March 2026.'],
    [
      'late',
      gone('late', { dataThrough: '2026-02-27', final: 5 }),
      'March 2026 has been late since 6 Apr 2026: the last rows are of 27 Feb 2026.',
    ],
    [
      'late and typed',
      gone('late', { manual: true }),
      'March 2026 has been late since 1 Apr 2026: its value has not been entered.',
    ],
    [
      'failed',
      gone('failed', { failure: { dataset: 'Surveys', at: '2026-04-02T05:00:11Z' } }),
      'The last load of Surveys failed on 2 Apr 2026; mend what it reports and load again.',
    ],
    ['failed somewhere', gone('failed'), 'The last load failed; mend what it reports and load again.'],
    ['not due', gone('not-due', { ordinal: march + 2 }), 'May 2026 begins on 1 May 2026.'],
    [
      'not applicable',
      gone('not-applicable'),
      'This number does not exist for North: its data does not tell such parts apart.',
    ],
    ['nothing to divide by', gone('undefined'), 'There is nothing to divide by in March 2026.'],
    ['hidden', gone('hidden'), 'You do not have access to this number.'],
    [
      'German dates in an English sentence',
      gone('no-data', { locale: 'de' }),
      'There are no rows in March 2026; data reaches to 2 Apr 2026.',
    ],
    [
      'American dates',
      gone('no-data', { locale: 'en-US' }),
      'There are no rows in March 2026; data reaches to Apr 2, 2026.',
    ],
  ])('absent: %s', (_, told, expected) => expect(whySentence(input(told))).toBe(expected))
})

describe('what became of a KPI', () => {
  const values = (...list: readonly (number | null)[]): readonly Told[] =>
    list.map((value) => (value === null ? { state: 'no-data', value, status: 'no-data' } : on(value)))
  test.each<[string, Told, string, string]>([
    [
      'fell',
      { ...off(0.862), before: values(0.96) },
      'Delivered on time fell to 86.2 % in March 2026.',
      'It is 8.8 pp below the target of 95 %.',
    ],
    [
      'rose',
      { ...on(0.97), before: values(0.96) },
      'Delivered on time rose to 97.0 % in March 2026.',
      'It is 2.0 pp above the target of 95 %.',
    ],
    [
      'stayed, as written',
      { ...on(0.9601), before: values(0.96) },
      'Delivered on time stayed at 96.0 % in March 2026.',
      'It is 1.0 pp above the target of 95 %.',
    ],
    [
      'first of all',
      on(0.97),
      'Delivered on time came to 97.0 % in March 2026.',
      'It is 2.0 pp above the target of 95 %.',
    ],
    [
      'after a gap',
      { ...on(0.97), before: values(0.96, null) },
      'Delivered on time came to 97.0 % in March 2026.',
      'It is 2.0 pp above the target of 95 %.',
    ],
    [
      'lowest since',
      { ...off(0.86), before: values(0.85, 0.96, 0.95, 0.96, 0.97, 0.96, 0.95) },
      'Delivered on time fell to 86.0 % in March 2026, its lowest since 2025-08.',
      'It is 9.0 pp below the target of 95 %.',
    ],
    [
      'highest of all',
      { ...on(0.99), before: values(0.85, 0.96, 0.95, 0.96, 0.97, 0.96) },
      'Delivered on time rose to 99.0 % in March 2026, its highest in 7 months.',
      'It is 4.0 pp above the target of 95 %.',
    ],
    [
      'too little for a record',
      { ...on(0.99), before: values(0.96, 0.95, 0.96, 0.97, 0.96) },
      'Delivered on time rose to 99.0 % in March 2026.',
      'It is 4.0 pp above the target of 95 %.',
    ],
    [
      'three years',
      { ...on(0.99), before: values(...Array.from({ length: 36 }, () => 0.9)) },
      'Delivered on time rose to 99.0 % in March 2026, its highest in three years.',
      'It is 4.0 pp above the target of 95 %.',
    ],
    [
      'provisional',
      { ...on(0.97), final: 5, flags: ['provisional'] },
      'Delivered on time came to 97.0 % in March 2026.',
      'It is 2.0 pp above the target of 95 %. Provisional until 6 Apr 2026.',
    ],
    [
      'unfinished',
      { ...off(0.862), ordinal: march + 1, flags: ['unfinished', 'provisional'] },
      'Delivered on time came to 86.2 % so far in April 2026.',
      '2 of 30 days have passed. The target for April 2026 is 95 %.',
    ],
    [
      'no target',
      { value: 0.97 },
      'Delivered on time came to 97.0 % in March 2026.',
      'No target is set for March 2026.',
    ],
    [
      'absent',
      { state: 'late', value: null, status: 'late' },
      'There is no value for Delivered on time in March 2026.',
      'March 2026 has been late since 1 Apr 2026: the last rows are of 2 Apr 2026.',
    ],
  ])('%s', (_, told, lead, rest) => expect(kpiSentence(input(told))).toEqual({ lead, rest }))
})

describe('what a scorecard says', () => {
  const kpis = (...list: readonly (readonly [number, Judged['status']])[]): readonly Judged[] =>
    list.flatMap(([count, status]) =>
      Array.from({ length: count }, (_, index) => ({ name: `${status} ${index + 1}`, status })),
    )
  test.each<[readonly Judged[], string, string]>([
    [kpis(), 'This scorecard has no KPIs yet.', ''],
    [kpis([1, 'on-track']), 'The KPI on-track 1 is on track.', ''],
    [kpis([1, 'at-risk']), 'The KPI at-risk 1 is not on track.', ''],
    [kpis([1, 'late']), 'The KPI late 1 cannot be judged yet.', 'It is late.'],
    [kpis([2, 'on-track']), 'Both KPIs are on track.', ''],
    [kpis([28, 'on-track']), 'All 28 KPIs are on track.', ''],
    [kpis([1, 'off-track'], [1, 'on-track']), '1 of 2 KPIs is on track.', 'off-track 1 is not.'],
    [
      kpis([1, 'off-track'], [1, 'at-risk'], [24, 'on-track']),
      '24 of 26 KPIs are on track.',
      'off-track 1 and at-risk 1 are not.',
    ],
    [
      kpis([4, 'off-track'], [4, 'on-track']),
      '4 of 8 KPIs are on track.',
      'off-track 1, off-track 2, off-track 3 and off-track 4 are not.',
    ],
    [
      kpis([3, 'off-track'], [4, 'at-risk'], [4, 'on-track']),
      '4 of 11 KPIs are on track.',
      'off-track 1, off-track 2, off-track 3 and 4 more are not.',
    ],
    [kpis([2, 'off-track']), 'None of the 2 KPIs is on track.', ''],
    [
      kpis([5, 'off-track']),
      'None of the 5 KPIs is on track.',
      'off-track 1, off-track 2 and off-track 3 are furthest behind.',
    ],
    [
      kpis([3, 'on-track'], [1, 'no-target'], [2, 'no-data']),
      '3 of 6 KPIs are on track.',
      '2 have no data and 1 has no target.',
    ],
    [
      kpis([2, 'no-target'], [1, 'failed'], [1, 'hidden']),
      'None of the 4 KPIs can be judged yet.',
      '1 failed to load, 2 have no target and 1 is hidden from you.',
    ],
    [
      kpis([2, 'not-applicable'], [2, 'not-due'], [2, 'undefined']),
      'None of the 6 KPIs can be judged yet.',
      '2 have nothing to divide by, 2 are not due and 2 do not apply here.',
    ],
  ])('%#', (judged, lead, rest) => expect(scorecardSentence(judged, null)).toEqual({ lead, rest }))

  test('of an unfinished period nothing is said to be missed', () => {
    const judged = kpis([2, 'off-track'], [3, 'on-track'], [1, 'late'])
    expect(scorecardSentence(judged, { passed: 1, of: 30 })).toEqual({
      lead: 'So far, 3 of 6 KPIs are on track.',
      rest: '1 of 30 days has passed. 1 is late.',
    })
  })
})

test('small words', () => {
  expect([counted(0, 'day'), counted(1, 'day'), counted(2, 'day')]).toEqual(['0 days', '1 day', '2 days'])
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ])
  expect([1, 2, 3, 10, 11, 12, 13, 21, 22, 23, 101, 111].map(nth)).toEqual([
    ...['first', 'second', 'third', 'tenth', '11th', '12th', '13th', '21st', '22nd', '23rd', '101st', '111th'],
  ])
  expect([within('day', '9 March 2026'), within('week', 'Week 5, 2026'), within('total', 'All time')]).toEqual([
    'on 9 March 2026',
    'in week 5, 2026',
    'over all time',
  ])
})
