import type { Catalog, Scope } from '../../domain/catalog.ts'
import { scopeText } from '../../domain/scope.ts'
import {
  type Amounts,
  absolute,
  additive,
  becauseOf,
  type Contribution,
  crossingFinding,
  type Finding,
  type Fraction,
  type Group,
  mergeAmounts,
  mergeGroups,
  minus,
  order,
  others,
  type Rational,
  type RatioPart,
  ratioSplit,
  searchDrivers,
  signOf,
  sum,
  toDouble,
  zero,
} from '../../insight/variance/index.ts'
import { isCrossing } from './crossing.ts'
import { type Book, exactValue, type Pair, type Reading, type Two, unitDimension, unitScopes } from './readings.ts'

/** Members below this share of the whole, before and after, are told as one. */
export const smallest = 0.01

/** So many members are told apart at most, the largest; the others with the small ones. */
export const widest = 40

/** The name of what belongs to no member. */
export const rest = '(rest)'

export type Unsplit = 'overlap' | 'alone' | 'no-targets' | 'not-foretold' | 'whole-rate' | 'undefined'

export interface SplitPart {
  readonly name: string
  readonly scope: string | null
  /** The same as an object. */
  readonly member: Scope | null
  readonly presence: 'both' | 'new' | 'gone' | 'small' | 'rest'
  readonly from: Rational | null
  readonly to: Rational | null
  readonly effect: Rational
  /** Of a ratio's member: its effect is the sum of these. */
  readonly effects: Pick<RatioPart, 'rate' | 'mix' | 'unallocated'> | null
}

export interface Split {
  readonly dimension: string
  readonly kind: 'sum' | 'ratio'
  readonly change: Rational
  readonly parts: readonly SplitPart[]
  readonly merged: number
  readonly because: ReturnType<typeof becauseOf> | null
  readonly found: Finding | null
  /** Found members whose ratio every part of another dimension inside them contradicts. */
  readonly turned: readonly { readonly member: string; readonly by: string }[]
}

interface Member extends Two {
  readonly name: string
  readonly scope: Scope | null
}

/** A KPI's change by one dimension, or the reason why its members do not make up the whole. */
export function splitBy(
  world: { readonly catalog: Catalog; readonly book: Book; readonly pair: Pair; readonly kpi: string },
  whole: Two,
  dimension: string,
): Split | Unsplit {
  const { catalog, book, pair, kpi } = world
  const basis = pair.baseline.kind
  const named = dimension === unitDimension ? unitScopes(catalog, pair.place.scope) : book.members(dimension)
  const members = named
    .map(({ name, scope }): Member => ({ name, scope, ...book.two(kpi, scope) }))
    // What nobody promised or foretold is judged with the rest of the promise.
    .filter(({ from, to }) => from !== null || (to !== null && basis === 'earlier'))
  if (whole.from === null || whole.to === null) return 'undefined'
  // A promised rate has no numerator and no denominator, and rates do not add.
  if (whole.to.numerator !== null && whole.from.numerator === null) return 'whole-rate'
  if (members.length === 0 && basis === 'promise') return 'no-targets'
  if (members.length === 0 && basis === 'expected') return 'not-foretold'
  const loose = dimension === unitDimension || basis !== 'earlier'
  if (members.length < (loose ? 1 : 2)) return 'alone'
  const ratio = [whole.from, whole.to].every(({ numerator }) => numerator !== null)
  if (ratio) return ofRatio({ dimension, members, whole: { from: whole.from, to: whole.to }, loose })
  return ofSum({ dimension, members, whole: { from: whole.from, to: whole.to }, loose })
}

interface Task {
  readonly dimension: string
  readonly members: readonly Member[]
  readonly whole: { readonly from: Reading; readonly to: Reading }
  /** Whether something may belong to no member: units need not cover everything, nor members' targets the whole's. */
  readonly loose: boolean
}

