import { typeOfAll } from '../types.ts'
import { scalar } from './define.ts'

export const greatest = scalar({
  id: 'greatest',
  title: 'Greatest of several',
  help: 'The greatest of its arguments; nothing where one of them has no value.',
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
      formula: 'greatest(price, quantity)',
      rows: [
        { price: '1.50', quantity: '3' },
        { price: '5', quantity: '2' },
        { price: '5', quantity: null },
        { price: null, quantity: '2' },
      ],
      gives: ['3', '5', null, null],
    },
    { over: 'months', formula: 'greatest([a], [b])', kpis: { a: ['2', '7'], b: ['5', '3'] }, gives: ['5', '7'] },
  ],
})
