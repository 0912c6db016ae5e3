import { expect, test } from 'vitest'
import { paceCourseSentence } from './pace.ts'

const sentence = (promised: number, actual: number | null) =>
  paceCourseSentence({
    unit: { kind: 'currency', symbol: 'EUR' },
    locale: 'en',
    period: 'March 2026',
    target: 30,
    through: { label: '9 Mar 2026', promised, actual },
    pace: 'even',
    evenInstead: false,
  })

test.each([
  [13.2, 12.1, '12.1 € came of 13.2 € due by then, 1.1 € less;'],
  [13.2, 14.4, '14.4 € came of 13.2 € due by then, 1.2 € more;'],
  [13.16, 13.24, '13.2 € came of 13.2 € due by then, about as promised;'],
  [13.2, 13.2, '13.2 € came of 13.2 € due by then, as promised;'],
])('of %d promised %d came', (promised, actual, words) => {
  expect(sentence(promised, actual)).toContain(`By 9 Mar 2026 ${words}`)
})

test('nothing is counted yet', () => {
  expect(sentence(13.2, null)).toMatch(/^Nothing is counted yet; 30 € is promised for March 2026/)
})
