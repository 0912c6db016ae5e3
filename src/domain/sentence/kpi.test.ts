import { describe, expect, test } from 'vitest'
import { kpiSentence } from './kpi.ts'
import { input, march, off, on, type Told } from './test-input.ts'

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
      'no record of what stayed',
      { ...on(0.9601), before: values(0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.96) },
      'Delivered on time stayed at 96.0 % in March 2026.',
      'It is 1.0 pp above the target of 95 %.',
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
