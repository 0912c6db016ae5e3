import { type Amounts, additive } from './additive.ts'
import { jointFraction } from './hierarchy.ts'
import { type Fraction, type Group, ratioSplit } from './ratio.ts'
import { absolute, minus, order, over, plus, type Rational, signOf, sum, toDouble, zero } from './rational.ts'

/** A dimension and its members' readings: amounts of a sum, or fractions of a ratio. */
export type Dimension =
  | { readonly name: string; readonly kind: 'sum'; readonly members: readonly Amounts[] }
  | { readonly name: string; readonly kind: 'ratio'; readonly members: readonly Group[] }

export interface SearchOptions {
  /** Members below this share of the whole, before and after, are told as one; 1 % unless stated. */
  readonly floor?: number
  /** So many members are told apart at most, the smallest as one; all unless stated. */
  readonly widest?: number
  /** How many members may be named; 3 unless stated. */
  readonly most?: number
}

/** The few members of one dimension that tell most of a change. */
export interface Finding {
  readonly dimension: string
  /** Largest effect first. */
  readonly members: readonly { readonly name: string; readonly effect: Rational }[]
  /** How much of the change they add up to: 1 is all of it, more than 1 that others took some back. */
  readonly explained: number
  /** How much of the whole they are: a finding says something when it explains more than its size. */
  readonly size: number
  readonly score: number
  /** For a ratio: what moved it, and whether its members moved the other way. */
  readonly because: Because | null
}

/**
 * `rate`: the members' own ratios; `mix`: their shares; `both`: in the same direction. `paradox`: every member that stayed moved
 * against the whole, or not at all (Simpson); the whole moved by mix alone and a reader must be told.
 */
export type Because = 'rate' | 'mix' | 'both' | 'paradox'

/** A further member is worth naming when it explains at least this much more than its size. */
const memberPrice = 0.05

/**
 * What moved it: dimensions ranked by how much of the change few members explain beyond their size. A member that merely grew with
 * the whole explains nothing. Members under the floor stand together as `others` and are never named.
 */
export function searchDrivers(dimensions: readonly Dimension[], options: SearchOptions = {}): readonly Finding[] {
  const found = dimensions.flatMap((dimension) => finding(dimension, options) ?? [])
  return found.sort((a, b) => b.score - a.score || (a.dimension < b.dimension ? -1 : 1))
}

interface Weighed {
  readonly name: string
  readonly effect: Rational
  readonly size: Rational
}

function finding(
  dimension: Dimension,
  { floor = 0.01, widest = Number.POSITIVE_INFINITY, most = 3 }: SearchOptions,
): Finding | null {
  const told =
    dimension.kind === 'sum' ? sumParts(dimension.members, floor, widest) : ratioParts(dimension.members, floor, widest)
  if (told === null || signOf(told.change) === 0 || told.parts.length < 2) return null
  const { change } = told
  const direction = signOf(change)
  const inDirection = told.parts
    .filter(({ name, effect }) => name !== others && signOf(effect) === direction)
    .sort((a, b) => order(absolute(b.effect), absolute(a.effect)) || (a.name < b.name ? -1 : 1))
  let best: Finding | null = null
  for (let count = 1; count <= Math.min(most, inDirection.length); count++) {
    const members = inDirection.slice(0, count)
    const explained = toDouble(over(sum(members.map(({ effect }) => effect)), change) ?? zero)
    const size = toDouble(sum(members.map((one) => one.size)))
    // What is explained twice over is as far from the truth as what is not explained.
    const score = 1 - Math.abs(1 - explained) - size - memberPrice * (count - 1)
    if (best === null || score > best.score)
      best = {
        dimension: dimension.name,
        members: members.map(({ name, effect }) => ({ name, effect })),
        explained,
        size,
        score,
        because: told.because,
      }
  }
  return best
}

interface Told {
  readonly change: Rational
  readonly parts: readonly Weighed[]
  readonly because: Because | null
}

function sumParts(members: readonly Amounts[], floor: number, widest: number): Told | null {
  const { change, parts } = additive(mergeAmounts(members, floor, widest).members)
  const whole = (read: 'from' | 'to') => sum(parts.map((part) => absolute(part[read] ?? zero)))
  const both = plus(whole('from'), whole('to'))
  const sizes = parts.map((part) => over(plus(absolute(part.from ?? zero), absolute(part.to ?? zero)), both) ?? zero)
  return {
    change,
    because: null,
    parts: parts.map(({ name, effect }, at) => ({ name, effect, size: sizes[at] ?? zero })),
  }
}

