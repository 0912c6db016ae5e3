import fc from 'fast-check'
import type { Policy, Row } from '../support/row-model.ts'

/** What may happen to a workspace. */
export type Step =
  | { readonly do: 'deliver'; readonly file: number; readonly rows: readonly Row[] }
  | { readonly do: 'remove'; readonly file: number }
  | { readonly do: 'undo'; readonly which: number }
  | { readonly do: 'redefine'; readonly twice: boolean; readonly target: number }
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'restart' }
  | {
      readonly do: 'override'
      readonly north: boolean
      readonly back: number
      readonly value: number
      readonly until: 'next-delivery' | number | null
    }
  | { readonly do: 'lift'; readonly which: number }

const row: fc.Arbitrary<Row> = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  month: fc.integer({ min: 0, max: 22 }),
  region: fc.constantFrom('north' as const, 'south' as const),
  amount: fc.integer({ min: 1, max: 99 }),
  gone: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
})
const deliver = fc.record({
  do: fc.constant('deliver' as const),
  file: fc.integer({ min: 0, max: 2 }),
  rows: fc.uniqueArray(row, { minLength: 1, maxLength: 6, selector: ({ id }) => id }),
})
/** Any of it, what is common more often. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: deliver },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), file: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat({ max: 9 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('redefine' as const),
      twice: fc.boolean(),
      target: fc.constantFrom(50, 80),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 70 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('override' as const),
      north: fc.boolean(),
      back: fc.integer({ min: 0, max: 16 }),
      value: fc.integer({ min: 0, max: 200 }),
      until: fc.constantFrom('next-delivery' as const, 30, null),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lift' as const), which: fc.nat({ max: 3 }) }) },
)

const only = (month: number): readonly Row[] => [{ id: 'a', month, region: 'north', amount: 1, gone: false }]

/** Histories that once went wrong: rows that came after a gap of more than a year made months in it that were late ones without data. */
export const found: [Policy, Step[]][] = [
  [
    'append',
    [
      { do: 'undo', which: 0 },
      { do: 'wait', days: 31 },
      { do: 'deliver', file: 0, rows: only(0) },
      { do: 'override', north: false, back: 0, value: 0, until: 'next-delivery' },
      { do: 'remove', file: 1 },
      { do: 'deliver', file: 1, rows: only(6) },
      { do: 'lift', which: 0 },
    ],
  ],
]
