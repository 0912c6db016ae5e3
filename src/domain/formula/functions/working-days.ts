import { whole } from '../types.ts'
import { scalar } from './define.ts'

export const workingDays = scalar({
  id: 'working_days',
  title: 'Working days of the period',
  help: 'How many working days the period has in its calendar, holidays left out, such as in [revenue] / working_days(); of an unfinished one those that have passed and that data has come for. All time has none.',
  stages: ['value'],
  parameters: [],
  type: () => whole,
  unit: { day: 1 },
  length: 'working-days',
  examples: [
    { over: 'months', formula: 'working_days()', kpis: {}, gives: ['22', '20', '22', '22', '21'] },
    { over: 'months', formula: '[a] / working_days()', kpis: { a: ['44', null, '11'] }, gives: [2, null, 0.5] },
  ],
})
