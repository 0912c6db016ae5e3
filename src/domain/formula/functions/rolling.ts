import type { GrainName } from '../../../time/calendar.ts'
import { series } from './define.ts'

export const rolling = series({
  id: 'rolling',
  title: 'Rolling',
  help: 'The value over the last n days (weeks, months, quarters, years; of hours also n hours) that end with the period, at any grain: sums add, ratios divide sums, distinct counts count again. Nothing where the data begin later than the first of them.',
  parameters: [
    { name: 'value', takes: 'number' },
    { name: 'n', takes: { whole: [1, 1000] } },
    { name: "'month'", takes: { words: ['hour', 'day', 'week', 'month', 'quarter', 'year'] } },
  ],
  lower: (of, [periods, grain]) => ({
    kind: 'span',
    of,
    reach: { kind: 'rolling', periods: Number(periods), of: String(grain) as GrainName },
  }),
  examples: [
    {
      over: 'months',
      formula: "rolling([a], 2, 'month')",
      kpis: { a: ['1', '2', '4', '8'] },
      gives: [null, '3', '6', '12'],
    },
    {
      over: 'months',
      formula: "rolling([a] / [b], 1, 'quarter')",
      kpis: { a: ['1', '2', '6'], b: ['4', '2', '2'] },
      gives: [null, null, 1.125],
    },
  ],
})
