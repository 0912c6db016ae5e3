import { whole } from '../types.ts'
import { scalar } from './define.ts'

export const abs = scalar({
  id: 'abs',
  title: 'Size without sign',
  help: 'The number without its minus.',
  stages: ['row', 'value'],
  parameters: [{ name: 'number', takes: 'number' }],
  type: (args) => args[0]?.type ?? whole,
  unit: 'first',
  examples: [
    { over: 'each-row', formula: 'abs(price)', rows: [{ price: '-1.50' }, { price: null }], gives: ['1.5', null] },
    { over: 'months', formula: 'abs([a])', kpis: { a: ['-2', '3', null] }, gives: ['2', '3', null] },
  ],
})
