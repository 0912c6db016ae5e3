import type { Chart, ChartSegment, Signals } from '../../insight/signals/index.ts'

/** Of signals what travels between threads: plain data. */
export interface Judged extends Pick<Signals, 'policy' | 'alerts' | 'proposal' | 'facts'> {
  readonly chart: Pick<Chart, 'periods' | 'findings'> & {
    readonly segments: readonly Pick<ChartSegment, 'from' | 'until' | 'reason' | 'status' | 'points' | 'kind'>[]
  }
}

export const judgedOf = ({ policy, alerts, proposal, facts, chart }: Signals): Judged => ({
  policy,
  alerts,
  proposal,
  facts,
  chart: {
    periods: chart.periods,
    findings: chart.findings,
    segments: chart.segments.map(({ from, until, reason, status, points, kind }) => {
      return { from, until, reason, status, points, kind }
    }),
  },
})
