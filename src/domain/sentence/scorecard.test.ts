import { describe, expect, test } from 'vitest'
import { type Judged, scorecardSentence } from './scorecard.ts'

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
