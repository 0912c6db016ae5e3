import { type Additive, type Amounts, additive, type Contribution } from './additive.ts'
import { type Fraction, type Group, mean, type RatioPart, ratioSplit, type Weighting } from './ratio.ts'
import { plus, type Rational, sum, times, zero } from './rational.ts'

/** Members of members: a region's cities, a department's teams. A leaf has none below it. */
export type Nested<T> = { readonly name: string; readonly below: readonly Nested<T>[] } | T

export interface NestedContribution extends Contribution {
  readonly below: readonly NestedContribution[]
}

export interface NestedAdditive extends Omit<Additive, 'parts'> {
  readonly parts: readonly NestedContribution[]
}

/** Contributions down a hierarchy: on every level the parts add up to their parent's effect, exactly. */
export function nestedAdditive(members: readonly Nested<Amounts>[]): NestedAdditive {
  const whole = additive(members.map(amountsOf))
  const parts = whole.parts.map((part, index): NestedContribution => {
    const member = members[index]
    const below = member === undefined || !('below' in member) ? [] : nestedAdditive(member.below).parts
    return { ...part, below }
  })
  return { ...whole, parts }
}

function amountsOf(member: Nested<Amounts>): Amounts {
  if (!('below' in member)) return member
  const below = member.below.map(amountsOf)
  return { name: member.name, from: joint(below.map((one) => one.from)), to: joint(below.map((one) => one.to)) }
}

const joint = (amounts: readonly (Rational | null)[]): Rational | null => {
  const there = amounts.filter((amount) => amount !== null)
  return there.length === 0 ? null : sum(there)
}

export interface NestedRatioPart extends RatioPart {
  /** Its own rate effect split further: these effects add up to its `rate`. */
  readonly below: readonly NestedRatioPart[]
}

/**
 * Rate and mix down a hierarchy: a member's rate effect is itself rate and mix of the members below it, in parts of the whole's
 * change. Symmetric weights, because only these add up on every level. Null where the whole is undefined.
 */
export function nestedRatio(members: readonly Nested<Group>[]): readonly NestedRatioPart[] | null {
  const split = ratioSplit(members.map(groupOf), symmetric)
  if (split === null) return null
  return split.parts.map((part, index): NestedRatioPart => {
    const member = members[index]
    const own = member !== undefined && 'below' in member && part.presence === 'both' ? nestedRatio(member.below) : null
    const weight = mean(part.weightFrom, part.weightTo)
    return { ...part, below: (own ?? []).map((one) => scaled(one, weight)) }
  })
}

const symmetric: Weighting = 'symmetric'

/** A part of a part, told in parts of the whole. */
function scaled(part: NestedRatioPart, weight: Rational): NestedRatioPart {
  const by = (effect: Rational) => times(weight, effect)
  return {
    ...part,
    rate: by(part.rate),
    mix: by(part.mix),
    interaction: by(part.interaction),
    unallocated: by(part.unallocated),
    effect: by(part.effect),
    below: part.below.map((one) => scaled(one, weight)),
  }
}

function groupOf(member: Nested<Group>): Group {
  if (!('below' in member)) return member
  const below = member.below.map(groupOf)
  return {
    name: member.name,
    from: jointFraction(below.map((one) => one.from)),
    to: jointFraction(below.map((one) => one.to)),
  }
}

/** Several fractions of one whole as one: numerators and denominators add, never the ratios. */
export function jointFraction(fractions: readonly (Fraction | null)[]): Fraction | null {
  const there = fractions.filter((fraction) => fraction !== null)
  if (there.length === 0) return null
  return there.reduce(
    (all, { numerator, denominator }) => ({
      numerator: plus(all.numerator, numerator),
      denominator: plus(all.denominator, denominator),
    }),
    { numerator: zero, denominator: zero },
  )
}
