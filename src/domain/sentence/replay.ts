import type { Sentence } from './kpi.ts'
import { counted } from './words.ts'

export interface ReplaySentenceInput {
  readonly name: string
  readonly incidents: number
  readonly hits: number
  readonly misses: number
  readonly falseAlarms: number
  readonly judged: number
  readonly months: number
  readonly statedPerMonth: number
}

/** What a replay of alerts over history shows, before they are switched on. */
export function replaySentence(input: ReplaySentenceInput): Sentence {
  const { name, incidents, hits, misses, falseAlarms, judged, months, statedPerMonth } = input
  if (judged === 0)
    return {
      lead: `No period of ${name} could be judged.`,
      rest: 'Too little was known before this stretch; begin later, or wait for more values.',
    }
  const rate = (falseAlarms / months).toPrecision(2)
  const others = incidents === 0 ? 'told, whatever they are of' : 'of nothing that is known to have happened'
  return {
    lead:
      incidents === 0
        ? `${counted(falseAlarms, 'alert')} of ${name} would have been sent.`
        : `Alerts of ${name} would have found ${hits} of ${counted(incidents, 'incident')}${misses === 0 ? '' : `, and missed ${misses}`}.`,
    rest: `${counted(falseAlarms, 'alert')} in ${Math.round(months)} months ${falseAlarms === 1 ? 'is' : 'are'} ${others}: ${Number(rate)} a month, where ${statedPerMonth} false ones are expected.`,
  }
}
