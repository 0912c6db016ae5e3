import { z } from 'zod'
import { weekdays } from '../../time/names.ts'
import * as field from './fields.ts'

const holiday = z.strictObject({
  date: field.date().meta({ title: 'Date', description: 'The day itself; see observed for days off.' }),
  name: field.text().meta({ title: 'Name', description: 'What people call it.' }),
  regions: z
    .array(field.id())
    .min(1)
    .optional()
    .meta({ title: 'Regions', description: 'Where it is kept; everywhere unless stated.' }),
})

/** Working days of a workspace or a calendar. */
export const workFields = {
  'working-days': z
    .array(z.enum(weekdays))
    .min(1)
    .optional()
    .meta({ title: 'Working days', description: 'The days of the week on which people work; Monday to Friday.' }),
  holidays: z
    .array(holiday)
    .optional()
    .meta({ title: 'Holidays', description: 'Dates on which nobody works; they count where working days do.' }),
  'pasted-holidays': field.text().optional().meta({
    title: 'Pasted holidays',
    description:
      'The text of an .ics file, or lines of a date, a name and regions parted by |, beside the holidays that are listed.',
  }),
  observed: z.enum(['none', 'nearest', 'next']).optional().meta({
    title: 'Observed',
    description:
      'When a holiday falls on a day off, which other day is off instead: none, the nearest working day (United States) or the next one (United Kingdom).',
    default: 'none',
  }),
}

export interface WorkSpec {
  readonly 'working-days'?: readonly (typeof weekdays)[number][] | undefined
  readonly holidays?: readonly z.infer<typeof holiday>[] | undefined
  readonly 'pasted-holidays'?: string | undefined
  readonly observed?: 'none' | 'nearest' | 'next' | undefined
}
