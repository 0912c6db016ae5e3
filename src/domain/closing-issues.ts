import { issueEntry, issueMaker } from './issue.ts'
import { didYouMean } from './nearest.ts'

/** What can stand against closing a period, reopening it and accepting a restatement. */
export const closingIssues = {
  'close/not-over': issueEntry<{ period: string; end: string }>({
    title: 'A period that still goes on',
    says: (p) => `${p.period} goes on until ${p.end}; what is not over cannot be published.`,
    hint: (p) => `Close it on ${p.end} or later.`,
    example: { period: '2026-03', end: '2026-04-01' },
  }),
  'close/late': issueEntry<{ kpi: string; scope: string; period: string; state: string; dataThrough: string | null }>({
    title: 'A value that is late or may still change',
    says: (p) => {
      const what = `${p.kpi}${p.scope === '' ? '' : ` of ${p.scope}`} in ${p.period}`
      const reach = p.dataThrough === null ? 'no data has come' : `data reaches to ${p.dataThrough}`
      return p.state === 'late' || p.state === 'failed'
        ? `${what} is ${p.state}: ${reach}.`
        : `${what} may still change: ${reach}.`
    },
    hint: () => 'Wait for the data and refresh, or close with --even-if-late and a reason.',
    example: { kpi: 'revenue', scope: 'unit:north', period: '2026-03', state: 'late', dataThrough: '2026-02-27' },
  }),
  'close/source-late': issueEntry<{
    period: string
    last: string
    source: string
    dataset: string
    dataThrough: string | null
    failed: boolean
    kpis: readonly string[]
    refused: boolean
  }>({
    title: 'A source that is late',
    says: (p) => {
      const reach = p.dataThrough === null ? 'no data has come' : `data reaches to ${p.dataThrough}`
      const wait =
        p.kpis.length > 3 ? `${p.kpis.slice(0, 3).join(', ')} and ${p.kpis.length - 3} more` : p.kpis.join(', ')
      return `Source ${p.source} ${p.failed ? 'failed to load' : 'is late'}: ${p.dataset} should reach ${p.last}, ${reach}. ${wait} in ${p.period} ${p.kpis.length === 1 ? 'waits' : 'wait'} for it.`
    },
    hint: (p) =>
      p.refused
        ? `Refresh ${p.source}, or wait for its delivery; this workspace publishes nothing late.`
        : `Refresh ${p.source}, wait for its delivery, or close with --even-if-late and a reason.`,
    example: {
      period: '2026-03',
      last: '2026-03-31',
      source: 'shop',
      dataset: 'orders',
      dataThrough: '2026-03-27',
      failed: false,
      kpis: ['revenue', 'order-value'],
      refused: false,
    },
  }),
  'close/refused': issueEntry<{ period: string }>({
    title: 'Late closing is not allowed',
    says: (p) => `${p.period} cannot be closed before its data is complete and final, whatever the reason.`,
    hint: () => 'Wait for the data and refresh. The workspace document decides that with late-closing.',
    example: { period: '2026-03' },
  }),
  'close/reason': issueEntry<object>({
    title: 'Closing early without a reason',
    says: () => 'Closing although values are late needs a reason.',
    hint: () => 'Say why with --reason; it is kept with the closing.',
    example: {},
  }),
  'close/nothing': issueEntry<{ period: string }>({
    title: 'Nothing to close',
    says: (p) => `No tracked KPI has a period in ${p.period}.`,
    hint: () => 'Tracked is what stands on a scorecard. Name a period that holds periods of their cadences.',
    example: { period: '2019-03' },
  }),
  'close/closed': issueEntry<{ period: string; at: string; by: string }>({
    title: 'A period that is closed',
    says: (p) => `${p.period} was closed by ${p.by} on ${p.at}.`,
    hint: () => 'Reopen it first, with a reason, if it must be published anew.',
    example: { period: '2026-03', at: '2026-04-06T08:00:00.000Z', by: 'local' },
  }),
  'reopen/not-closed': issueEntry<{ period: string; near: readonly string[] }>({
    title: 'A period that is not closed',
    says: (p) => `${p.period} is not closed.`,
    hint: (p) => didYouMean(p.near, 'Nothing needs to be reopened.'),
    example: { period: '2026-02', near: ['2026-03'] },
  }),
  'reopen/reason': issueEntry<object>({
    title: 'Reopening without a reason',
    says: () => 'Reopening a published period needs a reason.',
    hint: () => 'Say why with --reason; it is kept with the closing.',
    example: {},
  }),
  'accept/nothing': issueEntry<{ kpi: string; period: string; open: readonly string[] }>({
    title: 'Nothing to accept',
    says: (p) => `${p.kpi} in ${p.period} is what was published, or was never published.`,
    hint: (p) =>
      p.open.length === 0 ? 'The restatements command lists what differs.' : `Restated are ${p.open.join(', ')}.`,
    example: { kpi: 'revenue', period: '2026-02', open: ['2026-03'] },
  }),
  'accept/reason': issueEntry<object>({
    title: 'Accepting without a reason',
    says: () => 'Accepting a restatement needs a reason.',
    hint: () => 'Say what made the difference with --reason.',
    example: {},
  }),
  'restate/one-formula': issueEntry<{ kpi: string }>({
    title: 'History with one formula',
    says: (p) => `${p.kpi} has one formula for all time; there is nothing to restate.`,
    hint: () => 'A new formula is added to the calculation with the day from which it holds.',
    example: { kpi: 'churn' },
  }),
  'restate/nothing-to-undo': issueEntry<{ kpi: string }>({
    title: 'No restatement to undo',
    says: (p) => `The last change of ${p.kpi} was no restatement of its history.`,
    hint: () => 'Edit the document, or apply an earlier state of the definitions.',
    example: { kpi: 'churn' },
  }),
  'restate/reason': issueEntry<object>({
    title: 'Restating without a reason',
    says: () => 'Restating history needs a reason.',
    hint: () => 'Say why with --reason; it is kept with the version of the document.',
    example: {},
  }),
}

export const closingIssue = issueMaker(closingIssues)
