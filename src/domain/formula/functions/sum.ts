import { aggregate } from './define.ts'

export const sum = aggregate({
  id: 'sum',
  title: 'Sum',
  help: 'All values together; rows without a value are left out.',
  parameters: [{ name: 'value', takes: 'number' }],
  unit: 'argument',
  lower: (term) => term('sum'),
  examples: [
    {
      over: 'rows',
      formula: 'sum(quantity)',
      rows: [{ quantity: '2' }, { quantity: null }, { quantity: '-5' }],
      gives: '-3',
    },
    {
      over: 'rows',
      formula: 'sum(quantity * price)',
      rows: [
        { quantity: '3', price: '0.10' },
        { quantity: '1', price: '0.20' },
      ],
      gives: '0.5',
    },
    {
      over: 'rows',
      formula: "sum(price) where status = 'paid'",
      rows: [
        { price: '1.50', status: 'paid' },
        { price: '9', status: 'void' },
        { price: '2', status: null },
      ],
      gives: '1.5',
    },
  ],
})
