import { typeOfAll } from '../types.ts'
import { scalar } from './define.ts'

export const least = scalar({
  id: 'least',
  title: 'Least of several',
  help: 'The least of its arguments; nothing where one of them has no value.',
  stages: ['row', 'value'],
  parameters: [
    { name: 'number', takes: 'shared number' },
    { name: 'other', takes: 'shared number', repeats: true },
  ],
  type: typeOfAll,
  unit: 'shared',
  examples: [
    {
      over: 'each-row',
      formula: 'least(price, quantity)',
      rows: [
        { price: '1.50', quantity: '3' },
        { price: '5', quantity: '2' },
        { price: '5', quantity: null },
        { price: null, quantity: '2' },
      ],
      gives: ['1.5', '2', null, null],
    },
    { over: 'months', formula: 'least([a], [b])', kpis: { a: ['2', '7'], b: ['5', '3'] }, gives: ['2', '3'] },
  ],
})
