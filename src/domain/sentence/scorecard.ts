import type { Absence } from '../answer.ts'
import type { Sentence } from './kpi.ts'
import { type Elapsed, elapsedText } from './why.ts'
import { listed, sentenceCase } from './words.ts'

/** One KPI of a scorecard as its sentence sees it. */
export interface Judged {
  readonly name: string
  readonly status: 'on-track' | 'at-risk' | 'off-track' | 'no-target' | Absence
}

/** How many that are not on track are named. */
const named = 3

/**
 * What a scorecard says in two parts: how many KPIs are on track, then which are not and what could not be judged. `kpis` come
 * in order of importance, the most urgent first. Of an unfinished period nothing is said to be missed: it may yet come.
 */
export function scorecardSentence(kpis: readonly Judged[], unfinished: Elapsed | null): Sentence {
  const total = kpis.length
  if (total === 0) return { lead: 'This scorecard has no KPIs yet.', rest: '' }
  const good = kpis.filter(({ status }) => status === 'on-track').length
  const missed = kpis.filter(({ status }) => status === 'off-track' || status === 'at-risk')
  const judged = good + missed.length
  const lead = leadOf(kpis, good, judged)
  const rest = unfinished === null ? missedPart(missed, good, total) : `${sentenceCase(elapsedText(unfinished))}.`
  return {
    lead:
      unfinished !== null && judged > 0 && total > 1 ? `So far, ${lead.charAt(0).toLowerCase()}${lead.slice(1)}` : lead,
    rest: [rest, unjudgedPart(kpis, judged)].filter((text) => text !== '').join(' '),
  }
}

function leadOf(kpis: readonly Judged[], good: number, judged: number): string {
  const total = kpis.length
  if (total === 1) {
    const word = judged === 0 ? 'cannot be judged yet' : good === 1 ? 'is on track' : 'is not on track'
    return `The KPI ${kpis[0]?.name ?? ''} ${word}.`
  }
  if (judged === 0) return `None of the ${total} KPIs can be judged yet.`
  if (good === total) return total === 2 ? 'Both KPIs are on track.' : `All ${total} KPIs are on track.`
  if (good === 0) return `None of the ${total} KPIs is on track.`
  return `${good} of ${total} KPIs ${good === 1 ? 'is' : 'are'} on track.`
}

function missedPart(missed: readonly Judged[], good: number, total: number): string {
  if (missed.length === 0 || total === 1) return ''
  const names = missed.map(({ name }) => name)
  if (good === 0) return names.length > named ? `${listed(names.slice(0, named))} are furthest behind.` : ''
  // One more would read longer as a number than as its name.
  const shown = names.length > named + 1 ? [...names.slice(0, named), `${names.length - named} more`] : names
  return `${listed(shown)} ${names.length === 1 ? 'is' : 'are'} not.`
}

/** In the order in which they want something done. */
const reasons: readonly (readonly [Exclude<Judged['status'], 'on-track' | 'at-risk' | 'off-track'>, Said])[] = [
  ['failed', (n) => `${n} failed to load`],
  ['late', (n) => `${n} ${be(n)} late`],
  ['no-data', (n) => `${n} ${have(n)} no data`],
  ['undefined', (n) => `${n} ${have(n)} nothing to divide by`],
  ['no-target', (n) => `${n} ${have(n)} no target`],
  ['not-due', (n) => `${n} ${be(n)} not due`],
  ['not-applicable', (n) => `${n} ${n === 1 ? 'does' : 'do'} not apply here`],
  ['hidden', (n) => `${n} ${be(n)} hidden from you`],
]
type Said = (count: number) => string
const be = (count: number): string => (count === 1 ? 'is' : 'are')
const have = (count: number): string => (count === 1 ? 'has' : 'have')

function unjudgedPart(kpis: readonly Judged[], judged: number): string {
  if (judged === kpis.length) return ''
  const parts = reasons.flatMap(([status, say]) => {
    const count = kpis.filter((kpi) => kpi.status === status).length
    return count === 0 ? [] : [say(count)]
  })
  const text = listed(parts)
  return `${kpis.length === 1 ? text.replace(/^1 /, 'It ') : sentenceCase(text)}.`
}
