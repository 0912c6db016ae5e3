import type { Pace } from '../target/plan.ts'
import type { UnitLabel } from '../view.ts'
import { figuresOf } from './figures.ts'
import { paceWords } from './promise.ts'

export interface PaceInput {
  readonly unit: UnitLabel
  readonly locale: string
  /** The period's name. */
  readonly period: string
  readonly target: number
  /** Null where no day is counted. */
  readonly through: { readonly label: string; readonly promised: number; readonly actual: number | null } | null
  readonly pace: Pace
  readonly evenInstead: boolean
}

/** `By 9 March 98 k EUR came of the 110 k EUR promised by then, 12 k EUR less; 312 k EUR are promised for March, along last year’s curve.` */
export function paceCourseSentence({ unit, locale, period, target, through, pace, evenInstead }: PaceInput): string {
  const figures = figuresOf(unit, locale, { value: through?.actual ?? null, target: String(target) })
  const how = evenInstead ? 'day by day, because last year has no curve to follow' : paceWords[pace]
  const whole = `${figures.promised(target)} is promised for ${period}, ${how}`
  if (through === null || through.actual === null) return `Nothing is counted yet; ${whole}.`
  // What reads the same is not said to differ.
  const alike = figures.value(through.actual) === figures.value(through.promised)
  const less = through.actual < through.promised
  const gap = figures.distance(through.actual - through.promised)
  const side = gap === null ? 'as promised' : alike ? 'about as promised' : `${gap} ${less ? 'less' : 'more'}`
  const came = `By ${through.label} ${figures.value(through.actual)} came of ${figures.promised(through.promised)} due by then`
  return `${came}, ${side}; ${whole}.`
}
