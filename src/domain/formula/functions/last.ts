import { aggregate } from './define.ts'

export const last = aggregate({
  id: 'last',
  title: 'Last',
  help: 'The value of the latest row that has one, by the time of the dataset; of several at once the greatest.',
  parameters: [{ name: 'value', takes: 'number' }],
  unit: 'argument',
  timed: true,
  lower: (term) => term('last'),
  examples: [
    {
      over: 'rows',
      formula: 'last(price)',
      rows: [
        { ordered_on: '2026-01-02', price: '5' },
        { ordered_on: '2026-01-02', price: '6' },
        { ordered_on: '2026-01-01', price: '7' },
      ],
      gives: '6',
    },
  ],
})
