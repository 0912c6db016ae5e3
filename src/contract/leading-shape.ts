import { z } from 'zod'
import type { LeadingView } from '../domain/leading-view.ts'
import { count, exactly, list, text } from './shapes.ts'

const named = { kpi: text, name: text }

export const leading = exactly<LeadingView>()(
  z
    .object({
      ...named,
      grain: text,
      scope: z.object({ text, label: text }),
      sentence: z.object({ lead: text, rest: text }),
      leads: list(z.object({ ...named, lag: count, strength: z.number(), pairs: count, chance: z.number() })),
      looked: count,
      kpis: count,
      longest: count,
      alike: list(z.object({ ...named, strength: z.number(), pairs: count })),
      tooShort: list(z.object(named)),
    })
    .meta({ id: 'Leading', description: 'Which KPIs move before one, and which tell the same story.' }),
)
