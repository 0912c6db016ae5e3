import type { Facts } from '../../ports.ts'

const applied = new WeakMap<Facts, Map<string, number>>()

/** The revision of each dataset that the engine's tables hold now; whoever syncs the engine writes it, `ask` stamps answers with it. */
export function appliedRevisions(facts: Facts): Map<string, number> {
  let known = applied.get(facts)
  if (known === undefined) applied.set(facts, (known = new Map()))
  return known
}
