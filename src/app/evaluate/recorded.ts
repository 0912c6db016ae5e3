import { setImmediate } from 'node:timers/promises'
import type { Answer } from '../../domain/answer.ts'
import { differs, parseReading, readingText, type TrackedReading } from '../../domain/change.ts'
import type { Store } from '../../ports.ts'

/** An answer that may be another than the recorded one, and the change that recorded that; null where none did. */
export interface Other {
  readonly after: Answer
  readonly change: number | null
}

/** How many answers are looked at before others have their turn. */
const perTurn = 5_000

/**
 * The answers that are others than what the ledger has of their items, in their order. Only readings as text are read, KPI by KPI
 * and in blocks, because thousands of units have hundreds of thousands of answers, and hardly any of them is another.
 */
export async function otherThanRecorded(
  store: Pick<Store, 'changes'>,
  answers: readonly Answer[],
  from: string | null,
): Promise<readonly Other[]> {
  const places = new Map<string, number[]>()
  for (const [place, { kpi }] of answers.entries()) {
    const own = places.get(kpi)
    if (own === undefined) places.set(kpi, [place])
    else own.push(place)
  }
  const others: { readonly place: number; readonly other: Other }[] = []
  for (const [kpi, own] of places) {
    const known = await readingsOf(store, kpi, from)
    for (const [count, place] of own.entries()) {
      const after = answers[place]
      const recorded = after && known.get(after.scope)?.get(after.period)
      if (after !== undefined && !stands(recorded, after))
        others.push({ place, other: { after, change: recorded?.change ?? null } })
      if (count % perTurn === perTurn - 1) await setImmediate()
    }
  }
  return others.sort((a, b) => a.place - b.place).map(({ other }) => other)
}

/** A KPI's recorded readings by scope, then by period. */
async function readingsOf(
  store: Pick<Store, 'changes'>,
  kpi: string,
  from: string | null,
): Promise<ReadonlyMap<string, ReadonlyMap<string, TrackedReading>>> {
  const known = new Map<string, Map<string, TrackedReading>>()
  for await (const block of store.changes.readings(kpi, from)) {
    for (const one of block) {
      const own = known.get(one.scope)
      if (own === undefined) known.set(one.scope, new Map([[one.period, one]]))
      else own.set(one.period, one)
    }
    await setImmediate()
  }
  return known
}

function stands(recorded: TrackedReading | undefined, after: Answer): boolean {
  if (recorded?.reading == null) return false
  return recorded.reading === readingText(after) || !differs(parseReading(recorded.reading), after)
}
