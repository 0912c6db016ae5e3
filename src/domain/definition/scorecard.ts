import { z } from 'zod'
import type { Path } from './document.ts'
import { falseAlarms } from './false-alarms.ts'
import * as field from './fields.ts'
import { defineKind, type Reference, refer } from './kind.ts'
import { levels } from './unit.ts'

const weight = () =>
  z
    .union([
      field.amount(),
      z
        .array(
          z.strictObject({
            weight: field.amount().meta({ title: 'Weight', description: 'How much it counts beside the others.' }),
            from: field
              .date()
              .optional()
              .meta({ title: 'From', description: 'The first day this weight is in force; none in the first entry.' }),
          }),
        )
        .min(1),
    ])
    .optional()
    .meta({
      title: 'Weight',
      description:
        'How much it counts beside the others; a list where that changed at a date. A period counts with the weight in force on its last day.',
      default: 1,
    })

const method = () =>
  z.enum(['weighted', 'geometric', 'worst-child', 'worst-colour']).meta({
    title: 'Roll-up',
    description:
      'How scores make the one above: their weighted mean, their geometric mean (nothing makes up for a zero), the worst of them, or the weighted mean with the worst status.',
  })

const missing = () =>
  z.enum(['renormalise', 'zero', 'strict']).meta({
    title: 'Missing',
    description: 'What a KPI without a score does to the total: leave it out, count it as 0, or give no score at all.',
  })

const kpiOf = () => field.reference('kpi').meta({ title: 'KPI', description: 'The KPI of this row.' })

const cascade = () =>
  z
    .union([
      z.array(field.reference('unit')).min(1),
      z.strictObject({
        each: z.enum(levels).meta({ title: 'Each', description: 'Every unit of this level.' }),
        under: field
          .reference('unit')
          .optional()
          .meta({ title: 'Under', description: 'Only those that stand below this unit.' }),
      }),
    ])
    .optional()
    .meta({
      title: 'For',
      description:
        'The units that have this scorecard, each its own by this template: a list, or every unit of a level.',
    })

const difference = () =>
  z.strictObject({
    add: z
      .array(
        z.strictObject({
          objective: field.reference('objective').meta({ title: 'Objective', description: 'Where it stands.' }),
          kpi: kpiOf(),
          weight: weight(),
        }),
      )
      .optional()
      .meta({ title: 'Add', description: 'KPIs that the unit has besides those of the template.' }),
    'leave-out': z
      .array(field.reference('kpi'))
      .optional()
      .meta({ title: 'Leave out', description: 'KPIs of the template that the unit has not.' }),
    weights: z
      .record(field.id(), weight().unwrap())
      .optional()
      .meta({ title: 'Weights', description: 'Weights of its own, by KPI.' }),
    owners: z
      .record(field.id(), field.text())
      .optional()
      .meta({ title: 'Owners', description: 'Who answers for a KPI there.' }),
  })

const atLeast = (what: string) =>
  z
    .int()
    .min(1)
    .optional()
    .meta({ title: 'At least', description: `So many KPIs ${what} must have a score; with fewer it has none.` })

const schema = z.strictObject({
  kind: z.literal('scorecard'),
  id: field.id().meta({ title: 'Id', description: 'Part of its address.' }),
  name: field.text().meta({ title: 'Name', description: 'What people call it.' }),
  unit: field
    .reference('unit')
    .optional()
    .meta({ title: 'Unit', description: 'The unit it is about; the whole unless stated.' }),
  for: cascade(),
  differences: z.record(field.id(), difference()).optional().meta({
    title: 'Differences',
    description: 'What is otherwise in some of the units, by unit; it stays when the template changes.',
  }),
  grain: z
    .enum(['day', 'week', 'month', 'quarter', 'year'])
    .optional()
    .meta({ title: 'Grain', description: 'The periods its columns show.', default: 'month' }),
  'roll-up': method().optional().meta({ default: 'weighted' }),
  missing: missing().optional().meta({ default: 'renormalise' }),
  'at-least': atLeast('of the scorecard'),
  'judged-by': field.text().optional().meta({
    title: 'Judged by',
    description: 'The version of targets that judges here; as each KPI says unless stated.',
  }),
  'data-through': z.enum(['latest', 'common']).optional().meta({
    title: 'Data through',
    description:
      'How far values read: latest is each KPI as far as its data reaches, common is all of them to the earliest day that every one has, so that they speak of the same days.',
    default: 'latest',
  }),
  'false-alarms': falseAlarms().optional().meta({
    title: 'False alarms',
    description:
      'How many false alarms a month each of its KPIs may give while nothing changes, such as 0.05; 0 sends none. As the workspace says unless stated; a KPI may say otherwise.',
  }),
  groups: z
    .array(
      z.strictObject({
        objective: field
          .reference('objective')
          .meta({ title: 'Objective', description: 'The objective of this group.' }),
        weight: weight(),
        'roll-up': method().optional().meta({ default: 'the scorecard’s' }),
        missing: missing().optional().meta({ default: 'the scorecard’s' }),
        'at-least': atLeast('of this objective'),
        kpis: z
          .array(z.union([field.reference('kpi'), z.strictObject({ kpi: kpiOf(), weight: weight() })]))
          .min(1)
          .meta({ title: 'KPIs', description: 'Ids, or id and weight.' }),
      }),
    )
    .min(1)
    .meta({ title: 'Groups', description: 'Objectives with their KPIs, in reading order.' }),
})

export type ScorecardSpec = z.infer<typeof schema>

/** The units that a cascade names, with the path of each. */
export function cascadeUnits({ for: units }: ScorecardSpec): readonly { readonly unit: string; readonly path: Path }[] {
  if (units === undefined) return []
  if (Array.isArray(units)) return units.map((unit, i) => ({ unit, path: ['for', i] }))
  return units.under === undefined ? [] : [{ unit: units.under, path: ['for', 'under'] }]
}

/** Objectives and KPIs that units have besides their template. */
const differing = ({ differences = {} }: ScorecardSpec): readonly Reference[] =>
  Object.entries(differences).flatMap(([unit, { add = [] }]) =>
    add.flatMap(({ objective, kpi }, i) => [
      ...refer('objective', objective, ['differences', unit, 'add', i, 'objective']),
      ...refer('kpi', kpi, ['differences', unit, 'add', i, 'kpi']),
    ]),
  )

export const scorecardKind = defineKind<ScorecardSpec>({
  kind: 'scorecard',
  title: 'Scorecard',
  help: 'A weighted tree of objectives and KPIs.',
  schema,
  references: (spec) => [
    ...refer('unit', spec.unit, ['unit']),
    ...cascadeUnits(spec).flatMap(({ unit, path }) => refer('unit', unit, path)),
    ...differing(spec),
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
