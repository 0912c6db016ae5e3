import { z } from 'zod'
import { months, weekdays } from '../../time/names.ts'
import * as field from './fields.ts'
import { defineKind } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('calendar'),
  id: field.id().meta({ title: 'Id', description: 'Prefix of its periods, such as fiscal:2026-Q1.' }),
  name: field.text().optional().meta({ title: 'Name', description: 'What people call it; the id unless stated.' }),
  'week-start': z
    .enum(weekdays)
    .optional()
    .meta({ title: 'Week start', description: 'First day of the week.', default: 'monday' }),
  'year-starts': z
    .enum(months)
    .optional()
    .meta({ title: 'Year starts', description: 'First month of its year.', default: 'january' }),
  'label-year-by': z.enum(['start', 'end']).optional().meta({
    title: 'Label year by',
    description: 'Whether a year that begins in April 2026 is called 2026 (start) or 2027 (end).',
    default: 'start',
  }),
})

export type CalendarSpec = z.infer<typeof schema>

export const calendarKind = defineKind<CalendarSpec>({
  kind: 'calendar',
  title: 'Calendar',
  help: 'A fiscal year or another week start, beside the built-in "gregorian" (ISO weeks, January).',
  schema,
  references: () => [],
  example: 'kind: calendar\nid: fiscal\nname: Fiscal year\nyear-starts: april\nlabel-year-by: end\n',
})
