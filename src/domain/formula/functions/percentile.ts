import { aggregate } from './define.ts'

export const percentile = aggregate({
  id: 'percentile',
  title: 'Percentile',
  help: 'The value that so many percent of all values lie at or below, from 0 (the least) to 100 (the greatest). Between two values it lies on the line through them, as PERCENTILE.INC of spreadsheets does (type 7 of Hyndman and Fan, 1996). Never added up: every period and scope is worked out from its rows.',
  parameters: [
    { name: 'value', takes: 'number' },
    { name: 'percent', takes: { percent: [0, 100] } },
  ],
  unit: 'argument',
  lower: (term, [percent = 0]) => term('quantile', { probability: percent / 100 }),
  examples: [
    {
      over: 'rows',
      formula: 'percentile(quantity, 90)',
      rows: [{ quantity: '1' }, { quantity: '2' }, { quantity: '3' }, { quantity: '4' }],
      gives: 3.7,
    },
    {
      over: 'rows',
      formula: 'percentile(price, 25)',
      rows: [{ price: '10' }, { price: null }, { price: '20' }, { price: '40' }],
      gives: 15,
    },
    {
      over: 'rows',
      formula: 'percentile(price, 100)',
      rows: [{ price: '10.25' }, { price: '3' }],
      gives: 10.25,
    },
  ],
})