function ofSum({ dimension, members, whole, loose }: Task): Split | Unsplit {
  const amounts = members.map(
    ({ name, from, to }): Amounts => ({ name, from: from && exactValue(from), to: to && exactValue(to) }),
  )
  const over = leftOver(whole, (side) => sum(amounts.map((one) => one[side] ?? zero)), exactValue)
  if (over !== null && !loose) return 'overlap'
  const all = over === null ? amounts : [...amounts, { name: rest, ...over }]
  const { members: kept, merged } = mergeAmounts(all, smallest, widest)
  const { change, parts } = additive(kept)
  const [found = null] = searchDrivers([{ name: dimension, kind: 'sum', members: amounts }], {
    floor: smallest,
    widest,
  })
  const written = parts.map((part) => ({ ...shared(members, part), effects: null }))
  return {
    dimension,
    kind: 'sum',
    change,
    parts: ordered(written),
    merged,
    because: null,
    found: ranked(dimension, found, parts),
    turned: [],
  }
}

function ofRatio({ dimension, members, whole, loose }: Task): Split | Unsplit {
  const groups = members.map(({ name, from, to }): Group => ({ name, from: fractionOf(from), to: fractionOf(to) }))
  const part = (read: 'numerator' | 'denominator') =>
    leftOver(
      whole,
      (side) => sum(groups.map((one) => one[side]?.[read] ?? zero)),
      (reading) => reading[read] ?? zero,
    )
  const [top, bottom] = [part('numerator'), part('denominator')]
  // A member whose ratio is absent may still have one of its parts.
  const absent = members.some(({ from, to }) => from === null || to === null)
  const over = top !== null || bottom !== null
  if (over && !absent && !loose) return 'overlap'
  const side = (one: 'from' | 'to'): Fraction => ({
    numerator: top?.[one] ?? zero,
    denominator: bottom?.[one] ?? zero,
  })
  const all = over ? [...groups, { name: rest, from: side('from'), to: side('to') }] : groups
  const { members: kept, merged } = mergeGroups(all, smallest, widest)
  const split = ratioSplit(kept)
  if (split === null) return 'undefined'
  const [found = null] = searchDrivers([{ name: dimension, kind: 'ratio', members: groups }], {
    floor: smallest,
    widest,
  })
  const written = split.parts.map(({ rate, mix, unallocated, ...one }) => ({
    ...shared(members, one),
    effects: { rate, mix, unallocated },
  }))
  const because = becauseOf(split)
  return {
    dimension,
    kind: 'ratio',
    change: split.change,
    parts: ordered(written),
    merged,
    because,
    found: ranked(dimension, found, split.parts),
    turned: [],
  }
}

const ranked = (dimension: string, found: Finding | null, parts: readonly { readonly effect: Rational }[]) =>
  isCrossing(dimension) ? crossingFinding(found, parts) : found

export const fractionOf = (reading: Reading | null): Fraction | null =>
  reading?.numerator == null || reading.denominator === null
    ? null
    : { numerator: reading.numerator, denominator: reading.denominator }

/** What the members leave of the whole; null where it is nothing, or nothing but the last bit of doubles. */
function leftOver(
  whole: Task['whole'],
  added: (side: 'from' | 'to') => Rational,
  read: (reading: Reading) => Rational,
): { readonly from: Rational; readonly to: Rational } | null {
  const side = (one: 'from' | 'to') => {
    const total = read(whole[one])
    const left = minus(total, added(one))
    const noise = whole[one].rounded && Math.abs(toDouble(left)) <= 1e-9 * Math.abs(toDouble(total))
    return noise ? zero : left
  }
  const found = { from: side('from'), to: side('to') }
  return signOf(found.from) === 0 && signOf(found.to) === 0 ? null : found
}

function shared(
  members: readonly Member[],
  { name, presence, from, to, effect }: Pick<Contribution, 'name' | 'presence' | 'from' | 'to' | 'effect'>,
): Omit<SplitPart, 'effects'> {
  const scope = members.find((member) => member.name === name)?.scope ?? null
  const kind = name === others ? 'small' : name === rest ? 'rest' : presence === 'neither' ? 'both' : presence
  return { name, scope: scope && scopeText(scope), member: scope, presence: kind, from, to, effect }
}

/** The largest effect first; what is no member of its own last. */
function ordered(parts: readonly SplitPart[]): readonly SplitPart[] {
  const last = ({ presence }: SplitPart) => (presence === 'rest' ? 2 : presence === 'small' ? 1 : 0)
  return [...parts].sort(
    (a, b) => last(a) - last(b) || order(absolute(b.effect), absolute(a.effect)) || (a.name < b.name ? -1 : 1),
  )
}
