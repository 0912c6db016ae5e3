import { expect, test } from 'vitest'
import { counted, listed, nth, within } from './words.ts'

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
