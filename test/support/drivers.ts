import { expect } from 'vitest'
import { add, compare, parseDecimal } from '../../src/domain/decimal.ts'
import type { DriverNode, DriversView } from '../../src/domain/drivers-view.ts'

const exact = (text: string | number) => {
  const found = parseDecimal(String(text))
  if (found === null) throw new Error(`not a decimal: ${text}`)
  return found
}

/** Whether texts add up to another, to the last digit. */
export function addsUp(parts: readonly string[], total: string | null): boolean {
  return compare(parts.map(exact).reduce(add, exact('0')), exact(total ?? 'none')) === 0
}

/** Every sum of shown texts that a reader can check. */
export function expectSums(found: Pick<DriversView, 'splits' | 'shownChange' | 'tree'>): void {
  for (const split of found.splits) {
    expect(
      addsUp(
        split.parts.map(({ shown }) => shown),
        found.shownChange,
      ),
    ).toBe(true)
    if (split.kind !== 'ratio') continue
    const totals = [split.rate, split.mix, split.unallocated].map((one) => one?.shown ?? 'none')
    expect(addsUp(totals, found.shownChange)).toBe(true)
    for (const part of split.parts) {
      const effects = [part.rate, part.mix, part.unallocated].map((one) => one?.shown ?? 'none')
      expect(addsUp(effects, part.shown)).toBe(true)
    }
  }
  if (found.tree !== null) expect(addsUp(leaves(found.tree), found.shownChange)).toBe(true)
}

const leaves = (node: DriverNode): string[] => (node.below.length === 0 ? [node.shown] : node.below.flatMap(leaves))
