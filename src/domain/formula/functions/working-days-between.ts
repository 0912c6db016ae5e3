import { whole } from '../types.ts'
import { scalar } from './define.ts'

export const workingDaysBetween = scalar({
  id: 'working_days_between',
  title: 'Working days between',
  help: 'Working days from the first date up to the second, the second not counted, in the KPI’s calendar with its holidays; negative when the second is earlier. Nothing outside the years 1900 to 2199.',
  stages: ['row'],
  parameters: [
    { name: 'from', takes: 'day' },
    { name: 'to', takes: 'day' },
  ],
  type: () => whole,
  unit: { day: 1 },
  calendar: true,
  examples: [
    {
      over: 'each-row',
      formula: 'working_days_between(ordered_on, shipped_on)',
      rows: [
        { ordered_on: '2026-02-27', shipped_on: '2026-03-02' },
        { ordered_on: '2026-03-02', shipped_on: '2026-02-27' },
        { ordered_on: '2026-02-28', shipped_on: '2026-03-01' },
        { ordered_on: '2026-03-02', shipped_on: null },
      ],
      gives: ['1', '-1', '0', null],
    },
    {
      over: 'each-row',
      formula: "working_days_between('2026-01-01', ordered_on)",
      rows: [{ ordered_on: '2027-01-01' }],
      gives: ['261'],
    },
  ],
})
