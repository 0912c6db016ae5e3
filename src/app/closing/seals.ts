import type { SealInForce, Store } from '../../ports.ts'

type Seals = ReadonlyMap<string, SealInForce>

const known = new WeakMap<Store, Promise<Seals>>()

/** The seals in force, read once until one is added or taken back: every question asks for them. */
export function sealsOf(store: Store): Promise<Seals> {
  let seals = known.get(store)
  if (seals === undefined) {
    seals = store.seals.inForce('all')
    known.set(store, seals)
    seals.catch(() => known.delete(store))
  }
  return seals
}

/** To be called after each act that changes which seals are in force. */
export const forgetSeals = (store: Store): void => void known.delete(store)
