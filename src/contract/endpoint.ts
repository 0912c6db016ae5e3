import type { z } from 'zod'
import { text } from './answer-shape.ts'

export interface Endpoint<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  readonly summary: string
  /** Everything the call takes: parts of the path, then the search part (GET) or the body. */
  readonly input: I
  readonly output: O
  /** Prefixes of the issue codes it may refuse with. */
  readonly refuses: readonly string[]
}

export const endpoint = <I extends z.ZodObject, O extends z.ZodType>(one: Endpoint<I, O>): Endpoint<I, O> => one

export const version = text.optional().meta({
  description: 'Which targets judge; unless stated as the scorecard, the KPI or the workspace says, else budget.',
})
/** What a reading is asked for with. */
export const asked = { period: text.optional(), scope: text.optional(), grain: text.optional(), version }
export const asOf = text.optional().meta({
  description:
    'A day or an instant: what was recorded then, never computed anew; published: closed periods as they were published.',
})
export const through = text.optional().meta({
  description:
    'A day that every value reads to, common for the earliest day that all KPIs have, or latest; as the scorecard says unless stated.',
})
export const throughOfKpis = text.optional().meta({
  description:
    'A day that every value reads to, common for the last one that all data of the KPIs have come for, or latest, which it is unless stated.',
})
export const reason = text.nullable().optional()
/** What something is said of: a KPI's period in a scope. */
export const about = { period: text, scope: text.optional(), grain: text.optional(), reason }
export const definitionCodes = ['document/', 'field/', 'value/', 'yaml/', 'formula/', 'kpi/', 'target/']
