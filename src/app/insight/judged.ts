import type { Chart, Signals } from '../../insight/signals/index.ts'

/** Of signals what travels between threads: plain data. */
export interface Judged extends Pick<Signals, 'policy' | 'alerts' | 'proposal' | 'facts'> {
  readonly chart: Pick<Chart, 'periods' | 'findings'>
}

export const judgedOf = ({ policy, alerts, proposal, facts, chart }: Signals): Judged => ({
  policy,
  alerts,
  proposal,
  facts,
  chart: { periods: chart.periods, findings: chart.findings },
})
