import { series } from './define.ts'

export const movingSum = series({
  id: 'moving_sum',
  title: 'Moving sum',
  help: 'This and the periods before it together, n in all; nothing where one of them has no value.',
  parameters: [
    { name: 'value', takes: 'number' },
    { name: 'n', takes: { whole: [2, 366] } },
  ],
  lower: (of, [periods]) => ({ kind: 'window', reduce: 'sum', of, periods: Number(periods) }),
  examples: [
    {
      over: 'months',
      formula: 'moving_sum([a], 3)',
      kpis: { a: ['1', '2', '3', null] },
      gives: [null, null, '6', null],
    },
  ],
})
