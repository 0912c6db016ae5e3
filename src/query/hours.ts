import { combine, compareAmounts } from '../domain/amount.ts'
import type { Amount, Reading } from '../domain/answer.ts'
import type { Catalog } from '../domain/catalog.ts'
import type { Term } from '../domain/formula/algebra.ts'
import { isClockGrain } from '../time/calendar.ts'
import type { Frame } from '../time/frame.ts'

/** Of two hours' values that of both together; null where values do not tell. */
const merges: Partial<Record<Term['aggregate'], (a: Amount, b: Amount) => Amount | null>> = {
  sum: (a, b) => combine('+', a, b),
  count: (a, b) => combine('+', a, b),
  min: (a, b) => (compareAmounts(a, b) <= 0 ? a : b),
  max: (a, b) => (compareAmounts(a, b) >= 0 ? a : b),
}

/** Whether a frame of hours reads several of them for one, as to date and rolling do. */
export const readsHours = ({ grain, reach, part }: Frame): boolean =>
  isClockGrain(grain) && reach.kind !== 'period' && part === null

/** Whether a term's values of several hours make that of all of them: sums, counts and extremes of events. */
export const addsHours = (catalog: Pick<Catalog, 'datasets'>, term: Term): boolean =>
  merges[term.aggregate] !== undefined &&
  term.over === undefined &&
  term.per === undefined &&
  term.cohort === undefined &&
  catalog.datasets.get(term.dataset)?.rows === 'event'

/** The reading of the hours [first, last]: hours without one add nothing; where none has one it is what the last is. */
export function overHours(
  term: Term,
  hour: (ordinal: number) => Reading,
  [first, last]: readonly [number, number],
): Reading {
  const merge = merges[term.aggregate]
  let found: Amount | null = null
  for (let ordinal = first; ordinal <= last; ordinal++) {
    const one = hour(ordinal)
    if (one.kind === 'absent') continue
    found = found === null || merge === undefined ? one.amount : merge(found, one.amount)
  }
  return found === null ? hour(last) : { kind: 'value', amount: found }
}
