import { z } from 'zod'
import { weekdays } from '../../time/names.ts'
import * as field from './fields.ts'
import { defineKind } from './kind.ts'
import { workFields } from './work-fields.ts'

const schema = z.strictObject({
  kind: z.literal('calendar'),
  id: field.id().meta({ title: 'Id', description: 'Prefix of its periods, such as fiscal:2026-Q1.' }),
  name: field.text().optional().meta({ title: 'Name', description: 'What people call it; the id unless stated.' }),
  'week-start': z.enum(weekdays).optional().meta({
    title: 'Week start',
    description: 'First day of the week: Monday, or the day after the last one of a year of whole weeks.',
  }),
  'year-starts': field.yearStart().optional().meta({
    title: 'Year starts',
    description: 'First month of its year, or its first day such as "6 april", on which every month then begins.',
    default: 'january',
  }),
  pattern: z.enum(['4-4-5', '4-5-4', '5-4-4', '13x4']).optional().meta({
    title: 'Pattern',
    description:
      'Makes years of 52 or 53 whole weeks: how many each month of a quarter has, or thirteen months of four (quarters of 3, 3, 3 and 4 months).',
  }),
  'year-ends': field.yearEnd().optional().meta({
    title: 'Year ends',
    description:
      'With a pattern: "nearest saturday to 31 january", "nearest sunday to end of june", "last saturday of august".',
  }),
  'week-53': z.int().min(1).max(13).optional().meta({
    title: 'Week 53',
    description: 'With a pattern: which month, counted from 1, is a week longer in a year of 53; the last one.',
  }),
  'label-year-by': z.enum(['start', 'end']).optional().meta({
    title: 'Label year by',
    description: 'Whether a year that begins in April 2026 is called 2026 (start) or 2027 (end).',
    default: 'start',
  }),
  ...workFields,
  region: field.id().optional().meta({
    title: 'Region',
    description: 'Whose holidays count, beside those of everywhere: one of their regions.',
  }),
})

export type CalendarSpec = z.infer<typeof schema>

export const calendarKind = defineKind<CalendarSpec>({
  kind: 'calendar',
  title: 'Calendar',
  help: 'Another year or week start, or a year of whole weeks (4-4-5), beside the built-in "gregorian" (ISO weeks, January). Its own working days and holidays stand for those of the workspace.',
  schema,
  references: () => [],
  example:
    'kind: calendar\nid: retail\nname: NRF 4-5-4\npattern: 4-5-4\nyear-ends: nearest saturday to 31 january\nholidays:\n  - { date: 2026-12-25, name: Christmas Day }\n',
})
