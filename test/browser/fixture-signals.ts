import { toNumber } from '../../src/domain/number-format.ts'
import type { Ruling } from '../../src/domain/ruling.ts'
import type { SignalFinding, SignalsView } from '../../src/domain/signals-view.ts'
import type { KpiView } from '../../src/domain/view.ts'

/** The signals of the fixture: limits about its own values, one alert, two rules, and a proposal. */
export function signalsOf(view: KpiView): SignalsView {
  const { row, trend, labels, period, scope, grain } = view
  const until = labels.findIndex(({ text }) => text === period.text) + 1
  const values = trend.slice(0, until).map(({ state, value }) => (state === 'value' ? toNumber(value) : null))
  const known = values.filter((value) => value !== null)
  const centre = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
  const reach = Math.max(...known.map((value) => Math.abs(value - centre)), 1e-9) * 0.8
  const share = view.row.unit.kind === 'percent'
  const periods = labels.slice(0, until).map((label, index) => {
    const denominator = 400 + 300 * (index % 3)
    const half = share ? reach * Math.sqrt(700 / denominator) : reach
    return {
      label,
      value: values[index] ?? null,
      denominator: share ? denominator : null,
      ...(known.length < 6
        ? { centre: null, lower: null, upper: null }
        : limits(centre, half, share ? 1 : Number.POSITIVE_INFINITY)),
      partial: !label.complete,
    }
  })
  const at = (back: number) => labels[Math.max(0, until - back)]?.text ?? ''
  const finding = (rule: string, title: string, back: number, side: -1 | 1): SignalFinding => ({
    rule,
    title,
    at: at(back),
    since: at(back + 3),
    side,
    text: `${title}, ${side > 0 ? 'above' : 'below'} the centre`,
    dismissed: null,
  })
  return {
    kpi: row.kpi,
    name: row.name,
    unit: row.unit,
    good: row.good,
    grain,
    period,
    scope,
    sentence: {
      lead: `${row.name} is not as usual: one value far below.`,
      rest: '2 periods complete a rule of the chart.',
    },
    chart: chartOf(share),
    periods,
    findings: [
      {
        ...finding('run-of-8', 'Run of 8', 14, 1),
        dismissed: { id: 2, at: '2025-03-01T08:00:00.000Z', actor: 'mia', reason: 'a planned sale' },
      },
      finding('three-of-four', 'Three of four nearer a limit', 5, -1),
    ],
    alerts: [finding('point', 'One value out', 1, -1)],
    falseAlarmsPerMonth: 0.01,
    segments: [
      { from: periods[0]?.label.text ?? '', to: at(21), status: 'locked', points: 24, kind: 'xmr', ruling: null },
      { from: at(20), to: at(1), status: 'firm', points: 20, kind: 'xmr', ruling: word('baseline', at(20)) },
    ],
    rulings: [word('dismissal', at(14)), word('baseline', at(20))],
    proposal: proposalOf(at(9), centre, reach),
    facts: ['The limits rest on the first 24 values and are locked.', 'The data show no season.'],
  }
}

const proposalOf = (from: string, centre: number, reach: number): SignalsView['proposal'] => ({
  from,
  before: centre,
  after: centre - reach / 2,
  advisable: false,
  questions: [
    { text: 'Is the cause of the change known?', answer: 'person' },
    { text: 'Is the change wanted, or at least accepted?', answer: 'no' },
  ],
})

const word = (kind: Ruling['kind'], period: string): Ruling => ({
  id: kind === 'baseline' ? 1 : 2,
  kind,
  kpi: 'delivered-on-time',
  scope: '',
  grain: 'month',
  period,
  known: period,
  rule: kind === 'baseline' ? null : 'run-of-8',
  answers: [],
  at: '2025-03-01T08:00:00.000Z',
  actor: 'mia',
  reason: kind === 'baseline' ? 'a second carrier' : 'a planned sale',
  undone: null,
})

const chartOf = (counts: boolean): SignalsView['chart'] => ({
  kind: counts ? 'p' : 'xmr',
  text: counts ? 'The chart is a p chart.' : 'The chart is an XmR chart.',
  counts,
})

const limits = (centre: number, reach: number, high: number) => ({
  centre,
  lower: centre - reach,
  upper: Math.min(high, centre + reach),
})
