import type { GrainName } from '../../../time/calendar.ts'
import { series } from './define.ts'

export const toDate = series({
  id: 'to_date',
  title: 'To date',
  help: 'The value from the start of the year (quarter, month, week; of hours also the day) that holds the last day to the end of the period: sums add, ratios divide sums, distinct counts count again.',
  parameters: [
    { name: 'value', takes: 'number' },
    { name: "'year'", takes: { words: ['day', 'week', 'month', 'quarter', 'year'] } },
  ],
  lower: (of, [within]) => ({ kind: 'span', of, reach: { kind: 'to-date', within: String(within) as GrainName } }),
  examples: [
    {
      over: 'months',
      formula: "to_date([a], 'quarter')",
      kpis: { a: ['1', '2', null, '4', '8'] },
      gives: ['1', '3', '3', '4', '12'],
    },
    {
      over: 'months',
      formula: "to_date([a] / [b], 'year')",
      kpis: { a: ['1', '2'], b: ['2', '2'] },
      gives: [0.5, 0.75],
    },
  ],
})
