import { minus, over, type Rational, sum, zero } from './rational.ts'

/** A member's amount in two readings of the same thing; null where it has none. */
export interface Amounts {
  readonly name: string
  readonly from: Rational | null
  readonly to: Rational | null
}

/** `both`: there before and after. `new` and `gone`: on one side only. */
export type Presence = 'both' | 'new' | 'gone' | 'neither'

export interface Contribution {
  readonly name: string
  readonly presence: Presence
  readonly from: Rational | null
  readonly to: Rational | null
  /** What it adds to the change, in the KPI's own unit. */
  readonly effect: Rational
  /** What it adds to the growth: effect ÷ base total; null where the base is zero. */
  readonly growth: Rational | null
}

export interface Additive {
  readonly from: Rational
  readonly to: Rational
  readonly change: Rational
  readonly parts: readonly Contribution[]
}

/** The change of a sum as the sum of its members' changes, exactly. A member without an amount on one side is new or gone. */
export function additive(members: readonly Amounts[]): Additive {
  const from = sum(members.map((one) => one.from ?? zero))
  const to = sum(members.map((one) => one.to ?? zero))
  const parts = members.map((one): Contribution => {
    const effect = minus(one.to ?? zero, one.from ?? zero)
    return { ...one, presence: presenceOf(one.from, one.to), effect, growth: over(effect, from) }
  })
  return { from, to, change: minus(to, from), parts }
}

export function presenceOf(from: unknown, to: unknown): Presence {
  if (from === null) return to === null ? 'neither' : 'new'
  return to === null ? 'gone' : 'both'
}
