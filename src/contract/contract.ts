import { z } from 'zod'
import { incident, replay } from './alerts-shape.ts'
import { closingView } from './closing-shape.ts'
import { drivers } from './drivers-shape.ts'
import { forecast, trainUntil } from './forecast-shape.ts'
import { override } from './override-shape.ts'
import { pace } from './pace-shape.ts'
import { type EndpointName, paths } from './paths.ts'
import { planView } from './plan-shape.ts'
import * as shape from './shapes.ts'
import { ruling, signals } from './signals-shape.ts'

export interface Endpoint<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  readonly summary: string
  /** Everything the call takes: parts of the path, then the search part (GET) or the body. */
  readonly input: I
  readonly output: O
  /** Prefixes of the issue codes it may refuse with. */
  readonly refuses: readonly string[]
}

const endpoint = <I extends z.ZodObject, O extends z.ZodType>(one: Endpoint<I, O>): Endpoint<I, O> => one

const { text, list } = shape
const version = text.optional().meta({
  description: 'Which targets judge; unless stated as the scorecard, the KPI or the workspace says, else budget.',
})
const asked = { period: text.optional(), scope: text.optional(), grain: text.optional(), version }
const asOf = text.optional().meta({
  description:
    'A day or an instant: what was recorded then, never computed anew; published: closed periods as they were published.',
})
const through = text.optional().meta({
  description:
    'A day that every value reads to, common for the earliest day that all KPIs have, or latest; as the scorecard says unless stated.',
})
const reason = text.nullable().optional()
const perMonth = z.coerce.number().positive().max(10).optional().meta({
  description: 'Expected false alarms per month while nothing changes; as is declared unless stated, else 0.01.',
})
const about = { period: text, scope: text.optional(), grain: text.optional(), reason }
const some = z.union([list(text), z.literal('all')])

