import { pure } from '../../measure-unit.ts'
import { double } from '../types.ts'
import { scalar } from './define.ts'

export const sqrt = scalar({
  id: 'sqrt',
  title: 'Square root',
  help: 'The square root of a number or count, as a plain number; no value where it is below zero.',
  stages: ['value'],
  parameters: [{ name: 'number', takes: 'plain number' }],
  type: () => double,
  unit: pure,
  examples: [
    {
      over: 'months',
      formula: 'sqrt([a])',
      kpis: { a: ['9', '0', '2.25', '-1', null] },
      gives: [3, 0, 1.5, null, null],
    },
  ],
})
