import { z } from 'zod'
import * as field from './fields.ts'
import { defineKind, refer } from './kind.ts'

export const levels = ['organisation', 'division', 'department', 'team', 'individual'] as const

const schema = z.strictObject({
  kind: z.literal('unit'),
  id: field.id().meta({ title: 'Id', description: 'What targets, scorecards and scopes call it.' }),
  name: field.text().meta({ title: 'Name', description: 'What people call it.' }),
  level: z.enum(levels).meta({ title: 'Level', description: 'Where it stands in the organisation.' }),
  parent: field
    .reference('unit')
    .optional()
    .meta({ title: 'Parent', description: 'The unit it belongs to; none for the top.' }),
  where: z.record(field.path(), field.words()).optional().meta({
    title: 'Where',
    description:
      'Dimension members whose rows it owns. Without it: those of its children together; all rows for a top unit.',
  }),
  zone: field.zone().optional().meta({
    title: 'Time zone',
    description:
      'IANA name: the zone of the days of its rows, and of its parts’, in datasets that state none. Decided at load.',
  }),
  owner: field.text().optional().meta({ title: 'Owner', description: 'Who answers for it.' }),
})

export type UnitSpec = z.infer<typeof schema>

export const unitKind = defineKind<UnitSpec>({
  kind: 'unit',
  title: 'Unit',
  help: 'A node of the organisation: it owns rows through dimension members.',
  schema,
  references: (spec) => refer('unit', spec.parent, ['parent']),
  example: 'kind: unit\nid: north\nname: North\nlevel: division\nwhere: { region: [north, islands] }\n',
})
