import { type Group, ratioSplit } from './ratio.ts'
import { absolute, over, type Rational, sum, toDouble, zero } from './rational.ts'
import { becauseOf, type Finding } from './search.ts'

/** A crossing has many more cells than a dimension has members: it must tell this much more to stand before one. */
const crossingPrice = 0.1

/** Of all that its cells moved, up and down, the named ones must be this share: else the largest of many is named by luck. */
const leastOfGross = 1 / 3

/** A finding among the cells of two crossed dimensions as it ranks beside those of single ones; null where it may be luck. */
export function crossingFinding(
  found: Finding | null,
  parts: readonly { readonly effect: Rational }[],
): Finding | null {
  if (found === null) return null
  const gross = sum(parts.map(({ effect }) => absolute(effect)))
  const named = sum(found.members.map(({ effect }) => absolute(effect)))
  const share = toDouble(over(named, gross) ?? zero)
  return share < leastOfGross ? null : { ...found, score: found.score - crossingPrice }
}

/**
 * Whether a member's own ratio moved against every group inside it that stayed (Simpson): then naming the member misleads, for
 * inside it shares shifted. Groups are its cells with another dimension.
 */
export function turnedInside(cells: readonly Group[]): boolean {
  const split = ratioSplit(cells)
  return split !== null && becauseOf(split) === 'paradox'
}
