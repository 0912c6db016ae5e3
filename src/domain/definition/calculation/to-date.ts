import { z } from 'zod'
import * as field from '../fields.ts'
import { refer } from '../kind.ts'
import { defineCalculation, from } from './define.ts'

/** Another KPI from the start of a coarser period to the end of the one asked for. */
export const toDate = defineCalculation({
  schema: z
    .strictObject({
      type: z.literal('to-date').meta({
        title: 'Type',
        description:
          'Another KPI from the start of the year, quarter, month, week or, of hours, day to the end of the period asked for.',
      }),
      from: from(),
      of: field.reference('kpi').meta({ title: 'Of', description: 'The KPI, whatever its calculation.' }),
      within: z.enum(['day', 'week', 'month', 'quarter', 'year']).meta({
        title: 'Within',
        description: 'The period of the KPI’s calendar that it begins with: the one that holds the last day asked for.',
      }),
    })
    .meta({ title: 'to-date' }),
  examples: [
    {
      calculation: '{ type: to-date, of: revenue, within: quarter }',
      measuredIn: 'EUR',
      gives: { '2026-01': '25', '2026-02': '75', '2026-03': '150', '2026-Q1': '150' },
    },
  ],
  references: (spec, path) => refer('kpi', spec.of, [...path, 'of']),
  formulas: () => [],
  make({ type, of, within }, { unitOf, measures }) {
    const unit = unitOf(of)
    if (unit === null) return null
    measures(unit)
    return {
      type,
      calc: { kind: 'span', of: { kind: 'kpi', id: of }, reach: { kind: 'to-date', within } },
      parts: [{ label: 'Calculation', text: `[${of}] from the start of the ${within}` }],
      typed: null,
    }
  },
})
