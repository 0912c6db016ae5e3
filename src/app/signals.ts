import type { Actor } from '../domain/access.ts'
import { falseAlarmsOf } from '../domain/alert-policy.ts'
import { ok, type Result } from '../domain/result.ts'
import type { SignalsView } from '../domain/signals-view.ts'
import type { AskDeps } from './ask.ts'
import type { Judged } from './insight/judged.ts'
import { courseOf, judge, policyOf } from './signals/course.ts'
import { signalsOf } from './signals/view.ts'
import { knownAt } from './view/as-of.ts'
import type { Asked } from './view/place.ts'

export interface SignalsInput extends Asked {
  readonly kpi: string
  /** Expected false alarms per month while nothing changes; the grain's usual policy unless stated. */
  readonly falseAlarms?: number | undefined
}

/** What is told where the policy sends no alerts: the chart alone. */
const silent = (seen: Judged): Judged => ({
  ...seen,
  policy: { ...seen.policy, falseAlarmsPerMonth: 0 },
  alerts: [],
  facts: [
    ...seen.facts.filter(({ id }) => id !== 'alert-rate'),
    { id: 'alerts-off', text: 'Alerts are switched off for this KPI.', figures: {} },
  ],
})

/**
 * Whether a KPI changed or only varied, up to a period: its past is asked by `ask`, unfinished and provisional periods never
 * signal. As of an instant it is what was recorded and confirmed then.
 */
export async function signalsView(deps: AskDeps, input: SignalsInput, actor: Actor): Promise<Result<SignalsView>> {
  const known = knownAt(deps, input.asOf)
  if (!known.ok) return known
  const course = await courseOf(known.value, input, actor)
  if (!course.ok) return course
  const rate = input.falseAlarms ?? falseAlarmsOf(deps.catalog, course.value.kpi)
  const seen = await judge(course.value, { policy: policyOf(rate) })
  return ok(signalsOf(deps.catalog, course.value, rate === 0 ? silent(seen) : seen))
}
