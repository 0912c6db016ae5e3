import type { Answer } from '../../domain/answer.ts'
import type { Kpi } from '../../domain/catalog.ts'
import { toNumber } from '../../domain/number-format.ts'
import type { Target } from '../../insight/forecast/index.ts'

/** Only what will not change any more is learnt. */
export const isFinal = ({ state, flags }: Answer): boolean =>
  state === 'value' && !flags.some((flag) => ['unfinished', 'provisional', 'rows-missing'].includes(flag))

/** A value that will not change any more; null where there is none. */
export const finalValue = (answer: Answer): number | null => (isFinal(answer) ? toNumber(answer.value) : null)

/** The promise of an answer as odds take it. */
export function targetOf({ good }: Pick<Kpi, 'good'>, { target }: Answer): Target | null {
  if (target === null) return null
  if (typeof target === 'object') return { atLeast: Number(target.low), atMost: Number(target.high) }
  return good === 'down' ? { atMost: Number(target) } : { atLeast: Number(target) }
}

/** A target that is one number. */
export const oneTarget = ({ target }: Answer): number | null => (typeof target === 'object' ? null : toNumber(target))
