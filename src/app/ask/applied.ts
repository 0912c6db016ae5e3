import type { BatchPart, Facts } from '../../ports.ts'

const applied = new WeakMap<Facts, Map<string, number>>()

/** The revision of each dataset that the engine's tables hold now; whoever syncs the engine writes it, `ask` stamps answers with it. */
export function appliedRevisions(facts: Facts): Map<string, number> {
  let known = applied.get(facts)
  if (known === undefined) applied.set(facts, (known = new Map()))
  return known
}

const turns = new WeakMap<Facts, Map<string, number>>()

/** How often each dataset's table began or ended to change: odd while it does. Rows that were read between may be either's. */
export function tableTurns(facts: Facts): Map<string, number> {
  let known = turns.get(facts)
  if (known === undefined) turns.set(facts, (known = new Map()))
  return known
}

/** Runs an act that changes a dataset's table and says so. */
export async function turning<T>(facts: Facts, dataset: string, act: () => Promise<T>): Promise<T> {
  const known = tableTurns(facts)
  const turn = () => known.set(dataset, (known.get(dataset) ?? 0) + 1)
  turn()
  return act().finally(turn)
}

/** Whether a table is changing now. */
export const isTurning = (facts: Facts, dataset: string): boolean => (tableTurns(facts).get(dataset) ?? 0) % 2 === 1

const parts = new WeakMap<Facts, Map<string, readonly BatchPart[]>>()

/** The parts that each dataset's table holds at its applied revision. */
export function appliedParts(facts: Facts): Map<string, readonly BatchPart[]> {
  let known = parts.get(facts)
  if (known === undefined) parts.set(facts, (known = new Map()))
  return known
}
