/**
 * A whole number of smallest units shared by weights so that the shares add up to it exactly: each gets its quota rounded down,
 * and what is left goes, one unit each, to the largest remainders, the earlier of equal ones first. Null where all weights
 * are zero. Source: Hamilton's method (largest remainder).
 */
export function apportion(total: bigint, weights: readonly bigint[]): readonly bigint[] | null {
  const sum = weights.reduce((all, weight) => all + weight, 0n)
  if (sum <= 0n) return null
  const size = total < 0n ? -total : total
  const shares = weights.map((weight) => (size * weight) / sum)
  const left = Number(size - shares.reduce((all, share) => all + share, 0n))
  const remainders = weights.map((weight, index) => ({ index, rest: (size * weight) % sum }))
  remainders.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
  for (const { index } of remainders.slice(0, left)) shares[index] = (shares[index] ?? 0n) + 1n
  return total < 0n ? shares.map((share) => -share) : shares
}

/**
 * The same by rounding what is given up to each weight, so that the sum of the first shares is never more than half a unit
 * from what it should be: for many small shares that are added up again. Null where all weights are zero.
 */
export function apportionEvenly(total: bigint, weights: readonly bigint[]): readonly bigint[] | null {
  const sum = weights.reduce((all, weight) => all + weight, 0n)
  if (sum <= 0n) return null
  const size = total < 0n ? -total : total
  let [behind, given] = [0n, 0n]
  return weights.map((weight) => {
    behind += weight
    const upTo = (2n * size * behind + sum) / (2n * sum)
    const share = upTo - given
    given = upTo
    return total < 0n ? -share : share
  })
}
