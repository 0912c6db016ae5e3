import { expect, test } from 'vitest'
import { dayLabel, instantLabel } from './instant-label.ts'

test('days are written day first, with their year only where it is not the same', () => {
  expect(dayLabel('2026-04-02', 'en')).toBe('2 Apr 2026')
  expect(dayLabel('2026-04-02', 'en', '2026-12-31')).toBe('2 Apr')
  expect(dayLabel('2025-12-31', 'en', '2026-01-01')).toBe('31 Dec 2025')
  expect(dayLabel('2026-04-02T23:59:00Z', 'en')).toBe('2 Apr 2026')
  expect(dayLabel('2026-04-02', 'de')).toBe('2. Apr. 2026')
  expect(dayLabel('2026-04-02', 'en-US')).toBe('Apr 2, 2026')
  expect(dayLabel(null, 'en')).toBe('')
})

test('instants are written on the clocks of their zone', () => {
  expect(instantLabel('2026-04-03T07:40:00Z', 'en', 'Europe/Paris')).toBe('3 Apr 2026, 09:40')
  expect(instantLabel('2026-03-31T22:30:00Z', 'en', 'Europe/Paris')).toBe('1 Apr 2026, 00:30')
  expect(instantLabel('2026-04-03T07:40:00Z', 'de', 'UTC')).toBe('3. Apr. 2026, 07:40')
  expect(instantLabel('soon', 'en', 'UTC')).toBe('soon')
})
