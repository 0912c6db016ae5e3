import { close } from '../../app/closing/close.ts'
import { reopen } from '../../app/closing/reopen.ts'
import { acceptRestatement, restatements } from '../../app/closing/restatements.ts'
import { closingView } from '../../app/view/closing.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Context, Handlers } from './context.ts'

/** Publishing periods, and what became of what was published. */
export const closingHandlers: Handlers<'closings' | 'closing' | 'close' | 'reopen' | 'restatements' | 'accept'> = {
  closings: async ({ workspace }) => ok(await workspace.deps.store.seals.closings()),
  closing: ({ workspace }, input) => closingView(workspace.deps, input),
  close: ({ workspace, actor }, { period, reason, evenIfLate }) =>
    told(workspace, close(workspace.deps, { period, reason: reason ?? null, evenIfLate: evenIfLate === true }, actor)),
  reopen: ({ workspace, actor }, { period, reason }) =>
    told(workspace, reopen(workspace.deps, period, actor, reason ?? null)),
  restatements: async ({ workspace }) => ok(await restatements(workspace.deps)),
  accept: ({ workspace, actor }, { reason, ...item }) =>
    told(workspace, acceptRestatement(workspace.deps, { ...item, reason: reason ?? null }, actor)),
}

/** Open pages and kept bodies learn of an act that changed what they show. */
export async function told<T>(workspace: Context['workspace'], act: Promise<Result<T>>): Promise<Result<T>> {
  const done = await act
  if (done.ok) await workspace.changed()
  return done
}
