import { z } from 'zod'
import * as field from './fields.ts'
import { defineKind, refer } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('objective'),
  id: field.id().meta({ title: 'Id', description: 'What KPIs and scorecards call it.' }),
  name: field.text().meta({ title: 'Name', description: 'What the organisation wants to reach, in a few words.' }),
  perspective: z
    .enum(['financial', 'customer', 'internal', 'learning'])
    .meta({ title: 'Perspective', description: 'Its perspective of the balanced scorecard.' }),
  supports: z
    .array(field.reference('objective'))
    .optional()
    .meta({ title: 'Supports', description: 'Objectives that this one makes possible.' }),
  owner: field.text().optional().meta({ title: 'Owner', description: 'Who answers for it.' }),
  description: field.text().optional().meta({ title: 'Description', description: 'More about it.' }),
})

export type ObjectiveSpec = z.infer<typeof schema>

export const objectiveKind = defineKind<ObjectiveSpec>({
  kind: 'objective',
  title: 'Objective',
  help: 'What the organisation wants to reach, in one of four perspectives.',
  schema,
  references: (spec) => (spec.supports ?? []).flatMap((id, i) => refer('objective', id, ['supports', i])),
  example: 'kind: objective\nid: grow-profitably\nname: Grow profitably\nperspective: financial\n',
})
