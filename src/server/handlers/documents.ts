import { applyChange } from '../../app/definitions/apply.ts'
import { planChange } from '../../app/definitions/plan.ts'
import { applyProposal } from '../../app/definitions/proposal.ts'
import { restateHistory } from '../../app/definitions/restate.ts'
import { documentView, saveDocument } from '../../app/definitions/save.ts'
import { enterTargets } from '../../app/enter-targets.ts'
import { planView } from '../../app/view/plan.ts'
import { usualVersion } from '../../domain/target/version.ts'
import type { Handlers } from './context.ts'

/** Definitions as text. */
export const documentHandlers: Handlers<
  'document' | 'saveDocument' | 'enterTargets' | 'plan' | 'apply' | 'proposal' | 'applyProposal' | 'restate'
> = {
  document: ({ workspace }, { kind, id }) => documentView(workspace, kind, id),
  saveDocument: ({ workspace, actor }, { reason, ...wanted }) => saveDocument(workspace, wanted, actor, reason ?? null),
  enterTargets: ({ workspace, actor }, { kpi, version, grid, ...said }) => {
    const { approvedBy = null, because = null, basedOn = null } = said
    const pasted = { kpi, version: version ?? usualVersion, grid, approvedBy, because, basedOn }
    return enterTargets(workspace, pasted, actor)
  },
  plan: ({ workspace, actor }, { files }) => planChange(workspace, files, actor),
  apply: ({ workspace, actor }, { files, base, reason }) =>
    applyChange(workspace, { files, base: base ?? null }, actor, reason ?? null),
  proposal: ({ workspace, actor }, input) => planView(workspace, input, actor),
  applyProposal: ({ workspace, actor }, { base, reason }) => applyProposal(workspace, base, actor, reason ?? null),
  restate: ({ workspace, actor }, { kpi, approve, undo, reason }) =>
    restateHistory(workspace, { kpi, approve: approve === true, undo: undo === true, reason: reason ?? null }, actor),
}
