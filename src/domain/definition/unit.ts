import { z } from 'zod'
import type { Path } from './document.ts'
import * as field from './fields.ts'
import { defineKind, refer } from './kind.ts'

export const levels = ['organisation', 'division', 'department', 'team', 'individual'] as const

const members = () => z.record(field.path(), field.words())

const from = () =>
  field
    .date()
    .optional()
    .meta({ title: 'From', description: 'The first day this entry is in force; none in the first entry.' })

const schema = z.strictObject({
  kind: z.literal('unit'),
  id: field.id().meta({ title: 'Id', description: 'What targets, scorecards and scopes call it.' }),
  name: field.text().meta({ title: 'Name', description: 'What people call it.' }),
  level: z.enum(levels).meta({ title: 'Level', description: 'Where it stands in the organisation.' }),
  parent: z
    .union([
      field.reference('unit'),
      z
        .array(
          z.strictObject({
            unit: field.reference('unit').meta({ title: 'Unit', description: 'The unit it belongs to.' }),
            from: from(),
          }),
        )
        .min(1),
    ])
    .optional()
    .meta({
      title: 'Parent',
      description:
        'The unit it belongs to, none for the top; a list where it moved at a date. The day of each row decides to whom it counts.',
    }),
  where: z
    .union([
      members(),
      z
        .array(
          z.strictObject({
            where: members().meta({ title: 'Where', description: 'Dimension members whose rows it owns.' }),
            from: from(),
          }),
        )
        .min(1),
    ])
    .optional()
    .meta({
      title: 'Where',
      description:
        'Dimension members whose rows it owns; a list where that changed at a date. Without it: those of its children together; all rows for a top unit.',
    }),
  zone: field.zone().optional().meta({
    title: 'Time zone',
    description:
      'IANA name: the zone of the days of its rows, and of its parts’, in datasets that state none. Decided at load.',
  }),
  currency: field.currency().optional().meta({
    title: 'Currency',
    description:
      'The currency that it and its parts report in. Where one asks for the unit’s own currency, KPIs are in it; targets are in that of the KPI.',
  }),
  owner: field.text().optional().meta({ title: 'Owner', description: 'Who answers for it.' }),
})

export type UnitSpec = z.infer<typeof schema>

/** An entry that is in force from a day on, with its place in the document. */
interface Dated {
  readonly from: string | undefined
  readonly path: Path
}

/** Its parents through time; a single one stands at `parent`, others at `parent[i]`. */
export function parentsOf({ parent }: UnitSpec): readonly (Dated & { readonly unit: string; readonly at: Path })[] {
  if (parent === undefined) return []
  if (!Array.isArray(parent)) return [{ unit: parent, from: undefined, path: ['parent'], at: ['parent'] }]
  return parent.map(({ unit, from }, i) => ({ unit, from, path: ['parent', i], at: ['parent', i, 'unit'] }))
}

/** What it owns through time: the members and where they are written. */
export function wheresOf({ where }: UnitSpec): readonly (Dated & { readonly members: object; readonly at: Path })[] {
  if (where === undefined) return []
  if (!Array.isArray(where)) return [{ members: where, from: undefined, path: ['where'], at: ['where'] }]
  return where.map((one, i) => ({
    members: one.where,
    from: one.from,
    path: ['where', i],
    at: ['where', i, 'where'],
  }))
}

export const unitKind = defineKind<UnitSpec>({
  kind: 'unit',
  title: 'Unit',
  help: 'A node of the organisation: it owns rows through dimension members.',
  schema,
  references: (spec) => parentsOf(spec).flatMap(({ unit, at }) => refer('unit', unit, at)),
  example: 'kind: unit\nid: north\nname: North\nlevel: division\nwhere: { region: [north, islands] }\n',
})
