import { z } from 'zod'
import type { GrainName } from '../../../time/calendar.ts'
import * as field from '../fields.ts'
import { refer } from '../kind.ts'
import { defineCalculation, from } from './define.ts'

/** Another KPI over the days, weeks, months, quarters or years that end with the period asked for. */
export const rolling = defineCalculation({
  schema: z
    .strictObject({
      type: z.literal('rolling').meta({
        title: 'Type',
        description: 'Another KPI over the last periods of a length, which end with the period asked for.',
      }),
      from: from(),
      of: field.reference('kpi').meta({ title: 'Of', description: 'The KPI, whatever its calculation.' }),
      over: field.stretch().meta({
        title: 'Over',
        description: 'How long: 28 days, 13 weeks, 12 months, 4 quarters; 24 hours, where hours are asked for.',
      }),
    })
    .meta({ title: 'rolling' }),
  examples: [
    {
      calculation: '{ type: rolling, of: revenue, over: 2 months }',
      measuredIn: 'EUR',
      gives: { '2026-01': null, '2026-02': '75', '2026-03': '125' },
    },
  ],
  references: (spec, path) => refer('kpi', spec.of, [...path, 'of']),
  formulas: () => [],
  make({ type, of, over }, { unitOf, measures }) {
    const unit = unitOf(of)
    if (unit === null) return null
    measures(unit)
    const { periods, grain } = field.stretchOf(over)
    return {
      type,
      calc: { kind: 'span', of: { kind: 'kpi', id: of }, reach: { kind: 'rolling', periods, of: grain as GrainName } },
      parts: [{ label: 'Calculation', text: `[${of}] over the last ${over}` }],
      typed: null,
    }
  },
})
