import { pure } from '../../measure-unit.ts'
import { double } from '../types.ts'
import { scalar } from './define.ts'

export const power = scalar({
  id: 'power',
  title: 'Power',
  help: 'The first number or count raised to the second, as a plain number; no value where there is none, such as a root of a number below zero.',
  stages: ['value'],
  parameters: [
    { name: 'base', takes: 'plain number' },
    { name: 'exponent', takes: 'plain number' },
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
