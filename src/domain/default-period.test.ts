import { expect, test } from 'vitest'
import type { GrainName } from '../time/calendar.ts'
import { type Day, parseDay } from '../time/day.ts'
import { gregorian } from '../time/gregorian.ts'
import { type DataSpan, defaultOrdinal } from './default-period.ts'

const day = (text: string): Day => {
  const found = parseDay(text)
  if (found === null) throw new Error(text)
  return found
}
const span = (first: string, last: string, whole = false): DataSpan => ({ first: day(first), last: day(last), whole })
const opens = (
  grain: GrainName,
  spans: readonly DataSpan[],
  take: 'latest' | 'every' = 'latest',
  today = '2026-04-03',
) => gregorian.print(grain, defaultOrdinal(gregorian, grain, day(today), spans, take))

test.each<[string, GrainName, readonly DataSpan[], string]>([
  ['no data at all: the last complete one', 'month', [], '2026-03'],
  ['data into the running month', 'month', [span('2024-01-01', '2026-04-02')], '2026-03'],
  ['data to the last day of the month', 'month', [span('2024-01-01', '2026-03-31')], '2026-03'],
  ['quiet over a long weekend', 'month', [span('2024-01-01', '2026-03-28')], '2026-03'],
  ['a month that is not all there', 'month', [span('2024-01-01', '2026-03-27')], '2026-02'],
  ['data that ended long ago', 'month', [span('2014-01-01', '2017-12-30')], '2017-12'],
  ['data of the running month alone', 'month', [span('2026-04-01', '2026-04-02')], '2026-04'],
  ['part of one month alone', 'month', [span('2026-03-02', '2026-03-10')], '2026-03'],
  ['typed values stand on the first day', 'month', [span('2025-01-01', '2026-03-01', true)], '2026-03'],
  ['typed values for the running month', 'month', [span('2025-01-01', '2026-04-01', true)], '2026-03'],
  ['rows planned for later', 'month', [span('2025-01-01', '2026-12-31')], '2026-03'],
  ['a day needs its own rows', 'day', [span('2025-01-01', '2026-04-01')], '2026-04-01'],
  ['weeks end before their weekend', 'week', [span('2025-01-01', '2026-03-27')], '2026-W13'],
  ['and not before', 'week', [span('2025-01-01', '2026-03-26')], '2026-W12'],
  ['quarters', 'quarter', [span('2025-01-01', '2026-03-30')], '2026-Q1'],
  ['all time', 'total', [span('2025-01-01', '2026-03-30')], 'total'],
])('%s', (_, grain, spans, expected) => expect(opens(grain, spans)).toBe(expected))

test('a page of many KPIs follows the freshest dataset, a KPI the stalest of its own', () => {
  const spans = [span('2024-01-01', '2026-04-02'), span('2024-01-01', '2026-02-28')]
  expect([opens('month', spans, 'latest'), opens('month', spans, 'every')]).toEqual(['2026-03', '2026-02'])
})
