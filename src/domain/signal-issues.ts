import { issueEntry, issueMaker } from './issue.ts'

/** What can stand against a person's word on signals. */
export const signalIssues = {
  'signals/reason': issueEntry<{ act: 'confirm' | 'dismiss' | 'undo' }>({
    title: 'A word on signals without a reason',
    says: (p) =>
      ({
        confirm: 'New limits need a reason: the cause of the change.',
        dismiss: 'Dismissing a signal needs a reason.',
        undo: 'Taking a word on signals back needs a reason.',
      })[p.act],
    hint: () => 'Say why with --reason; it is kept with your name.',
    example: { act: 'confirm' },
  }),
  'signals/no-limits-from': issueEntry<{ kpi: string; period: string; first: string; last: string }>({
    title: 'Limits from a period that cannot have them',
    says: (p) => `${p.kpi} has no finished value with limits in ${p.period} or later that new limits could begin with.`,
    hint: (p) => `Name a period from ${p.first} to ${p.last}.`,
    example: { kpi: 'revenue', period: '2027-01', first: '2024-07', last: '2026-05' },
  }),
  'signals/not-advised': issueEntry<{ kpi: string; period: string; questions: readonly string[] }>({
    title: 'New limits that the data speak against',
    says: (p) => `The data speak against new limits for ${p.kpi} from ${p.period} on: ${p.questions.join(' ')}`,
    hint: () => 'Leave the limits as they are, or confirm them even so (--even-so) with the reason that outweighs it.',
    example: { kpi: 'revenue', period: '2026-01', questions: ['Is it expected to last? The run has ended.'] },
  }),
  'signals/confirmed': issueEntry<{ kpi: string; period: string; id: number; by: string }>({
    title: 'Limits that were confirmed before',
    says: (p) => `${p.by} confirmed new limits for ${p.kpi} from ${p.period} on before (word ${p.id}).`,
    hint: () => 'Undo that word first, if other limits are wanted.',
    example: { kpi: 'revenue', period: '2026-01', id: 3, by: 'local' },
  }),
  'signals/nothing-told': issueEntry<{ kpi: string; period: string; rule: string | null; told: readonly string[] }>({
    title: 'Nothing to dismiss',
    says: (p) => `No ${p.rule ?? 'signal'} of ${p.kpi} in ${p.period} waits for anybody.`,
    hint: (p) =>
      p.told.length === 0 ? 'The signals command lists what is told.' : `Told and not dismissed: ${p.told.join(', ')}.`,
    example: { kpi: 'revenue', period: '2026-02', rule: null, told: ['2026-03 beyond-limits'] },
  }),
  'signals/unknown-word': issueEntry<{ id: string }>({
    title: 'No such word on signals',
    says: (p) => `There is no word ${p.id} on signals.`,
    hint: () => 'The signals command of the KPI lists them with their numbers.',
    example: { id: '12' },
  }),
  'signals/undone': issueEntry<{ id: number; by: string; at: string }>({
    title: 'A word that was taken back',
    says: (p) => `Word ${p.id} was taken back by ${p.by} on ${p.at}.`,
    hint: () => 'There is nothing left to undo.',
    example: { id: 3, by: 'local', at: '2026-07-02T08:00:00.000Z' },
  }),
  'signals/replay-order': issueEntry<{ from: string; to: string }>({
    title: 'A replay that ends before it begins',
    says: (p) => `${p.from} comes after ${p.to}.`,
    hint: () => 'The first period goes into --from, the last one into --to; both are included.',
    example: { from: '2026-05', to: '2026-03' },
  }),
  'signals/replay-days': issueEntry<{ text: string }>({
    title: 'A period without days',
    says: (p) => `"${p.text}" has no first and last day.`,
    hint: () => 'Name a day, a week, a month, a quarter or a year.',
    example: { text: 'total' },
  }),
  'signals/replay-off': issueEntry<{ kpi: string }>({
    title: 'A replay of alerts that are switched off',
    says: (p) => `${p.kpi} has false-alarms: 0, so it never alerts.`,
    hint: () => 'Say with --false-alarms how many a month the replay may expect.',
    example: { kpi: 'revenue' },
  }),
  'signals/incidents': issueEntry<{ file: string; line: number; text: string }>({
    title: 'A line that is no incident',
    says: (p) => `Line ${p.line} of ${p.file} is no incident: "${p.text}".`,
    hint: () =>
      'Write a line like 2025-11-28,2025-11-30,Black Friday: from, to (may be empty) and a name (may be left out).',
    example: { file: 'incidents.csv', line: 3, text: '28 November' },
  }),
}

export const signalIssue = issueMaker(signalIssues)
