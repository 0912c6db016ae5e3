import { z } from 'zod'
import * as field from './fields.ts'
import { defineKind, refer } from './kind.ts'

const weight = () =>
  field.amount().optional().meta({ title: 'Weight', description: 'How much it counts beside the others.', default: 1 })

const schema = z.strictObject({
  kind: z.literal('scorecard'),
  id: field.id().meta({ title: 'Id', description: 'Part of its address.' }),
  name: field.text().meta({ title: 'Name', description: 'What people call it.' }),
  unit: field
    .reference('unit')
    .optional()
    .meta({ title: 'Unit', description: 'The unit it is about; the whole unless stated.' }),
  grain: z
    .enum(['day', 'week', 'month', 'quarter', 'year'])
    .optional()
    .meta({ title: 'Grain', description: 'The periods its columns show.', default: 'month' }),
  missing: z.enum(['renormalise', 'zero', 'strict']).optional().meta({
    title: 'Missing',
    description: 'What a KPI without a score does to the total: leave it out, count it as 0, or give no score at all.',
    default: 'renormalise',
  }),
  groups: z
    .array(
      z.strictObject({
        objective: field
          .reference('objective')
          .meta({ title: 'Objective', description: 'The objective of this group.' }),
        weight: weight(),
        kpis: z
          .array(
            z.union([
              field.reference('kpi'),
              z.strictObject({
                kpi: field.reference('kpi').meta({ title: 'KPI', description: 'The KPI of this row.' }),
                weight: weight(),
              }),
            ]),
          )
          .min(1)
          .meta({ title: 'KPIs', description: 'Ids, or id and weight.' }),
      }),
    )
    .min(1)
    .meta({ title: 'Groups', description: 'Objectives with their KPIs, in reading order.' }),
})

export type ScorecardSpec = z.infer<typeof schema>

export const scorecardKind = defineKind<ScorecardSpec>({
  kind: 'scorecard',
  title: 'Scorecard',
  help: 'A weighted tree of objectives and KPIs.',
  schema,
  references: (spec) => [
    ...refer('unit', spec.unit, ['unit']),
    ...spec.groups.flatMap((group, g) => [
      ...refer('objective', group.objective, ['groups', g, 'objective']),
      ...group.kpis.flatMap((one, k) =>
        typeof one === 'string'
          ? refer('kpi', one, ['groups', g, 'kpis', k])
          : refer('kpi', one.kpi, ['groups', g, 'kpis', k, 'kpi']),
      ),
    ]),
  ],
  example: `kind: scorecard
id: company
name: Company scorecard
groups:
  - objective: grow-profitably
    kpis: [revenue]
`,
})
