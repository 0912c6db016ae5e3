import type { Store } from '../ports.ts'

const lanes = new WeakMap<Store, Map<string, Promise<unknown>>>()

/** Runs acts that change one dataset's facts one after another, in the order they were asked for; other datasets go on. */
export function inTurn<T>(store: Store, dataset: string, act: () => Promise<T>): Promise<T> {
  let queues = lanes.get(store)
  if (queues === undefined) lanes.set(store, (queues = new Map()))
  const before = queues.get(dataset) ?? Promise.resolve()
  const mine = before.then(act, act)
  // The next act waits for this one, whether or not it failed; its failure belongs to its own caller.
  queues.set(
    dataset,
    mine.catch(() => undefined),
  )
  return mine
}
