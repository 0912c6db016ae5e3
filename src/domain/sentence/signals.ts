import type { Sentence } from './kpi.ts'
import { counted, within } from './words.ts'

export interface SignalsSentenceInput {
  readonly name: string
  readonly grain: string
  /** Values that count, and those that are judged by limits. */
  readonly values: number
  readonly limited: number
  /** The latest rule that includes the newest counted value, and the latest alert at all; with the names of their periods. */
  readonly now: { readonly title: string; readonly since: string } | null
  readonly alert: { readonly text: string; readonly at: string; readonly open: boolean } | null
  /** Chart findings among the periods that are shown. */
  readonly findings: number
  /** How many of them a person has dismissed. */
  readonly dismissed: number
}

/** Whether a KPI is as it usually is, and what was last out of the usual. */
export function signalsSentence(input: SignalsSentenceInput): Sentence {
  const { name, values, limited, now, alert, findings, dismissed } = input
  if (limited === 0)
    return {
      lead: `It cannot be told yet whether ${name} changed or varied.`,
      rest: `${counted(values, 'value')} ${values === 1 ? 'is' : 'are'} known; limits need at least six.`,
    }
  const lead =
    alert?.open === true
      ? `${name} is not as usual: ${alert.text}, ${within(input.grain, alert.at)}.`
      : now !== null
        ? `${name} shows a signal: ${now.title.toLowerCase()} since ${now.since}.`
        : `${name} is as usual: its latest value lies within what it varies by itself.`
  const last = alert === null || alert.open ? '' : `The last alert was ${within(input.grain, alert.at)}: ${alert.text}.`
  const marks =
    findings === 0
      ? 'No rule of the chart is completed in these periods.'
      : `${counted(findings, 'period')} ${findings === 1 ? 'completes' : 'complete'} a rule of the chart.`
  const words = dismissed === 0 ? '' : `${counted(dismissed, 'signal')} ${dismissed === 1 ? 'is' : 'are'} dismissed.`
  return { lead, rest: [last, marks, words].filter((text) => text !== '').join(' ') }
}

/** What an alert says, in words: `a value 12 % below what was expected`. */
export function alertText(
  rule: 'point' | 'shift' | 'spread',
  side: -1 | 0 | 1,
  observed: string,
  expected: string,
): string {
  if (rule === 'spread') return 'its values scatter more than before'
  const way = side > 0 ? 'above' : 'below'
  return rule === 'point'
    ? `one value, ${observed}, far ${way} the ${expected} to be expected`
    : `a level of ${observed}, ${way} the ${expected} to be expected`
}
