import { z } from 'zod'
import type { Issue } from '../domain/issue.ts'
import type {
  BatchView,
  ChangePlan,
  Closing,
  ComparedView,
  DocumentView,
  Explanation,
  KpiDefinitionView,
  KpiView,
  PeriodLabel,
  Pickers,
  Restatement,
  ScorecardRow,
  ScorecardView,
  SeriesPoint,
  SetAsideRow,
  TargetView,
  WorkspaceView,
} from '../domain/view.ts'
import {
  amount,
  answer,
  answerState,
  count,
  day,
  exactly,
  flags,
  instant,
  list,
  maybe,
  status,
  target,
  text,
} from './answer-shape.ts'
import { rowCounts, rowEffect } from './row-counts.ts'
import { throughView } from './through-shape.ts'

const good = z.enum(['up', 'down', 'between'])

export const issue = exactly<Issue>()(
  z.object({
    code: text,
    severity: z.enum(['error', 'warning']),
    file: z.exactOptional(text),
    line: z.exactOptional(z.int()),
    column: z.exactOptional(z.int()),
    message: text,
    hint: text,
  }),
)

export const unit = z.object({ kind: z.enum(['currency', 'percent', 'count', 'other']), symbol: text })

export const period = exactly<PeriodLabel>()(
  z.object({ text, label: text, short: text, start: day.nullable(), end: day.nullable(), complete: z.boolean() }),
)
const scope = z.object({ text, label: text })
const sentence = z.object({ lead: text, rest: text })
const pickers = exactly<Pickers>()(
  z.object({
    grains: list(z.object({ grain: text, label: text })),
    periods: list(period),
    scopes: list(z.object({ text, label: text, depth: count })),
  }),
)

const seriesPoint = exactly<SeriesPoint>()(
  z
    .object({ period: text, state: answerState, value: amount.nullable(), status, flags, target })
    .meta({ id: 'SeriesPoint', description: 'One period of a row’s course.' }),
)

const compared = exactly<ComparedView>()(
  z
    .object({
      baseline: text,
      label: text,
      short: text,
      days: maybe,
      value: amount,
      difference: amount.nullable(),
      relative: z.number().nullable(),
    })
    .meta({ id: 'Compared', description: 'A value beside a baseline, in words.' }),
)

export const row = exactly<ScorecardRow>()(
  z
    .object({
      kpi: text,
      name: text,
      purpose: text,
      owner: z.object({ id: text, name: text }).nullable(),
      unit,
      good,
      weight: text,
      contribution: z.number().nullable(),
      lost: z.number().nullable(),
      bands: z.object({ atRisk: z.number().nullable(), onTrack: z.number().nullable() }),
      answer,
      gap: z.number().nullable(),
      series: list(seriesPoint),
      compared: list(compared),
      why: text,
      reaches: z.exactOptional(day.nullable()),
      alert: z.object({ period: text, text }).nullable(),
    })
    .meta({ id: 'ScorecardRow' }),
)

export const scorecard = exactly<ScorecardView>()(
  z
    .object({
      id: text,
      name: text,
      grain: text,
      period,
      scope,
      sentence,
      counts: z.record(z.enum(['on-track', 'at-risk', 'off-track', 'ahead', 'not-judged']), count),
      score: z.number().nullable(),
      status: status.nullable(),
      coverage: z.number().nullable(),
      why: text,
      reported: count,
      total: count,
      groups: list(
        z.object({
          objective: text,
          name: text,
          perspective: text,
          weight: text,
          score: z.number().nullable(),
          status: status.nullable(),
          contribution: z.number().nullable(),
          lost: z.number().nullable(),
          coverage: z.number().nullable(),
          why: text,
          reported: count,
          total: count,
          rows: list(row),
        }),
      ),
      asOf: instant,
      dataThrough: day.nullable(),
      through: throughView,
      pickers,
    })
    .meta({ id: 'Scorecard' }),
)

const definition = exactly<KpiDefinitionView>()(
  z.object({
    purpose: text,
    description: maybe,
    objective: maybe,
    category: text,
    calculation: list(z.object({ label: text, text, from: day.nullable() })),
    measuredIn: text,
    cadence: text,
    finalAfterDays: count,
    status: list(text),
    datasets: list(text),
    file: maybe,
    line: z.int().nullable(),
  }),
)

const targetView = exactly<TargetView>()(
  z
    .object({
      version: text,
      how: text,
      toDate: maybe,
      documents: list(z.object({ id: text, file: maybe, line: z.int().nullable(), provenance: maybe })),
      benchmarks: list(z.object({ name: text, source: text, position: text })),
      others: list(z.object({ version: text, target: target.unwrap() })),
    })
    .meta({ id: 'TargetView', description: 'What a value was held against, and how that came about.' }),
)

export const kpi = exactly<KpiView>()(
  z
    .object({
      row,
      target: targetView,
      judged: text,
      grain: text,
      period,
      scope,
      through: day.nullable(),
      sentence,
      trend: list(answer),
      labels: list(period),
      previous: answer.nullable(),
      lastYear: answer.nullable(),
      published: z.object({ answer, at: instant, actor: text }).nullable(),
      splits: list(z.object({ dimension: text, members: list(answer), others: z.int() })),
      definition,
      pickers,
    })
    .meta({ id: 'Kpi' }),
)

