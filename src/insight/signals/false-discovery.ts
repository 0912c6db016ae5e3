/**
 * Which of many chances to believe when one list is read over many KPIs (Benjamini and Hochberg 1995): of those returned, an
 * expected share of at most `rate` is false. Gives indexes in order of their chance.
 */
export function falseDiscoveries(chances: readonly number[], rate: number): readonly number[] {
  const order = chances.map((_, index) => index).sort((a, b) => (chances[a] ?? 1) - (chances[b] ?? 1))
  const last = order.findLastIndex((at, rank) => (chances[at] ?? 1) <= (rate * (rank + 1)) / chances.length)
  return order.slice(0, last + 1)
}
