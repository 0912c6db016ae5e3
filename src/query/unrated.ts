import type { Conversion, PerEntity, RowExpr, Term } from '../domain/formula/algebra.ts'
import { conversionsIn, conversionsOf } from '../domain/formula/algebra-walk.ts'
import { boolean, whole } from '../domain/formula/types.ts'

const known = new WeakMap<Term, Term | null>()

/**
 * Counts the rows that an aggregate would leave out for want of a rate; null for one that converts nothing. Rows count whatever
 * conditions on converted money would say of them, because nobody knows. Where it is not zero, the aggregate is not known.
 */
export function unratedOf(term: Term): Term | null {
  let found = known.get(term)
  if (found === undefined) known.set(term, (found = conversionsOf(term).length === 0 ? null : counting(term)))
  return found
}

function counting(term: Term): Term {
  const over = term.over === undefined ? {} : { over: term.over }
  const { dataset, per } = term
  if (per !== undefined) return { ...overEntities(term, per), ...over }
  const where = term.where.filter((one) => conversionsIn(one).length === 0)
  return { dataset, aggregate: 'count', argument: null, where: [...where, anyUnrated(conversionsOf(term))], ...over }
}

/** Money is there, and no rate. */
export function isUnrated(conversion: Conversion): RowExpr {
  const there: RowExpr = { kind: 'is-null', arg: conversion.arg, negated: true, type: boolean }
  const rated: RowExpr = { kind: 'is-null', arg: conversion, negated: false, type: boolean }
  return { kind: 'logic', op: 'and', args: [there, rated], type: boolean }
}

function anyUnrated(conversions: readonly Conversion[]): RowExpr {
  const args = conversions.map(isUnrated)
  const [first] = args
  return first !== undefined && args.length === 1 ? first : { kind: 'logic', op: 'or', args, type: boolean }
}

/** Of entities those rows count that any value of theirs would leave out, when that value looks at them. */
function overEntities({ dataset }: Term, { key, values }: PerEntity): Term {
  const counts = values.flatMap((value) => {
    const terms = value.terms.flatMap((inner) => unratedOf(inner) ?? [])
    return terms.length === 0 ? [] : [{ ...value, name: `unrated ${value.name}`, terms, value: sumOf(terms.length) }]
  })
  const columns = counts.map(({ name }): RowExpr => ({ kind: 'column', path: [name], type: whole }))
  const argument = columns.reduce((left, right) => ({ kind: 'arithmetic', op: '+', left, right, type: whole }))
  return { dataset, aggregate: 'sum', argument, where: [], per: { key, values: counts } }
}

/** The sum of as many columns, called 0, 1, … */
const sumOf = (count: number): RowExpr =>
  Array.from({ length: count }, (_, index): RowExpr => ({ kind: 'column', path: [String(index)], type: whole })).reduce(
    (left, right) => ({ kind: 'arithmetic', op: '+', left, right, type: whole }),
  )
