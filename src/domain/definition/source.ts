import { z } from 'zod'
import * as field from './fields.ts'
import { defineKind } from './kind.ts'

/** The fields every source has; the connector's own options stand beside them and are checked by its schema. */
export const sourceFields = {
  kind: z.literal('source'),
  id: field.id().meta({ title: 'Id', description: 'What datasets call it.' }),
  name: field.text().optional().meta({ title: 'Name', description: 'What people call it; the id unless stated.' }),
  connector: field.text().meta({ title: 'Connector', description: 'What kind of place the data comes from.' }),
}

const schema = z.looseObject(sourceFields)

export type SourceSpec = z.infer<typeof schema>

export const sourceKind = defineKind<SourceSpec>({
  kind: 'source',
  title: 'Source',
  help: 'A place that data comes from. The options beside the connector are the connector’s own.',
  schema,
  references: () => [],
  example: 'kind: source\nid: shop\nconnector: csv\npath: data\n',
})
