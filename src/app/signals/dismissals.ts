import { stoodAt } from '../../domain/ruling.ts'
import type { SignalsView } from '../../domain/signals-view.ts'
import type { Finding } from '../../insight/signals/index.ts'
import { periodIn } from '../view/period.ts'
import type { Course } from './course.ts'

type Told = Pick<Finding, 'rule' | 'at' | 'since'>
type Dismissed = SignalsView['findings'][number]['dismissed']

/** By whose word a finding needs no attention; null where it waits. Of a run that goes on, one word speaks for the whole. */
export function dismissals(course: Course, findings: readonly Told[]): (finding: Told) => Dismissed {
  const standing = course.rulings.filter((one) => one.kind === 'dismissal' && stoodAt(one, course.asOf))
  const words = standing.flatMap((ruling) => {
    const at = periodIn(course.place, ruling.period)
    return at === null ? [] : [{ ruling, at: at - course.from }]
  })
  const runs = words.map(({ ruling, at }) => ({
    ruling,
    told: findings.filter((one) => one.at === at && (ruling.rule === null || one.rule === ruling.rule)),
  }))
  return ({ rule, at, since }) => {
    const word = runs.find(({ told }) =>
      told.some((one) => one.rule === rule && (one.at === at || one.since === since)),
    )?.ruling
    return word === undefined ? null : { id: word.id, at: word.at, actor: word.actor, reason: word.reason }
  }
}
