import { describe, expect, test } from 'vitest'
import type { Absence } from '../answer.ts'
import { band, euro, hours, input, inside, march, marks, off, on, orders, risk, rule, type Told } from './test-input.ts'
import { whySentence } from './why.ts'

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
      'a little below its mark',
      { unit: hours, rules: marks, value: '4.196', status: 'at-risk' },
      '4.20 hours is just below 4.2 hours, where on track begins.',
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
