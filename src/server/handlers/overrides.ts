import { override, overrideViews, removeOverride } from '../../app/overrides/override.ts'
import { ok } from '../../domain/result.ts'
import { told } from './closing.ts'
import type { Handlers } from './context.ts'

/** Values that people set by hand. */
export const overrideHandlers: Handlers<'overrides' | 'override' | 'removeOverride'> = {
  overrides: async ({ workspace }) => ok(await overrideViews(workspace.deps)),
  override: ({ workspace, actor }, { reason, until, ...item }) =>
    told(workspace, override(workspace.deps, { ...item, reason: reason ?? null, until: until ?? null }, actor)),
  removeOverride: ({ workspace, actor }, { reason, ...item }) =>
    told(workspace, removeOverride(workspace.deps, { ...item, reason: reason ?? null }, actor)),
}
