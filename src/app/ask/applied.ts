import type { BatchPart, Facts, RowEffect } from '../../ports.ts'

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

/**
 * Notes that rows of a dataset whose deliveries overlap became others. What stands there is told by what happened: each event
 * is as a part that came, with the days of the rows that it touched; null where they are not known.
 */
export function noteEffect(facts: Facts, dataset: string, effect: RowEffect | null): void {
  const known = appliedParts(facts)
  const before = known.get(dataset) ?? []
  const rows = effect === null ? 1 : effect.added + effect.changed + effect.removed
  const dated = effect !== null && effect.undated === 0 ? effect.days : null
  const event = {
    ...nothingHappened,
    part: (before.at(-1)?.part ?? 0) + 1,
    rows,
    firstDay: dated?.first ?? null,
    lastDay: dated?.last ?? null,
  }
  const forgotten = { ...event, rows: 1, firstDay: null, lastDay: null }
  known.set(dataset, before.length < eventsKept ? [...before, event] : [forgotten])
}

/** Older ones are forgotten: cells from before them are read again as a whole. */
const eventsKept = 100
const nothingHappened = { file: '', origin: '', fingerprint: '', shape: '', gone: false }

/** The parts that each dataset's table holds at its applied revision. */
export function appliedParts(facts: Facts): Map<string, readonly BatchPart[]> {
  let known = parts.get(facts)
  if (known === undefined) parts.set(facts, (known = new Map()))
  return known
}
