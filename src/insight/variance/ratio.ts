import { type Presence, presenceOf } from './additive.ts'
import { half, isZero, minus, over, plus, type Rational, sum, times, zero } from './rational.ts'

export interface Fraction {
  readonly numerator: Rational
  readonly denominator: Rational
}

/** A member's numerator and denominator in two readings; null where it has neither. */
export interface Group {
  readonly name: string
  readonly from: Fraction | null
  readonly to: Fraction | null
}

export interface RatioPart {
  readonly name: string
  readonly presence: Presence
  /** Its own ratio before and after; null where its denominator is zero. */
  readonly from: Rational | null
  readonly to: Rational | null
  /** Its share of the denominator before and after. */
  readonly weightFrom: Rational
  readonly weightTo: Rational
  /** From its own ratio having changed. */
  readonly rate: Rational
  /** From its share having changed: more of what is above the average raises the whole. */
  readonly mix: Rational
  /** From both at once; zero in the symmetric split. */
  readonly interaction: Rational
  /** Numerator without a denominator: it moves the whole, but belongs to no ratio. */
  readonly unallocated: Rational
  readonly effect: Rational
}

export interface RatioSplit {
  readonly from: Rational
  readonly to: Rational
  readonly change: Rational
  readonly rate: Rational
  readonly mix: Rational
  readonly interaction: Rational
  readonly unallocated: Rational
  readonly parts: readonly RatioPart[]
}

/** `symmetric`: rate and mix, each at the mean of both readings. `base`: at the first reading, with their interaction apart. */
export type Weighting = 'symmetric' | 'base'

/**
 * The change of Σ numerator ÷ Σ denominator as rate and mix of its members, exactly (Kitagawa 1955; three parts as Oaxaca).
 * A new or gone member takes its ratio from the other reading, so all of it is mix. Null where the whole is undefined.
 */
export function ratioSplit(groups: readonly Group[], weighting: Weighting = 'symmetric'): RatioSplit | null {
  const before = wholeOf(groups.map((group) => group.from))
  const after = wholeOf(groups.map((group) => group.to))
  if (before === null || after === null) return null
  const parts = groups.map((group) => partOf(group, before, after, weighting))
  const total = (read: (part: RatioPart) => Rational) => sum(parts.map(read))
  return {
    from: before.ratio,
    to: after.ratio,
    change: minus(after.ratio, before.ratio),
    rate: total(({ rate }) => rate),
    mix: total(({ mix }) => mix),
    interaction: total(({ interaction }) => interaction),
    unallocated: total(({ unallocated }) => unallocated),
    parts,
  }
}

interface Whole {
  readonly denominator: Rational
  readonly ratio: Rational
}

function wholeOf(fractions: readonly (Fraction | null)[]): Whole | null {
  const denominator = sum(fractions.map((one) => one?.denominator ?? zero))
  const ratio = over(sum(fractions.map((one) => one?.numerator ?? zero)), denominator)
  return ratio === null ? null : { denominator, ratio }
}

function partOf({ name, from, to }: Group, before: Whole, after: Whole, weighting: Weighting): RatioPart {
  const [was, is] = [ownRatio(from), ownRatio(to)]
  const weightFrom = share(from?.denominator ?? zero, before)
  const weightTo = share(to?.denominator ?? zero, after)
  const [r0, r1] = [was ?? is ?? zero, is ?? was ?? zero]
  const moved = minus(weightTo, weightFrom)
  const turned = minus(r1, r0)
  const symmetric = weighting === 'symmetric'
  const rate = times(symmetric ? mean(weightFrom, weightTo) : weightFrom, turned)
  const against = symmetric ? minus(mean(r0, r1), mean(before.ratio, after.ratio)) : minus(r0, before.ratio)
  const mix = times(moved, against)
  const interaction = symmetric ? zero : times(moved, turned)
  const unallocated = minus(orphan(to, after), orphan(from, before))
  return {
    name,
    presence: presenceOf(was, is),
    from: was,
    to: is,
    weightFrom,
    weightTo,
    rate,
    mix,
    interaction,
    unallocated,
    effect: sum([rate, mix, interaction, unallocated]),
  }
}

const ownRatio = (fraction: Fraction | null): Rational | null =>
  fraction === null ? null : over(fraction.numerator, fraction.denominator)

const orphan = (fraction: Fraction | null, whole: Whole): Rational =>
  fraction !== null && isZero(fraction.denominator) ? share(fraction.numerator, whole) : zero

/** The denominator of a whole is never zero here. */
const share = (part: Rational, whole: Whole): Rational => over(part, whole.denominator) ?? zero

export const mean = (a: Rational, b: Rational): Rational => times(half, plus(a, b))
