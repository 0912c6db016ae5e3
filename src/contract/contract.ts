import { z } from 'zod'
import { closingView } from './closing-shape.ts'
import { dataEndpoints } from './data-endpoints.ts'
import {
  asked,
  asOf,
  definitionCodes,
  type Endpoint,
  endpoint,
  reason,
  through,
  throughOfKpis,
  version,
} from './endpoint.ts'
import { insightEndpoints } from './insight-endpoints.ts'
import { override } from './override-shape.ts'
import { type EndpointName, paths } from './paths.ts'
import { planView } from './plan-shape.ts'
import * as shape from './shapes.ts'

const { text, list } = shape
const some = z.union([list(text), z.literal('all')])
const proposed = list(z.object({ file: text, text })).meta({ description: 'Every definition file of the workspace.' })

/** The HTTP API as data: server, web, command line and the OpenAPI document are held to it. */
export const contract = {
  workspace: endpoint({
    summary: 'What the workspace holds: scorecards, KPIs, datasets with their freshness, issues of its definitions.',
    input: z.object({}),
    output: shape.workspace,
    refuses: [],
  }),
  scorecard: endpoint({
    summary: 'A scorecard for one period and scope.',
    input: z.object({ id: text, ...asked, asOf, through }),
    output: shape.scorecard,
    refuses: ['ask/'],
  }),
  kpi: endpoint({
    summary: 'A KPI with its trend, comparisons, splits and definition.',
    input: z.object({ kpi: text, ...asked, asOf, through: throughOfKpis }),
    output: shape.kpi,
    refuses: ['ask/'],
  }),
  explain: endpoint({
    summary: 'How one number came about, and whether computing it anew agrees.',
    input: z.object({ kpi: text, ...asked, through: throughOfKpis }),
    output: shape.explanation,
    refuses: ['ask/'],
  }),
  changes: endpoint({
    summary: 'The recorded changes of a KPI, newest first.',
    input: z.object({
      kpi: text,
      scope: text.optional(),
      asOf,
      limit: z.coerce.number().int().min(1).max(1000).optional(),
    }),
    output: list(shape.change),
    refuses: ['ask/'],
  }),
  ask: endpoint({
    summary: 'Values of KPIs: one object per KPI, scope and period.',
    input: z.object({
      kpis: some,
      grain: text.optional(),
      from: text.optional(),
      to: text.optional(),
      by: list(text).optional(),
      unit: text.optional(),
      where: list(text).optional().meta({ description: 'Conditions such as region=north|south.' }),
      calendar: text.optional(),
      compare: list(text).optional().meta({
        description:
          'Baselines: prior, year, year-date, year-weekday, restated, average:N, benchmark or a version of targets.',
      }),
      currency: text.optional().meta({
        description: 'The currency of the values: a code such as CHF, or own for that of the unit asked about.',
      }),
      rates: text.optional().meta({
        description: 'At other rates than each KPI’s own: constant for those of a year before, or a table of rates.',
      }),
      version,
      asOf,
      through: throughOfKpis,
      timing: z.boolean().optional(),
    }),
    output: z.object({
      answers: list(shape.answer),
      measuredIn: z.record(text, shape.unit).meta({ description: 'What the values of each KPI are measured in.' }),
      timing: shape.timing.optional(),
    }),
    refuses: ['ask/'],
  }),
  document: endpoint({
    summary: 'A definition as text, with its versions.',
    input: z.object({ kind: text, id: text }),
    output: shape.document,
    refuses: ['document/'],
  }),
  saveDocument: endpoint({
    summary: 'Replaces a definition in its file, when its base is still what stands there.',
    input: z.object({ kind: text, id: text, text, baseHash: text, reason }),
    output: shape.document,
    refuses: definitionCodes,
  }),
  plan: endpoint({
    summary: 'What other definitions would do to the last 24 periods; nothing is written.',
    input: z.object({ files: proposed }),
    output: shape.changePlan,
    refuses: definitionCodes,
  }),
  apply: endpoint({
    summary: 'Puts other definitions into force: the workspace’s files become exactly these.',
    input: z.object({
      files: proposed,
      base: text.nullable().optional().meta({ description: 'The catalog revision that the proposal was made on.' }),
      reason,
    }),
    output: shape.changePlan,
    refuses: definitionCodes,
  }),
  proposal: endpoint({
    summary:
      'What the files proposed in the folder .proposed would do, or restating a KPI’s history; nothing is written.',
    input: z.object({ restate: text.optional(), undo: z.stringbool().or(z.boolean()).optional() }),
    output: planView,
    refuses: ['restate/', 'ask/', ...definitionCodes],
  }),
  applyProposal: endpoint({
    summary: 'Puts the proposed files into force, on the definitions that their plan was made on.',
    input: z.object({
      base: text.meta({ description: 'The catalog revision that the plan was made on.' }),
      reason,
    }),
    output: shape.changePlan,
    refuses: definitionCodes,
  }),
  restate: endpoint({
    summary: 'Takes a KPI’s newest formula for all time, or takes that back; a plan unless approved.',
    input: z.object({ kpi: text, approve: z.boolean().optional(), undo: z.boolean().optional(), reason }),
    output: shape.changePlan,
    refuses: ['restate/', 'ask/', ...definitionCodes],
  }),
  closings: endpoint({
    summary: 'Periods that were closed, newest first, the reopened ones too.',
    input: z.object({}),
    output: list(shape.closing),
    refuses: [],
  }),
  closing: endpoint({
    summary: 'Where the last periods stand on their way to being published, and the restatements of those that were.',
    input: z.object({ grain: text.optional() }),
    output: closingView,
    refuses: ['ask/'],
  }),
  close: endpoint({
    summary: 'Publishes a period: seals the readings of everything tracked in it.',
    input: z.object({ period: text, reason, evenIfLate: z.boolean().optional() }),
    output: z.object({ closing: shape.closing, sealed: shape.count }),
    refuses: ['close/', 'ask/'],
  }),
  reopen: endpoint({
    summary: 'Takes the closing of a period back.',
    input: z.object({ period: text, reason }),
    output: shape.closing,
    refuses: ['reopen/'],
  }),
  restatements: endpoint({
    summary: 'Published readings that are now known to be others.',
    input: z.object({}),
    output: list(shape.restatement),
    refuses: [],
  }),
  accept: endpoint({
    summary: 'Accepts one restatement, for a reason.',
    input: z.object({ kpi: text, period: text, scope: text.optional(), reason }),
    output: shape.restatement,
    refuses: ['accept/', 'ask/'],
  }),
  overrides: endpoint({
    summary: 'Values that people set by hand, newest first, those that ended too.',
    input: z.object({}),
    output: list(override),
    refuses: [],
  }),
  override: endpoint({
    summary: 'Sets the value of a KPI for one scope and period by hand; what rows say stays beside it.',
    input: z.object({
      kpi: text,
      period: text,
      scope: text.optional(),
      value: text,
      reason,
      until: text.nullable().optional().meta({
        description: 'A day (through its end), an instant or next-delivery; until it is removed unless stated.',
      }),
    }),
    output: override,
    refuses: ['override/', 'ask/'],
  }),
  removeOverride: endpoint({
    summary: 'Takes a value that was set by hand back; what rows say counts again.',
    input: z.object({ kpi: text, period: text, scope: text.optional(), reason }),
    output: override,
    refuses: ['override/', 'ask/'],
  }),
  ...insightEndpoints,
  ...dataEndpoints,
} satisfies { readonly [N in EndpointName]: Endpoint }

export type Contract = typeof contract
export type Input<N extends EndpointName> = z.output<Contract[N]['input']>
export type Output<N extends EndpointName> = z.output<Contract[N]['output']>

export const endpointNames = Object.keys(paths) as readonly EndpointName[]
