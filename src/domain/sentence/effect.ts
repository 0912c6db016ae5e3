import type { EffectView } from '../effect-view.ts'
import type { Sentence } from './kpi.ts'
import { counted } from './words.ts'

export interface EffectSentenceInput {
  readonly view: Omit<EffectView, 'sentence'>
  /** Why nothing can be measured, in words. */
  readonly refusal: string | null
  readonly write: (value: number) => string
  readonly gap: (value: number) => string
}

/** Whether what was done shows in the KPI, by how much, and how sure that is. */
export function effectSentence({ view, refusal, write, gap }: EffectSentenceInput): Sentence {
  const { name, from, effect, actual, expected, of } = view
  const since = `since ${from.label}`
  const side = (effect?.value ?? 0) < 0 ? 'lower' : 'higher'
  const lead = {
    worked: `It worked: ${name} is ${side} than expected ${since}.`,
    worsened: `${name} is ${side} than expected ${since}, which is the wrong way.`,
    'no-visible-effect': `No visible effect: ${name} is within what was expected ${since}.`,
    'too-early': `Too early to tell what it did to ${name} ${since}.`,
    'not-measurable': `What it did to ${name} cannot be measured.`,
  }[view.verdict]
  if (effect === null || actual === null || expected === null)
    return { lead, rest: refusal ?? 'No whole period since then is final.' }
  const what = of === 'total' ? 'came together' : 'on average'
  const range = `with 95 % certainty ${gap(effect.lower)} to ${gap(effect.upper)}`
  const figures = `Over ${counted(view.counted, view.grain)} ${write(actual)} ${what}, where ${write(expected)} was expected`
  return { lead, rest: `${figures}: ${gap(effect.value)}, ${range}. Whatever else happened since is counted in.` }
}
