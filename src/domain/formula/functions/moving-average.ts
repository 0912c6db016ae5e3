import { series } from './define.ts'

export const movingAverage = series({
  id: 'moving_average',
  title: 'Moving average',
  help: 'The mean of this and the periods before it, n in all; nothing where one of them has no value.',
  parameters: [
    { name: 'value', takes: 'number' },
    { name: 'n', takes: { whole: [2, 366] } },
  ],
  lower: (of, [periods]) => ({ kind: 'window', reduce: 'mean', of, periods: Number(periods) }),
  examples: [
    {
      over: 'months',
      formula: 'moving_average([a], 3)',
      kpis: { a: ['1', '2', '3', null] },
      gives: [null, null, 2, null],
    },
  ],
})
