import { z } from 'zod'
import { incident, replay } from './alerts-shape.ts'
import { drivers } from './drivers-shape.ts'
import { effect, since, wanted } from './effect-shape.ts'
import { about, asked, asOf, endpoint, reason, through, throughOfKpis } from './endpoint.ts'
import { forecast, trainUntil } from './forecast-shape.ts'
import { leading } from './leading-shape.ts'
import { outlook } from './outlook-shape.ts'
import { pace } from './pace-shape.ts'
import * as shape from './shapes.ts'
import { ruling, signals } from './signals-shape.ts'
import { summary } from './summary-shape.ts'

const { text, list } = shape
const some = z.coerce.number().int().min(0).max(10_000).optional()
const perMonth = z.coerce.number().positive().max(10).optional().meta({
  description: 'Expected false alarms per month while nothing changes; as is declared unless stated, else 0.01.',
})

/** Why numbers moved, whether they changed, and where they head. */
export const insightEndpoints = {
  scorecardSummary: endpoint({
    summary: 'What changed on a scorecard since the period before and what it means, in sentences with their figures.',
    input: z.object({ id: text, ...asked, asOf, through }),
    output: summary,
    refuses: ['ask/'],
  }),
  outlook: endpoint({
    summary:
      'Where the KPIs of a scorecard are heading, each by its forecast. These take long: ask for a few at a time to show how far it is.',
    input: z.object({ id: text, ...asked, through, from: some, count: some }),
    output: outlook,
    refuses: ['ask/'],
  }),
  kpiSummary: endpoint({
    summary: 'What changed in a KPI, what it means and where it is heading, in sentences with their figures.',
    input: z.object({ kpi: text, ...asked, asOf, through: throughOfKpis }),
    output: summary,
    refuses: ['ask/'],
  }),
  drivers: endpoint({
    summary: 'Why a KPI moved: members, rate and mix, drivers of its formula; all parts add up exactly.',
    input: z.object({
      kpi: text,
      ...asked,
      through: throughOfKpis,
      compare: text.optional().meta({
        description:
          'As the KPI is compared unless stated, else prior; year, target, a version of targets such as budget, or expected.',
      }),
      by: z
        .union([list(text), text.transform((one) => one.split(','))])
        .optional()
        .meta({ description: 'Dimensions to split by, or unit; every shared one unless stated.' }),
      method: z.enum(['shapley', 'lmdi']).optional().meta({
        description: 'How a formula’s change is shared among its drivers; shapley unless stated.',
      }),
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
    input: z.object({ kpi: text, ...asked, through: throughOfKpis, trainUntil }),
    output: forecast,
    refuses: ['ask/'],
  }),
  effect: endpoint({
    summary: 'What a KPI did since something was done, beside what was expected without it, and whether it worked.',
    input: z.object({ kpi: text, ...asked, through: throughOfKpis, since, wanted }),
    output: effect,
    refuses: ['ask/'],
  }),
  leading: endpoint({
    summary: 'Which KPIs move before this one, by how long and how surely, and which tell the same story.',
    input: z.object({ kpi: text, ...asked, through: throughOfKpis }),
    output: leading,
    refuses: ['ask/'],
  }),
  pace: endpoint({
    summary: 'What the target of a period promises by each of its days, and what came; of its quarter and year too.',
    input: z.object({
      kpi: text,
      ...asked,
      through: throughOfKpis,
      version: text.optional().meta({ description: 'The version of targets.' }),
    }),
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
      through: throughOfKpis,
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
}
