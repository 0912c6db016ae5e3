import { z } from 'zod'
import type { Dataset } from '../../catalog.ts'
import type { Calc, Cohort, CohortReach, CohortReturn, PerEntity, RowExpr } from '../../formula/algebra.ts'
import { readsAsOf } from '../../formula/algebra-walk.ts'
import { pure } from '../../measure-unit.ts'
import { sameType, typeWord } from '../column-type.ts'
import type { Path } from '../document.ts'
import * as field from '../fields.ts'
import { definitionIssue } from '../issues.ts'
import { refer } from '../kind.ts'
import { defineCalculation, from, type Making } from './define.ts'
import { keyOf } from './per.ts'

const key = () => z.union([field.path(), z.array(field.path()).min(1)])

const schema = z
  .strictObject({
    type: z.literal('cohort').meta({
      title: 'Type',
      description: 'The share of those who entered in the period that came back: retention, churn, conversion.',
    }),
    from: from(),
    dataset: field.reference('dataset').meta({ title: 'Dataset', description: 'The rows by which somebody enters.' }),
    key: key().meta({ title: 'Key', description: 'Columns that tell who: customer_id.' }),
    enters: field.formula().optional().meta({
      title: 'Enters',
      description:
        'A condition on a row. Each enters once, on the day of the first such row; of any row unless stated.',
    }),
    returns: z
      .strictObject({
        dataset: field
          .reference('dataset')
          .optional()
          .meta({ title: 'Dataset', description: 'The rows by which somebody comes back; the same unless stated.' }),
        key: key().optional().meta({ title: 'Key', description: 'The key’s columns in that dataset.' }),
        where: field.formula().optional().meta({ title: 'Where', description: 'A condition on a row that counts.' }),
        within: field.duration().optional().meta({
          title: 'Within',
          description: 'How long after the day of entry such a row counts: 30 days.',
        }),
        in: field.nth().optional().meta({
          title: 'In',
          description: 'Or the period after the one of entry in which it counts: month 3.',
        }),
        'same-day': z.boolean().optional().meta({
          title: 'Same day',
          description:
            'Whether a row on the day of entry counts for within. Unless stated it does where a dataset or a condition of its own is named: else the row of entry itself would.',
        }),
      })
      .meta({ title: 'Returns', description: 'What counts as coming back, and when.' }),
    counts: z.enum(['returned', 'lost']).optional().meta({
      title: 'Counts',
      description: 'returned: retention and conversion. lost: those who did not come back, churn.',
      default: 'returned',
    }),
  })
  .meta({ title: 'cohort' })

type Spec = z.infer<typeof schema>

/** The share of those who entered in a period that came back. */
export const cohort = defineCalculation({
  schema,
  examples: [
    {
      calculation: `
  type: cohort
  dataset: orders
  key: customer_id
  enters: status = 'paid'
  returns: { in: month 1, where: status = 'paid' }`,
      measuredIn: '%',
      gives: { '2026-01': 1, '2026-02': 0, '2026-Q1': 1 / 3 },
    },
    {
      calculation: '{ type: cohort, dataset: orders, key: customer_id, returns: { within: 30 days } }',
      measuredIn: '%',
      gives: { '2026-01': 1 / 2, '2026-02': 0, '2026-03': null },
    },
  ],
  references: (spec, path) => [
    ...refer('dataset', spec.dataset, [...path, 'dataset']),
    ...refer('dataset', spec.returns.dataset, [...path, 'returns', 'dataset']),
  ],
  formulas: () => [],
  make(spec, making) {
    const { path, measures } = making
    const dataset = making.dataset(spec.dataset)
    if (dataset === null) return null
    if (dataset.time === null) return timeless(dataset, [...path, 'dataset'], making)
    const own = keyOf(spec, dataset, path, making)
    const enters = spec.enters === undefined ? [] : conditionOf(making, spec.dataset, [...path, 'enters'], spec.enters)
    const returns = own === null ? null : returnOf(spec, dataset, own, making)
    if (own === null || enters === null || returns === null) return null
    measures(pure)
    const entered = { key: own.map(columnOf), enters }
    return {
      type: spec.type,
      calc: {
        kind: 'arithmetic',
        op: '/',
        left: counted(spec.dataset, { ...entered, returns }),
        right: counted(spec.dataset, { ...entered, returns: null }),
      },
      parts: partsOf(spec),
      typed: null,
      settles: returns.reach,
    }
  },
})