const proposed = list(z.object({ file: text, text })).meta({ description: 'Every definition file of the workspace.' })
const definitionCodes = ['document/', 'field/', 'value/', 'yaml/', 'formula/', 'kpi/', 'target/']

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
    input: z.object({ kpi: text, ...asked, asOf }),
    output: shape.kpi,
    refuses: ['ask/'],
  }),
  explain: endpoint({
    summary: 'How one number came about, and whether computing it anew agrees.',
    input: z.object({ kpi: text, ...asked }),
    output: shape.explanation,
    refuses: ['ask/'],
  }),
  drivers: endpoint({
    summary: 'Why a KPI moved: members, rate and mix, drivers of its formula; all parts add up exactly.',
    input: z.object({
      kpi: text,
      ...asked,
      compare: z
        .enum(['prior', 'year', 'budget'])
        .optional()
        .meta({ description: 'Against what; prior unless stated.' }),
      by: z
        .union([list(text), text.transform((one) => one.split(','))])
        .optional()
        .meta({ description: 'Dimensions to split by, or unit; every shared one unless stated.' }),
      volume: text
        .optional()
        .meta({ description: 'A KPI of quantities, for price, volume and mix by the first dimension.' }),
    }),
    output: drivers,
    refuses: ['ask/'],
  }),
  forecast: endpoint({
    summary:
      'Where a KPI is heading after a period: ranges of 50, 80 and 95 %, the odds of each target, and where the year ends.',
    input: z.object({ kpi: text, ...asked, trainUntil }),
    output: forecast,
    refuses: ['ask/'],
  }),
  pace: endpoint({
    summary: 'What the target of a period promises by each of its days, and what came; of its quarter and year too.',
    input: z.object({ kpi: text, ...asked, version: text.optional().meta({ description: 'The version of targets.' }) }),
    output: pace,
    refuses: ['ask/'],
  }),
  signals: endpoint({
    summary:
      'Whether a KPI changed or only varied: limits, rules completed, alerts with a stated rate of false alarms.',
    input: z.object({
      kpi: text,
      ...asked,
      falseAlarms: perMonth,
      asOf,
    }),
    output: signals,
    refuses: ['ask/'],
  }),
  confirmLimits: endpoint({
    summary: 'Takes a KPI’s limits anew from a period on, as a person confirms for a reason.',
    input: z.object({
      kpi: text,
      ...about,
      evenSo: z
        .boolean()
        .optional()
        .meta({ description: 'Although the data answer one of the four questions with no.' }),
    }),
    output: ruling,
    refuses: ['signals/', 'ask/'],
  }),
  dismissSignal: endpoint({
    summary: 'Says that what signals told at a period needs no attention, and why.',
    input: z.object({
      kpi: text,
      ...about,
      rule: text
        .nullable()
        .optional()
        .meta({ description: 'One rule or alert; all that is told there unless stated.' }),
    }),
    output: ruling,
    refuses: ['signals/', 'ask/'],
  }),
  replayAlerts: endpoint({
    summary: 'What alerts of a KPI would have been over a stretch of history: hits, misses and false ones a month.',
    input: z.object({
      kpi: text,
      from: text,
      to: text,
      scope: text.optional(),
      grain: text.optional(),
      falseAlarms: perMonth,
      incidents: list(z.object({ from: text, to: text.optional(), name: text.optional() }))
        .optional()
        .meta({ description: 'What is known to have happened, by days or periods.' }),
      within: z.number().int().min(0).max(60).optional().meta({
        description: 'Periods after its beginning in which an alert still tells of an incident; 3 unless stated.',
      }),
    }),
    output: replay,
    refuses: ['signals/', 'ask/'],
  }),
  alerts: endpoint({
    summary: 'Recorded alerts that wait for somebody, newest first, those of one root cause as one.',
    input: z.object({
      kpi: text.optional(),
      all: z
        .union([z.boolean(), z.enum(['true', 'false']).transform((one) => one === 'true')])
        .optional()
        .meta({ description: 'Those that were dismissed or explained by new limits too.' }),
      asOf,
    }),
    output: list(incident),
    refuses: ['ask/'],
  }),
  undoRuling: endpoint({
    summary: 'Takes new limits or a dismissal back; it stays recorded.',
    input: z.object({ ruling: text, reason }),
    output: ruling,
    refuses: ['signals/'],
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
      timing: z.boolean().optional(),
    }),
    output: z.object({ answers: list(shape.answer), timing: shape.timing.optional() }),
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
  batches: endpoint({
    summary: 'Deliveries of rows, newest first.',
    input: z.object({ dataset: text.optional() }),
    output: list(shape.batch),
    refuses: [],
  }),
  setAside: endpoint({
    summary: 'Rows of a batch that were set aside.',
    input: z.object({ batch: text }),
    output: list(shape.setAsideRow),
    refuses: ['undo/'],
  }),
  undo: endpoint({
    summary: 'Takes a batch back.',
    input: z.object({ batch: text, reason }),
    output: shape.undone,
    refuses: ['undo/'],
  }),
  load: endpoint({
    summary: 'Reads sources and keeps what changed, each dataset as one transaction.',
    input: z.object({ datasets: some }),
    output: list(shape.loadReport),
    refuses: [],
  }),
  refresh: endpoint({
    summary: 'Loads what changed, evaluates the tracked items and records their changes.',
    input: z.object({}),
    output: z.object({ loads: list(shape.loadReport), changes: shape.count }),
    refuses: [],
  }),
  enter: endpoint({
    summary: 'Keeps a typed value of a manual KPI.',
    input: z.object({
      kpi: text,
      period: text,
      unit: text.nullable().optional(),
      value: text.nullable().optional(),
      numerator: text.nullable().optional(),
      denominator: text.nullable().optional(),
      note: text.nullable().optional(),
    }),
    output: shape.loadReport,
    refuses: ['enter/', 'load/'],
  }),
  enterTargets: endpoint({
    summary: 'Keeps targets pasted from a spreadsheet as a document; pasted again they replace those before.',
    input: z.object({
      kpi: text,
      version: text.optional().meta({ description: 'Such as forecast; budget unless stated.' }),
      grid: text.meta({ description: 'A line of unit and periods, and one line per unit, as copied or as CSV.' }),
      approvedBy: text.nullable().optional(),
      because: text.nullable().optional(),
      basedOn: text.nullable().optional(),
    }),
    output: shape.document,
    refuses: [...definitionCodes, 'ask/', 'reference/'],
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
} satisfies { readonly [N in EndpointName]: Endpoint }

export type Contract = typeof contract
export type Input<N extends EndpointName> = z.output<Contract[N]['input']>
export type Output<N extends EndpointName> = z.output<Contract[N]['output']>

export const endpointNames = Object.keys(paths) as readonly EndpointName[]
