import { expect, test } from 'vitest'
import { gapOf } from './gap.ts'

const band = { low: '2', high: '6' }
test.each<[Parameters<typeof gapOf>[0], number | null]>([
  [{ state: 'value', value: '0.3', target: '0.1' }, 0.2],
  [{ state: 'value', value: '90071992547409.93', target: '90071992547409.92' }, 0.01],
  [{ state: 'value', value: 0.5, target: '0.25' }, 0.25],
  [{ state: 'value', value: '7.5', target: band }, 1.5],
  [{ state: 'value', value: '1', target: band }, -1],
  [{ state: 'value', value: '6', target: band }, 0],
  [{ state: 'value', value: '6', target: null }, null],
  [{ state: 'late', value: null, target: '6' }, null],
])('the gap of %o is %s', (answer, gap) => expect(gapOf(answer)).toBe(gap))
