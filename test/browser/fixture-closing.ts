import type { ClosingPeriod, ClosingView } from '../../src/domain/closing-view.ts'
import type { PlanView } from '../../src/domain/plan-view.ts'
import type { Closing } from '../../src/domain/view.ts'

/** Periods in every state that one can be in, and a restatement of each kind. */
const closing = (id: number, period: string, at: string, reason: string | null): Closing => ({
  id,
  period,
  at,
  actor: 'maria@acme.example',
  reason,
  reopened: null,
})

const february = closing(2, '2026-02', '2026-03-06T08:12:00Z', null)
const january = closing(1, '2026-01', '2026-02-06T09:40:00Z', 'Surveys come a week later')

export const closings: readonly Closing[] = [
  february,
  { ...january, id: 0, reopened: { at: '2026-02-05T16:00:00Z', actor: 'jonas@acme.example', reason: 'Credit notes' } },
  january,
]

const period = (text: string, label: string, more: Partial<ClosingPeriod>): ClosingPeriod => ({
  period: { text, label, short: label, start: `${text}-01`, end: '2026-05-01', complete: true },
  state: 'ready',
  readings: 28,
  sealed: 0,
  obstacles: [],
  more: 0,
  closing: null,
  reopened: [],
  ...more,
})

export const closingPage: ClosingView = {
  grain: 'month',
  grains: [
    { grain: 'month', label: 'Month' },
    { grain: 'quarter', label: 'Quarter' },
  ],
  lateClosing: 'with-reason',
  periods: [
    period('2026-04', 'April 2026', { state: 'going-on' }),
    period('2026-03', 'March 2026', {
      state: 'blocked',
      obstacles: [
        {
          code: 'close/source-late',
          severity: 'error',
          message:
            'Source surveys is late: Customer surveys should reach 2026-03-31, data reaches to 2026-02-27. Satisfaction in 2026-03 waits for it.',
          hint: 'Refresh surveys, wait for its delivery, or close with --even-if-late and a reason.',
        },
      ],
      more: 3,
    }),
    period('2026-02', 'February 2026', { state: 'closed', sealed: 28, closing: february }),
    period('2026-01', 'January 2026', {
      state: 'closed',
      sealed: 28,
      closing: january,
      reopened: closings.slice(1, 2),
    }),
  ],
  restatements: [],
}

/** Nothing is proposed; one history has several formulas. */
export const proposal: PlanView = {
  of: 'proposal',
  files: [],
  plan: null,
  lines: [],
  more: 0,
  scorecards: [],
  issues: [],
  restatable: [{ kpi: 'revenue', name: 'Revenue', can: 'restate' }],
}
