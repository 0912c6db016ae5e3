import { whole } from '../types.ts'
import { scalar } from './define.ts'

export const nullIfZero = scalar({
  id: 'null_if_zero',
  title: 'Nothing instead of zero',
  help: 'The number, or no value where it is zero.',
  stages: ['row', 'value'],
  parameters: [{ name: 'number', takes: 'number' }],
  type: (args) => args[0]?.type ?? whole,
  unit: 'first',
  examples: [
    {
      over: 'each-row',
      formula: 'null_if_zero(price)',
      rows: [{ price: '1.50' }, { price: '0' }],
      gives: ['1.5', null],
    },
    { over: 'months', formula: 'null_if_zero([a])', kpis: { a: ['2', '0', null] }, gives: ['2', null, null] },
  ],
})
