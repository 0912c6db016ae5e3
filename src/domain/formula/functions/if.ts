import { typeOfAll } from '../types.ts'
import { scalar } from './define.ts'

export const iff = scalar({
  id: 'if',
  title: 'Choice',
  help: 'The second argument where the condition holds, else the third.',
  stages: ['row', 'value'],
  parameters: [
    { name: 'condition', takes: 'condition' },
    { name: 'then', takes: 'shared' },
    { name: 'otherwise', takes: 'shared' },
  ],
  type: (args) => typeOfAll(args.slice(1)),
  unit: 'shared',
  examples: [
    {
      over: 'each-row',
      formula: "if(status = 'paid', price, 0)",
      rows: [
        { status: 'paid', price: '1.50' },
        { status: 'void', price: '2' },
        { status: null, price: '3' },
      ],
      gives: ['1.5', '0', '0'],
    },
    { over: 'months', formula: 'if([a] > 10, [a], 10)', kpis: { a: ['12', '8', null] }, gives: ['12', '10', null] },
    {
      over: 'months',
      formula: 'if([a] >= 30, [b], null)',
      kpis: { a: ['30', '29'], b: ['5', '6'] },
      gives: ['5', null],
    },
  ],
})
