import { z } from 'zod'
import type { Answer, Comparison, OverrideTold } from '../domain/answer.ts'
import { missingRates } from './missing-rates-shape.ts'

/** A schema that says exactly a type of the domain: more or less of it than the type has does not compile. */
export const exactly =
  <T>() =>
  <S extends z.ZodType<T>>(schema: T extends z.output<S> ? S : never): z.ZodType<T> =>
    schema

export const list = <S extends z.ZodType>(of: S) => z.array(of).readonly()
export const text = z.string()
export const maybe = text.nullable()
export const count = z.int().nonnegative()
export const instant = text.meta({ description: 'An ISO 8601 instant in UTC.' })
export const day = text.meta({ description: 'A day, YYYY-MM-DD.' })
export const amount = z.union([text, z.number()]).meta({ description: 'Amounts are strings, ratios numbers.' })

const absence = ['no-data', 'late', 'failed', 'not-due', 'not-applicable', 'undefined', 'hidden'] as const
export const status = z.enum(['on-track', 'at-risk', 'off-track', 'no-target', ...absence])
export const answerState = z.enum(['value', ...absence])
export const flags = list(
  z.enum(['ahead', 'provisional', 'restated', 'unfinished', 'not-recorded', 'overridden', 'rows-missing']),
)
export const target = z.union([amount, z.object({ low: text, high: text })]).nullable()
const revision = z.object({ catalog: text, facts: z.record(text, count) })

const comparison = exactly<Comparison>()(
  z
    .object({
      state: answerState,
      value: amount.nullable(),
      period: maybe,
      start: day.nullable(),
      end: day.nullable(),
      difference: amount.nullable(),
      relative: z.number().nullable(),
      part: z
        .object({ count, of: z.enum(['day', 'working-day']), through: day })
        .nullable()
        .meta({
          description: 'How much of each period was read, where the asked one is unfinished; through: its last day.',
        }),
      holidays: z
        .object({ here: list(text), there: list(text) })
        .exactOptional()
        .meta({ description: 'Beside a year before: holidays that lie in the days read of only one of both.' }),
    })
    .meta({ id: 'Comparison', description: 'A value beside another, read as far as an unfinished period has come.' }),
)

const overrideTold = exactly<OverrideTold>()(
  z.object({
    id: count,
    calculated: z.object({ state: answerState, value: amount.nullable() }),
    reason: text,
    actor: text,
    at: instant,
    until: maybe,
  }),
)

export const answer = exactly<Answer>()(
  z
    .object({
      kpi: text,
      scope: text,
      grain: text,
      period: text,
      start: day.nullable(),
      end: day
        .nullable()
        .meta({ description: 'The first day after the period; of hours and minutes both are instants.' }),
      state: answerState,
      value: amount.nullable(),
      numerator: amount.nullable(),
      denominator: amount.nullable(),
      target,
      targetToDate: z.exactOptional(z.union([text, z.object({ low: text, high: text })])).meta({
        description: 'What the target promises for the elapsed part of an unfinished period, by which it is judged.',
      }),
      attainment: z.number().nullable(),
      status,
      score: z.number().nullable(),
      flags,
      currency: z.exactOptional(text).meta({
        description: 'The currency that it was asked in, where that is not the KPI’s own: targets are in that one.',
      }),
      rates: z.exactOptional(text).meta({
        description: 'The rates that it was asked at, where they are not the KPI’s own: constant, or a table of rates.',
      }),
      missingRates: z.exactOptional(missingRates),
      override: z.exactOptional(overrideTold).meta({
        description: 'Of a value that a person set: what rows say, and who set it, when, why and until when.',
      }),
      comparisons: z.exactOptional(z.record(text, comparison)).meta({
        description:
          'By the baselines that were asked for: prior, year, year-date, year-weekday, restated, average:N or a version of targets.',
      }),
      asOf: instant,
      dataThrough: day.nullable(),
      revision,
    })
    .meta({ id: 'Answer', description: 'One KPI for one scope and period.' }),
)
