import { pure } from '../../measure-unit.ts'
import { double } from '../types.ts'
import { scalar } from './define.ts'

export const power = scalar({
  id: 'power',
  title: 'Power',
  help: 'The first number raised to the second, both without a unit of measure; no value where it is no number, such as a root of one below zero.',
  stages: ['value'],
  parameters: [
    { name: 'base', takes: 'pure number' },
    { name: 'exponent', takes: 'pure number' },
  ],
  type: () => double,
  unit: pure,
  examples: [
    { over: 'months', formula: 'power([a], 2)', kpis: { a: ['3', '-0.5', null] }, gives: [9, 0.25, null] },
    {
      over: 'months',
      formula: 'power([a] / [b], 1 / [years])',
      kpis: { a: ['121', '1', '-8'], b: ['100', '0', '1'], years: ['2', '3', '2'] },
      gives: [1.1, null, null],
    },
  ],
})
