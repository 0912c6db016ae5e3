import type { LeadingView } from '../leading-view.ts'
import type { Sentence } from './kpi.ts'
import { counted, listed } from './words.ts'

/** What foretells a KPI, how sure that is for having looked at so much, and what says the same. */
export function leadingSentence(view: Omit<LeadingView, 'sentence'>): Sentence {
  const { name, leads, looked, kpis, longest, grain, alike } = view
  const same =
    alike.length === 0
      ? ''
      : ` ${listed(alike.map((one) => one.name))} ${alike.length === 1 ? 'tells' : 'tell'} the same story.`
  if (looked === 0)
    return {
      lead: `Whether anything moves before ${name} cannot be told yet.`,
      rest: `Too few ${grain}s have values of both.${same}`,
    }
  const range = `${counted(kpis, 'KPI')}, each up to ${counted(longest, grain)} before`
  const [first] = leads
  if (first === undefined)
    return {
      lead: `No KPI is seen to move before ${name}.`,
      rest: `Looked at ${range}: none is closer to it than chance would bring one of so many.${same}`,
    }
  const way = first.strength < 0 ? 'the other way' : 'the same way'
  const chance = first.chance < 0.001 ? 'less than 0.1 %' : `${(100 * first.chance).toFixed(1)} %`
  return {
    lead: `${first.name} moves ${counted(first.lag, grain)} before ${name}, ${way}.`,
    rest: `Their correlation is ${signed(first.strength)} over ${counted(first.pairs, grain)}; the chance of finding one like it among ${range}, where there is none, is ${chance}. It foretells; it need not be the cause.${same}`,
  }
}

/** A correlation with its sign: `+0.62`. */
export const signed = (strength: number): string => `${strength < 0 ? '−' : '+'}${Math.abs(strength).toFixed(2)}`
