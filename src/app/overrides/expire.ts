import { inForce } from '../../domain/override.ts'
import { isoInstant } from '../../time/zone.ts'
import { appliedRevisions } from '../ask/applied.ts'
import { nowOf } from '../ask.ts'
import type { Deps } from '../deps.ts'
import { forgetOverrides, overridesOf } from './known.ts'

/** Overrides that ran out are marked as removed, so that the next evaluation knows when they ended. */
export async function expireOverrides(deps: Pick<Deps, 'catalog' | 'clock' | 'facts' | 'store'>): Promise<void> {
  const now = isoInstant(nowOf(deps))
  const over = (await overridesOf(deps.store)).filter(
    (one) => one.removed === null && !inForce(one, now, appliedRevisions(deps.facts)),
  )
  if (over.length === 0) return
  const at = isoInstant(deps.clock.now())
  for (const { id, until } of over)
    await deps.store.overrides.remove(id, { id: 'bellwether' }, `ran out: ${until ?? ''}`, at)
  forgetOverrides(deps.store)
}
