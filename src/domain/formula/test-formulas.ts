import fc from 'fast-check'
import type { Formula } from './ast.ts'
import { keywords } from './lex.ts'

const at = { from: 0, to: 0 }

const word = fc
  .tuple(fc.constantFrom(...'abdfinsw'), fc.string({ unit: fc.constantFrom(...'aeinrt_1'), maxLength: 6 }))
  .map((parts) => parts.join(''))
  .filter((name) => !keywords.has(name))

const digits = fc.stringMatching(/^\d{1,3}(_\d{1,3}){0,2}$/)

const leaf: fc.Arbitrary<Formula> = fc.oneof(
  fc.tuple(digits, fc.option(digits, { nil: null }), fc.boolean()).map(
    ([whole, fraction, percent]): Formula => ({
      kind: 'number',
      text: fraction === null ? whole : `${whole}.${fraction}`,
      percent,
      at,
    }),
  ),
  fc
    .string({ unit: fc.oneof(fc.constant("'"), fc.string({ minLength: 1, maxLength: 1 })), maxLength: 6 })
    .map((value): Formula => ({ kind: 'text', value, at })),
  fc.string({ maxLength: 4 }).map((value): Formula => ({ kind: 'date', value, at })),
  fc.boolean().map((value): Formula => ({ kind: 'boolean', value, at })),
  fc.constant<Formula>({ kind: 'null', at }),
  fc.array(word, { minLength: 1, maxLength: 3 }).map((path): Formula => ({ kind: 'column', path, at })),
  fc.stringMatching(/^[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}$/).map((id): Formula => ({ kind: 'kpi', id, at })),
)

const operator = fc.constantFrom(...(['+', '-', '*', '/', '=', '!=', '<', '<=', '>', '>=', 'and', 'or'] as const))

/** Every tree that the parser can give, sense or nonsense. */
export const anyFormula: fc.Arbitrary<Formula> = fc.letrec<{ tree: Formula }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc
      .record({ op: operator, left: tie('tree'), right: tie('tree') })
      .map((one): Formula => ({ kind: 'binary', ...one, at })),
    tie('tree').map((arg): Formula => ({ kind: 'negate', arg, at })),
    tie('tree').map((arg): Formula => ({ kind: 'not', arg, at })),
    fc.record({ arg: tie('tree'), negated: fc.boolean() }).map((one): Formula => ({ kind: 'is-null', ...one, at })),
    fc
      .record({
        arg: tie('tree'),
        members: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
        negated: fc.boolean(),
      })
      .map((one): Formula => ({ kind: 'in', ...one, at })),
    fc.record({ body: tie('tree'), condition: tie('tree') }).map((one): Formula => ({ kind: 'where', ...one, at })),
    fc
      .record({ name: word, args: fc.array(tie('tree'), { maxLength: 3 }) })
      .map((one): Formula => ({ kind: 'call', ...one, at })),
  ),
})).tree

/** The same tree with no places in it. */
export function withoutPlaces(formula: unknown): unknown {
  if (Array.isArray(formula)) return formula.map(withoutPlaces)
  if (typeof formula !== 'object' || formula === null) return formula
  return Object.fromEntries(
    Object.entries(formula).flatMap(([name, value]) => (name === 'at' ? [] : [[name, withoutPlaces(value)]])),
  )
}
