import { whole } from '../types.ts'
import { scalar } from './define.ts'

export const ceil = scalar({
  id: 'ceil',
  title: 'Rounded up',
  help: 'The least whole number that is not below it.',
  stages: ['row', 'value'],
  parameters: [{ name: 'number', takes: 'number' }],
  type: (args) => (args[0]?.type.kind === 'double' ? args[0].type : whole),
  unit: 'first',
  examples: [
    {
      over: 'each-row',
      formula: 'ceil(price)',
      rows: [{ price: '1.50' }, { price: '-1.50' }, { price: null }],
      gives: ['2', '-1', null],
    },
    { over: 'months', formula: 'ceil([a])', kpis: { a: ['1.5', '-1.5', null] }, gives: ['2', '-1', null] },
  ],
})
