import { whole } from '../types.ts'
import { scalar } from './define.ts'

export const days = scalar({
  id: 'days',
  title: 'Days of the period',
  help: 'How many days the period has, such as in [receivables] / [sales] * days(); of an unfinished one those that have passed and that data has come for. All time has none.',
  stages: ['value'],
  parameters: [],
  type: () => whole,
  unit: { day: 1 },
  length: 'days',
  examples: [
    { over: 'months', formula: 'days()', kpis: {}, gives: ['31', '28', '31'] },
    { over: 'months', formula: '[a] / days()', kpis: { a: ['62', null] }, gives: [2, null] },
  ],
})
