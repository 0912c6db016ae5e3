import { z } from 'zod'
import { compared } from './compared.ts'
import { elapsedBy } from './elapsed-by.ts'
import { falseAlarms } from './false-alarms.ts'
import * as field from './fields.ts'
import { defineKind, refer } from './kind.ts'
import { ratesField } from './rates.ts'
import { workFields } from './work-fields.ts'

const schema = z.strictObject({
  kind: z.literal('workspace'),
  id: field.id().meta({ title: 'Id', description: 'Short name of the installation.' }),
  name: field.text().meta({ title: 'Name', description: 'The organisation as people call it.' }),
  mission: field.text().optional().meta({ title: 'Mission', description: 'Why the organisation exists.' }),
  vision: field.text().optional().meta({ title: 'Vision', description: 'What it wants to become.' }),
  calendar: field
    .reference('calendar')
    .optional()
    .meta({ title: 'Calendar', description: 'The calendar in which people ask.', default: 'gregorian' }),
  zone: field.zone().meta({
    title: 'Time zone',
    description: 'IANA name; decides what "today" is, and the day of rows without a zone.',
  }),
  ...workFields,
  currency: field.currency().optional().meta({
    title: 'Currency',
    description:
      'Currency of columns typed "money" without one, and of KPIs over money that are measured in none, such as margins.',
  }),
  rates: ratesField(),
  locale: field
    .locale()
    .optional()
    .meta({ title: 'Locale', description: 'Language of dates and numbers.', default: 'en' }),
  'elapsed-by': elapsedBy('KPIs may say otherwise.', 'days').optional(),
  compare: compared(
    'KPIs may say otherwise; the period before and the same one a year earlier unless anything is stated.',
  ).optional(),
  'judged-by': field.text().optional().meta({
    title: 'Judged by',
    description: 'The version of targets that judges where no KPI or scorecard names another.',
    default: 'budget',
  }),
  'late-closing': z.enum(['with-reason', 'refuse']).optional().meta({
    title: 'Late closing',
    description:
      'Whether a period may be closed while values are late or may still change: with-reason when somebody says why, refuse never.',
    default: 'with-reason',
  }),
  'false-alarms': falseAlarms().optional().meta({
    title: 'False alarms',
    description:
      'How many false alarms a month each KPI may give while nothing changes, such as 0.05; 0 sends none. Scorecards and KPIs may say otherwise; 0.01 unless anything is stated.',
  }),
  today: field
    .date()
    .optional()
    .meta({ title: 'Today', description: 'A fixed "today" for demos and tests; normally left out.' }),
})

export type WorkspaceSpec = z.infer<typeof schema>

export const workspaceKind = defineKind<WorkspaceSpec>({
  kind: 'workspace',
  title: 'Workspace',
  help: 'One organisation’s installation. Exactly one document of this kind.',
  schema,
  references: (spec) => [
    ...refer('calendar', spec.calendar, ['calendar']),
    ...refer('dataset', spec.rates?.dataset, ['rates', 'dataset']),
  ],
  example: 'kind: workspace\nid: acme\nname: Acme Retail\nzone: Europe/Paris\ncurrency: EUR\n',
})
