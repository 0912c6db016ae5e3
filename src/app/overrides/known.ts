import type { Override } from '../../domain/override.ts'
import type { Store } from '../../ports.ts'

const known = new WeakMap<Store, Promise<readonly Override[]>>()

/** Every override that ever was, read once until one is set or removed: every question asks for them. */
export function overridesOf(store: Store): Promise<readonly Override[]> {
  let found = known.get(store)
  if (found === undefined) {
    found = store.overrides.list()
    known.set(store, found)
    found.catch(() => known.delete(store))
  }
  return found
}

/** To be called after each act that changes which overrides stand. */
export const forgetOverrides = (store: Store): void => void known.delete(store)