/** A condition on rows alone: who entered is known once, whatever day is read. */
function conditionOf(making: Making, dataset: string, path: Path, text: string): readonly RowExpr[] | null {
  const conditions = making.condition({ dataset, path, text })
  if (conditions === null || !readsAsOf({ argument: null, where: conditions })) return conditions
  making.report(path, (place) => definitionIssue('cohort/as-of', {}, place))
  return null
}

const counted = (dataset: string, of: Cohort): Calc => ({
  kind: 'term',
  term: { dataset, aggregate: 'count', argument: null, where: [], cohort: of },
})

type Key = NonNullable<ReturnType<typeof keyOf>>

const columnOf = ({ path, column }: Key[number]): PerEntity['key'][number] => ({
  kind: 'column',
  path,
  type: column.type,
})

function timeless(dataset: Dataset, path: Path, making: Making): null {
  making.report(path, (place) => definitionIssue('cohort/no-time', { dataset: dataset.id }, place))
  return null
}

function returnOf(spec: Spec, dataset: Dataset, own: Key, making: Making): CohortReturn | null {
  const { returns } = spec
  const path = [...making.path, 'returns']
  const reach = reachOf(spec, making)
  const other = returns.dataset === undefined ? dataset : making.dataset(returns.dataset)
  if (other === null || reach === null) return null
  if (other.time === null) return timeless(other, [...path, 'dataset'], making)
  const found =
    returns.key === undefined
      ? keyOf(spec, other, making.path, making)
      : keyOf({ key: returns.key }, other, path, making)
  const where = returns.where === undefined ? [] : conditionOf(making, other.id, [...path, 'where'], returns.where)
  if (found === null || where === null) return null
  const at = returns.key === undefined ? [...making.path, 'key'] : [...path, 'key']
  const differs = own.find(
    ({ column }, index) => !sameType(column.type, found[index]?.column.type ?? { kind: 'double' }),
  )
  if (found.length !== own.length || differs !== undefined) {
    const types = (one: Key) => one.map(({ path: steps, column }) => `${steps.join('.')} (${typeWord(column.type)})`)
    making.report(at, (place) => definitionIssue('cohort/keys', { ours: types(own), theirs: types(found) }, place))
    return null
  }
  return { dataset: other.id, key: found.map(columnOf), where, reach, counts: spec.counts ?? 'returned' }
}

function reachOf({ returns }: Spec, making: Making): CohortReach | null {
  const path = [...making.path, 'returns']
  if ((returns.within === undefined) === (returns.in === undefined)) {
    const both = returns.within !== undefined
    making.report(both ? [...path, 'in'] : path, (place) => definitionIssue('cohort/when', { both }, place))
    return null
  }
  if (returns.within !== undefined) {
    const sameDay = returns['same-day'] ?? (returns.dataset !== undefined || returns.where !== undefined)
    return { kind: 'days', first: sameDay ? 0 : 1, last: field.durationDays(returns.within) }
  }
  const { grain, number } = field.nthOf(returns.in ?? '')
  return making.calendar === null ? null : { kind: 'period', calendar: making.calendar.id, grain, after: number }
}

function partsOf({ key: by, enters, returns, counts }: Spec): { readonly label: string; readonly text: string }[] {
  const when = returns.within === undefined ? `in ${returns.in ?? ''} after it` : `within ${returns.within} of it`
  const rows = [
    returns.dataset === undefined ? [] : `in ${returns.dataset}`,
    returns.where === undefined ? [] : `where ${returns.where}`,
  ]
  const row = ['a row', ...rows.flat()].join(' ')
  return [
    {
      label: 'Entered',
      text: `each ${[by].flat().join(', ')} with its first row${enters === undefined ? '' : ` where ${enters}`}`,
    },
    {
      label: counts === 'lost' ? 'Lost' : 'Came back',
      text: `those ${counts === 'lost' ? 'without' : 'with'} ${row} ${when}`,
    },
  ]
}
