import { issueEntry, issueMaker } from './issue.ts'

/** What can stand against setting a value by hand, or taking that back. */
export const overrideIssues = {
  'override/reason': issueEntry<object>({
    title: 'An override without a reason',
    says: () => 'A value that a person sets, or no longer sets, needs a reason.',
    hint: () => 'Say why with --reason; everybody who sees the value sees it.',
    example: {},
  }),
  'override/value': issueEntry<{ text: string }>({
    title: 'An override that is no amount',
    says: (p) => `"${p.text}" is no amount.`,
    hint: () => 'Write a number such as 12_000_000, 4.25 or 5%.',
    example: { text: 'about 40' },
  }),
  'override/not-begun': issueEntry<{ period: string; start: string }>({
    title: 'An override of a period that has not begun',
    says: (p) => `${p.period} begins on ${p.start}; there is no value yet that could be set.`,
    hint: () => 'Write what is expected as a target, in a version such as forecast.',
    example: { period: '2026-05', start: '2026-05-01' },
  }),
  'override/until': issueEntry<{ text: string; past: boolean }>({
    title: 'An override that never holds',
    says: (p) => (p.past ? `"${p.text}" is over already.` : `"${p.text}" is no day, instant or next-delivery.`),
    hint: () => 'Write a day (it holds through that day), an instant, next-delivery, or nothing: until it is removed.',
    example: { text: '2026-01-31', past: true },
  }),
  'override/none': issueEntry<{ kpi: string; period: string; known: readonly string[] }>({
    title: 'No override to remove',
    says: (p) => `No value of ${p.kpi} in ${p.period} is set by hand.`,
    hint: (p) =>
      p.known.length === 0 ? 'bellwether override lists those that are.' : `Set by hand are: ${p.known.join(', ')}.`,
    example: { kpi: 'revenue', period: '2026-03', known: ['2026-02 unit:north'] },
  }),
}

export const overrideIssue = issueMaker(overrideIssues)
