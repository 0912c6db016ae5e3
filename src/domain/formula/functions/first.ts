import { aggregate } from './define.ts'

export const first = aggregate({
  id: 'first',
  title: 'First',
  help: 'The value of the earliest row that has one, by the time of the dataset; of several at once the least.',
  parameters: [{ name: 'value', takes: 'number' }],
  unit: 'argument',
  timed: true,
  lower: (term) => term('first'),
  examples: [
    {
      over: 'rows',
      formula: 'first(price)',
      rows: [
        { ordered_on: '2026-01-02', price: '5' },
        { ordered_on: '2026-01-01', price: '7' },
        { ordered_on: '2026-01-01', price: '6' },
      ],
      gives: '6',
    },
  ],
})
