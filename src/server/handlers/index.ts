import type { Client } from '../../contract/client.ts'
import type { Input, Output } from '../../contract/contract.ts'
import type { EndpointName } from '../../contract/paths.ts'
import type { Result } from '../../domain/result.ts'
import { closingHandlers } from './closing.ts'
import type { Context, Handlers } from './context.ts'
import { dataHandlers } from './data.ts'
import { documentHandlers } from './documents.ts'
import { numberHandlers } from './numbers.ts'
import { overrideHandlers } from './overrides.ts'
import { signalHandlers } from './signals.ts'

/** One handler for every endpoint of the contract; a missing one does not compile. */
export const handlers: Handlers<EndpointName> = {
  ...numberHandlers,
  ...documentHandlers,
  ...dataHandlers,
  ...closingHandlers,
  ...overrideHandlers,
  ...signalHandlers,
}

/** The same calls without a network: what a command uses when it has opened the workspace itself. */
export function localClient(context: Context): Client {
  const bound =
    <N extends EndpointName>(name: N) =>
    (input: Input<N>): Promise<Result<Output<N>>> =>
      handlers[name](context, input)
  return {
    workspace: bound('workspace'),
    scorecard: bound('scorecard'),
    kpi: bound('kpi'),
    explain: bound('explain'),
    scorecardSummary: bound('scorecardSummary'),
    outlook: bound('outlook'),
    kpiSummary: bound('kpiSummary'),
    drivers: bound('drivers'),
    forecast: bound('forecast'),
    effect: bound('effect'),
    leading: bound('leading'),
    pace: bound('pace'),
    signals: bound('signals'),
    confirmLimits: bound('confirmLimits'),
    dismissSignal: bound('dismissSignal'),
    undoRuling: bound('undoRuling'),
    replayAlerts: bound('replayAlerts'),
    alerts: bound('alerts'),
    changes: bound('changes'),
    ask: bound('ask'),
    document: bound('document'),
    saveDocument: bound('saveDocument'),
    plan: bound('plan'),
    apply: bound('apply'),
    proposal: bound('proposal'),
    applyProposal: bound('applyProposal'),
    restate: bound('restate'),
    batches: bound('batches'),
    setAside: bound('setAside'),
    late: bound('late'),
    undo: bound('undo'),
    load: bound('load'),
    refresh: bound('refresh'),
    enter: bound('enter'),
    enterTargets: bound('enterTargets'),
    closings: bound('closings'),
    closing: bound('closing'),
    close: bound('close'),
    reopen: bound('reopen'),
    restatements: bound('restatements'),
    accept: bound('accept'),
    overrides: bound('overrides'),
    override: bound('override'),
    removeOverride: bound('removeOverride'),
  }
}
