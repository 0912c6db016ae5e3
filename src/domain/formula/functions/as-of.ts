import { pure } from '../../measure-unit.ts'
import { date } from '../types.ts'
import { scalar } from './define.ts'

export const asOf = scalar({
  id: 'as_of',
  title: 'Day that is read',
  help: 'The last day of the period, today while it goes on, and today for all time. For ages at the end of a period, such as the days that an open invoice is overdue: worked out from rows for every period.',
  stages: ['row'],
  parameters: [],
  type: () => date,
  unit: pure,
  examples: [
    {
      over: 'each-row',
      formula: 'days_between(ordered_on, as_of())',
      rows: [{ ordered_on: '2026-12-29' }, { ordered_on: '2027-01-01' }],
      gives: ['3', '0'],
    },
  ],
})
