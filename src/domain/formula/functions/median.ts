import { aggregate } from './define.ts'

export const median = aggregate({
  id: 'median',
  title: 'Median',
  help: 'The value in the middle; of an even number of values the mean of the two in the middle. Never added up: every period and scope is worked out from its rows.',
  parameters: [{ name: 'value', takes: 'number' }],
  unit: 'argument',
  lower: (term) => term('quantile', { probability: 0.5 }),
  examples: [
    { over: 'rows', formula: 'median(price)', rows: [{ price: '9' }, { price: '1' }, { price: '2.50' }], gives: 2.5 },
    { over: 'rows', formula: 'median(quantity)', rows: [{ quantity: '1' }, { quantity: '2' }], gives: 1.5 },
    {
      over: 'rows',
      formula: "median(price) where status = 'paid'",
      rows: [
        { price: '1', status: 'void' },
        { price: null, status: 'paid' },
      ],
      gives: null,
    },
  ],
})
