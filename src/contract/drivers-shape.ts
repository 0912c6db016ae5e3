import { z } from 'zod'
import type { DriverNode, DriversView } from '../domain/drivers-view.ts'
import { amount, exactly, list, maybe, period, text, unit } from './shapes.ts'

const shown = text.meta({ description: 'Rounded such that shown parts add up to the shown change.' })
const effect = { effect: amount, shown }
const effectFigure = z.object(effect)

const part = z.object({
  ...effect,
  name: text,
  scope: maybe,
  presence: z.enum(['both', 'new', 'gone', 'small', 'rest']),
  from: amount.nullable(),
  to: amount.nullable(),
  rate: effectFigure.nullable(),
  mix: effectFigure.nullable(),
  unallocated: effectFigure.nullable(),
})

const split = z.object({
  dimension: text,
  kind: z.enum(['sum', 'ratio']),
  found: z.object({ members: list(text), explained: z.number(), size: z.number() }).nullable(),
  because: z.enum(['rate', 'mix', 'both', 'paradox']).nullable(),
  rate: effectFigure.nullable(),
  mix: effectFigure.nullable(),
  unallocated: effectFigure.nullable(),
  turned: list(z.object({ member: text, by: text })),
  merged: z.int().nonnegative(),
  parts: list(part),
})

const node: z.ZodType<DriverNode> = z
  .object({
    ...effect,
    name: text,
    kpi: maybe,
    unit,
    from: amount.nullable(),
    to: amount.nullable(),
    together: z.boolean(),
    get below() {
      return list(node)
    },
  })
  .meta({ id: 'DriverNode' })

export const drivers = exactly<DriversView>()(
  z
    .object({
      kpi: text,
      name: text,
      unit,
      good: z.enum(['up', 'down', 'between']),
      grain: text,
      period,
      scope: z.object({ text, label: text }),
      compare: text,
      basis: z.enum(['earlier', 'promise', 'expected']),
      against: text,
      baselines: list(text),
      expectation: z
        .object({
          learntTo: period,
          model: text,
          ranges: list(z.object({ level: z.number(), lower: z.number(), upper: z.number() })),
          cautions: list(text),
        })
        .nullable(),
      from: amount.nullable(),
      to: amount.nullable(),
      change: amount.nullable(),
      shownChange: maybe,
      decimals: z.int(),
      sentence: z.object({ lead: text, rest: text }),
      splits: list(split),
      unsplit: list(z.object({ dimension: text, reason: text })),
      searched: list(text),
      tree: node.nullable(),
      method: z.enum(['shapley', 'lmdi']).nullable(),
      volume: z
        .object({
          dimension: text,
          quantity: text,
          effects: list(z.object({ ...effect, name: text })),
          items: z.int().nonnegative(),
        })
        .nullable(),
    })
    .meta({ id: 'Drivers', description: 'Why a number moved; effects add up to the change exactly.' }),
)
