import { replayAlerts } from '../../app/alerts/replay.ts'
import { alertIncidents } from '../../app/alerts/view.ts'
import { confirmLimits, dismissSignal, undoRuling } from '../../app/signals/rulings.ts'
import { signalsView } from '../../app/signals.ts'
import type { Result } from '../../domain/result.ts'
import { type Context, type Handlers, questionDeps } from './context.ts'

/** Whether KPIs changed, and what people say of it. */
export const signalHandlers: Handlers<
  'signals' | 'confirmLimits' | 'dismissSignal' | 'undoRuling' | 'replayAlerts' | 'alerts'
> = {
  signals: (context, input) => signalsView(questionDeps(context), input, context.actor),
  alerts: ({ workspace }, input) => alertIncidents(workspace.deps, input),
  replayAlerts: (context, input) => replayAlerts(questionDeps(context), input, context.actor),
  confirmLimits: ({ workspace, actor }, { reason, evenSo, ...place }) =>
    told(
      workspace,
      confirmLimits(workspace.deps, { ...place, reason: reason ?? null, evenSo: evenSo === true }, actor),
    ),
  dismissSignal: ({ workspace, actor }, { reason, rule, ...place }) =>
    told(workspace, dismissSignal(workspace.deps, { ...place, reason: reason ?? null, rule: rule ?? null }, actor)),
  undoRuling: ({ workspace, actor }, { ruling, reason }) =>
    told(workspace, undoRuling(workspace.deps, { ruling, reason: reason ?? null }, actor)),
}

/** Open pages show a word as soon as it is given; no number changes by it. */
async function told<T>(workspace: Context['workspace'], act: Promise<Result<T>>): Promise<Result<T>> {
  const done = await act
  if (done.ok) workspace.tellRulings()
  return done
}
