import { whole } from '../types.ts'
import { scalar } from './define.ts'

export const floor = scalar({
  id: 'floor',
  title: 'Rounded down',
  help: 'The greatest whole number that is not above it.',
  stages: ['row', 'value'],
  parameters: [{ name: 'number', takes: 'number' }],
  type: (args) => (args[0]?.type.kind === 'double' ? args[0].type : whole),
  unit: 'first',
  examples: [
    {
      over: 'each-row',
      formula: 'floor(price)',
      rows: [{ price: '1.50' }, { price: '-1.50' }, { price: null }],
      gives: ['1', '-2', null],
    },
    { over: 'months', formula: 'floor([a])', kpis: { a: ['1.5', '-1.5', null] }, gives: ['1', '-2', null] },
  ],
})