export const explanation = exactly<Explanation>()(
  z
    .object({
      answer,
      unit,
      target: targetView,
      definition,
      why: text,
      moved: maybe,
      judged: text,
      statements: list(z.object({ dataset: text, sql: text, rows: count })),
      batches: list(z.object({ dataset: text, batch: text, rows: count, at: instant, origin: text })),
      rowCount: count,
      counted: text.nullable(),
      days: list(text),
      recomputed: z.object({ value: amount.nullable(), agrees: z.boolean() }),
    })
    .meta({ id: 'Explanation' }),
)

const named = z.object({ id: text, name: text })
export const workspace = exactly<WorkspaceView>()(
  z
    .object({
      name: text,
      mission: maybe,
      vision: maybe,
      locale: text,
      zone: text,
      today: day,
      catalogRevision: text,
      issues: list(issue),
      scorecards: list(named),
      kpis: list(z.object({ id: text, name: text, category: text, owner: maybe, objective: maybe })),
      units: list(named),
      datasets: list(
        z.object({
          id: text,
          name: text,
          rows: count,
          dataThrough: day.nullable(),
          lastBatch: maybe,
          failure: z.object({ at: instant, message: text }).nullable(),
        }),
      ),
    })
    .meta({ id: 'Workspace' }),
)

export const batch = exactly<BatchView>()(
  z
    .object({
      id: text,
      dataset: text,
      at: instant,
      actor: text,
      rows: count,
      setAside: count,
      undone: z.object({ at: instant, actor: text, reason: maybe }).nullable(),
      parts: list(z.object({ origin: text, rows: count, gone: z.boolean() })),
      effect: rowCounts.nullable(),
      latePeriods: count,
    })
    .meta({ id: 'Batch' }),
)

export const setAsideRow = exactly<SetAsideRow>()(
  z
    .object({ file: text, sheet: maybe, row: count, column: maybe, value: maybe, rule: text })
    .meta({ id: 'SetAsideRow' }),
)

export const document = exactly<DocumentView>()(
  z
    .object({
      text,
      hash: text,
      versions: list(z.object({ version: z.int(), text: maybe, author: text, at: instant, reason: maybe })),
    })
    .meta({ id: 'Document' }),
)

/** What loading one dataset did: `load --json`. */
export const loadReport = z
  .object({
    dataset: text,
    batch: maybe,
    rows: count,
    setAside: list(setAsideRow),
    revision: count,
    issues: list(issue),
    refused: list(setAsideRow),
    effect: rowEffect.optional(),
  })
  .meta({ id: 'LoadReport' })

const cause = z.enum(['first', 'new-data', 'restatement', 'new-definition', 'new-target', 'time', 'override'])

export const change = z
  .object({
    id: count,
    at: instant,
    kpi: text,
    scope: text,
    period: text,
    cause,
    before: answer.nullable(),
    after: answer,
    catalogRevision: text,
    factsRevision: z.record(text, count),
    by: z
      .object({
        what: z.enum(['delivery', 'undo', 'document', 'override']),
        id: text,
        at: instant,
        actor: text,
        reason: maybe,
      })
      .nullable(),
  })
  .meta({ id: 'Change' })

export const closing = exactly<Closing>()(
  z
    .object({
      id: count,
      period: text,
      at: instant,
      actor: text,
      reason: maybe,
      reopened: z.object({ at: instant, actor: text, reason: text }).nullable(),
    })
    .meta({ id: 'Closing' }),
)

export const restatement = exactly<Restatement>()(
  z
    .object({
      kpi: text,
      scope: text,
      period: text,
      published: z.object({ answer, at: instant, actor: text }),
      now: z.object({ answer, at: instant, cause }),
      difference: z.number().nullable(),
      relative: z.number().nullable(),
      accepted: z.object({ at: instant, actor: text, reason: text }).nullable(),
    })
    .meta({ id: 'Restatement' }),
)

export const planned = z.object({
  base: text,
  revision: text,
  documents: list(z.object({ kind: text, id: text, change: z.enum(['added', 'changed', 'removed']) })),
  reload: list(text),
  unknown: list(text),
  issues: list(issue),
})

export const changePlan = exactly<ChangePlan>()(
  planned
    .extend({ differences: list(z.object({ before: answer.nullable(), after: answer.nullable() })) })
    .meta({ id: 'ChangePlan' }),
)

export const timing = z.object({
  statements: list(z.object({ dataset: text, sql: text, ms: z.number(), rows: count })),
  stages: z.object({ plan: z.number(), run: z.number(), read: z.number() }),
})

export const undone = z.object({ dataset: text, batch: text, revision: count, restored: count })
export const refused = z.object({ issues: list(issue) }).meta({ id: 'Refused' })
export { amount, answer, count, exactly, list, maybe, text }
