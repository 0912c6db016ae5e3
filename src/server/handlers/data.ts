import { enter } from '../../app/enter.ts'
import { undo } from '../../app/undo.ts'
import { batchViews, lateView, setAsideRows } from '../../app/view/batches.ts'
import { ok } from '../../domain/result.ts'
import type { Handlers } from './context.ts'

/** Rows coming in: what arrived, and the acts that change it. */
export const dataHandlers: Handlers<'batches' | 'setAside' | 'late' | 'undo' | 'load' | 'refresh' | 'enter'> = {
  batches: async ({ workspace }, { dataset }) => ok(await batchViews(workspace.deps, dataset)),
  setAside: ({ workspace }, { batch }) => setAsideRows(workspace.deps, batch),
  late: ({ workspace }, { batch }) => lateView(workspace.deps, batch),
  undo: async ({ workspace, actor }, { batch, reason }) => {
    const done = await undo(workspace.deps, batch, actor, reason ?? null)
    if (!done.ok) return done
    await workspace.changed()
    const { dataset, revision, restored } = done.value
    return ok({ dataset, batch, revision, restored })
  },
  load: async ({ workspace, actor }, { datasets }) => ok(await workspace.load(datasets, actor)),
  refresh: async ({ workspace, actor }) => {
    const { loads, evaluation } = await workspace.refresh(actor)
    return ok({ loads, changes: evaluation.changes })
  },
  enter: async ({ workspace, actor }, input) => {
    const { kpi, period, unit, value, numerator, denominator, note } = input
    const typed = { ...given({ value, numerator, denominator, note }), kpi, period, unit: unit ?? null }
    const done = await enter(workspace.deps, typed, actor)
    if (!done.ok) return done
    if (done.value.batch !== null) await workspace.changed()
    return done
  },
}

/** Only the fields that say something. */
function given(fields: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, value] of Object.entries(fields)) if (value != null && value !== '') found[name] = value
  return found
}
