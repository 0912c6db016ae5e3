import { z } from 'zod'
import { definitionCodes, endpoint, reason } from './endpoint.ts'
import { late } from './row-counts.ts'
import * as shape from './shapes.ts'

const { text, list } = shape
const some = z.union([list(text), z.literal('all')])

/** Rows and typed values coming in, and back out. */
export const dataEndpoints = {
  batches: endpoint({
    summary: 'Deliveries of rows, newest first.',
    input: z.object({ dataset: text.optional() }),
    output: list(shape.batch),
    refuses: [],
  }),
  late: endpoint({
    summary: 'What came with a batch for periods that were final or closed then: periods of KPIs, and the first rows.',
    input: z.object({ batch: text }),
    output: late,
    refuses: ['undo/'],
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
}
