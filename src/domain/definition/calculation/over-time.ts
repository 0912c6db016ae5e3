import { z } from 'zod'
import type { Calc, Term } from '../../formula/algebra.ts'
import { readsAsOf, termsOf, withTerms } from '../../formula/algebra-walk.ts'
import type { Path } from '../document.ts'
import { definitionIssue } from '../issues.ts'
import type { Making } from './define.ts'

/** The field `over-time` of a measure over rows that are in force. */
export const overTime = () =>
  z.enum(['last', 'mean']).optional().meta({
    title: 'Over time',
    description:
      'For snapshots and validity: whether a period reads its last day, or the mean of its days (of a dataset of snapshots, those that have rows).',
    default: 'last',
  })

/**
 * A level averaged over the days of a period: what each day reads, added up, by the number of days. Exact for sums and counts;
 * null where something else is averaged, and the issue is recorded.
 */
export function meanOverTime(calc: Calc, dataset: string, path: Path, making: Making): Calc | null {
  if (making.dataset(dataset)?.rows === 'event') {
    making.report(path, (place) => definitionIssue('over-time/rows', { dataset }, place))
    return null
  }
  const other = termsOf(calc).find((term) => term.per !== undefined || !adds.has(term.aggregate) || readsAsOf(term))
  if (other !== undefined) {
    const aggregate = other.per !== undefined ? 'per' : readsAsOf(other) ? 'as_of' : other.aggregate
    making.report(path, (place) => definitionIssue('over-time/aggregate', { aggregate }, place))
    return null
  }
  return withTerms(calc, (term) => ({
    kind: 'arithmetic',
    op: '/',
    left: { kind: 'term', term: { ...term, over: 'each-day' } },
    right: { kind: 'term', term: { ...days, dataset } },
  }))
}

const adds: ReadonlySet<Term['aggregate']> = new Set(['sum', 'count'])
const days = { aggregate: 'count', argument: null, where: [], over: 'days' } as const