function ratioParts(members: readonly Group[], floor: number, widest: number): Told | null {
  const split = ratioSplit(mergeGroups(members, floor, widest).members)
  if (split === null) return null
  const weights = split.parts.map((part) => plus(absolute(part.weightFrom), absolute(part.weightTo)))
  const all = sum(weights)
  const parts = split.parts.map(({ name, effect }, at) => ({
    name,
    effect,
    size: over(weights[at] ?? zero, all) ?? zero,
  }))
  return { change: split.change, because: becauseOf(split), parts }
}

/** A smaller effect in the same direction is worth a word from this share of the larger one on. */
const partner = 0.25

/** Which effect carries the change, and whether its members contradict it. */
export function becauseOf(split: NonNullable<ReturnType<typeof ratioSplit>>): Because {
  const direction = signOf(split.change)
  const stayed = split.parts.filter(({ presence }) => presence === 'both')
  const turned = stayed.map(({ from, to }) => signOf(minus(to ?? zero, from ?? zero)))
  const against = turned.every((sign) => sign !== direction) && turned.some((sign) => sign === -direction)
  if (direction !== 0 && stayed.length > 1 && against) return 'paradox'
  const [rate, mix] = [toDouble(split.rate), toDouble(split.mix)]
  const [less, more] = [rate, mix].map(Math.abs).sort((a, b) => a - b)
  const alike = Math.sign(rate) === Math.sign(mix) && (less ?? 0) >= partner * (more ?? 0)
  return alike ? 'both' : Math.abs(mix) > Math.abs(rate) ? 'mix' : 'rate'
}

/** The name of members that are too small to be told apart. */
export const others = '(others)'

export interface Merged<T> {
  readonly members: readonly T[]
  /** How many stand together under `others`. */
  readonly merged: number
}

/**
 * Members whose amounts are below a share of all amounts on both sides, as one, and the smallest of more than `widest`; the
 * sums stay what they were.
 */
export function mergeAmounts(
  members: readonly Amounts[],
  floor: number,
  widest = Number.POSITIVE_INFINITY,
): Merged<Amounts> {
  const share = sharesOf(
    members.map(({ from }) => from),
    members.map(({ to }) => to),
  )
  const join = (small: readonly Amounts[]): Amounts => ({
    name: others,
    from: jointAmount(small.map(({ from }) => from)),
    to: jointAmount(small.map(({ to }) => to)),
  })
  return merge(members, share, { floor, widest }, join)
}

/** Members whose denominators are below a share of all, or that are the smallest of too many, as one: their numerators and denominators add. */
export function mergeGroups(
  members: readonly Group[],
  floor: number,
  widest = Number.POSITIVE_INFINITY,
): Merged<Group> {
  const weight = (fraction: Fraction | null) => fraction?.denominator ?? null
  const share = sharesOf(
    members.map(({ from }) => weight(from)),
    members.map(({ to }) => weight(to)),
  )
  const join = (small: readonly Group[]): Group => ({
    name: others,
    from: jointFraction(small.map(({ from }) => from)),
    to: jointFraction(small.map(({ to }) => to)),
  })
  return merge(members, share, { floor, widest }, join)
}

function merge<T>(
  members: readonly T[],
  share: readonly number[],
  { floor, widest }: { readonly floor: number; readonly widest: number },
  join: (small: readonly T[]) => T,
): Merged<T> {
  const inOrder = share.map((_, index) => index).sort((a, b) => (share[b] ?? 0) - (share[a] ?? 0) || a - b)
  const told = new Set(inOrder.slice(0, inOrder.length > widest ? widest - 1 : inOrder.length))
  const isLarge = (index: number) => told.has(index) && (share[index] ?? 0) >= floor
  const small = members.filter((_, index) => !isLarge(index))
  if (small.length < 2) return { members, merged: 0 }
  const large = members.filter((_, index) => isLarge(index))
  return { members: [...large, join(small)], merged: small.length }
}

/** The larger of each member's shares on the two sides. */
function sharesOf(from: readonly (Rational | null)[], to: readonly (Rational | null)[]): readonly number[] {
  const side = (amounts: readonly (Rational | null)[]) => {
    const sizes = amounts.map((amount) => absolute(amount ?? zero))
    const all = sum(sizes)
    return sizes.map((size) => toDouble(over(size, all) ?? zero))
  }
  const [before, after] = [side(from), side(to)]
  return before.map((share, index) => Math.max(share, after[index] ?? 0))
}

function jointAmount(amounts: readonly (Rational | null)[]): Rational | null {
  const there = amounts.filter((amount) => amount !== null)
  return there.length === 0 ? null : sum(there)
}
