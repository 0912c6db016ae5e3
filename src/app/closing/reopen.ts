import type { Actor } from '../../domain/access.ts'
import { closingIssue } from '../../domain/closing-issues.ts'
import { nearest } from '../../domain/nearest.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { Closing } from '../../ports.ts'
import type { Deps } from '../deps.ts'
import { inTurn } from '../lane.ts'
import { blank } from './close.ts'
import { forgetSeals } from './seals.ts'

/** Takes the newest closing of a period back, for a reason that is kept: its readings are sealed no more, and stay recorded. */
export async function reopen(
  deps: Deps,
  period: string,
  actor: Actor,
  reason: string | null,
): Promise<Result<Closing>> {
  if (reason === null || blank(reason)) return failed(closingIssue('reopen/reason', {}, {}))
  return inTurn(deps.store, 'evaluate tracked', async () => {
    const standing = (await deps.store.seals.closings()).filter(({ reopened }) => reopened === null)
    const closing = standing.find((one) => one.period === period)
    if (closing === undefined) {
      const near = nearest(period, new Set(standing.map((one) => one.period)))
      return failed(closingIssue('reopen/not-closed', { period, near }, {}))
    }
    const reopened = await deps.store.seals.reopen(closing.id, actor, reason)
    deps.fail('reopen:committed')
    forgetSeals(deps.store)
    return ok(reopened)
  })
}
