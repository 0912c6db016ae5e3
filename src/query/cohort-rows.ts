import type { Catalog, Dataset } from '../domain/catalog.ts'
import type { Cohort, CohortReturn } from '../domain/formula/algebra.ts'
import { aggregate, binary, column, type Expr, integer, type Join, type Output, type Query } from '../sql/ast.ts'
import { canonical } from './demand.ts'
import { hasKey } from './entity-rows.ts'
import { calendarColumn, factsOf, Lowering } from './lower.ts'
import { only } from './windows.ts'

/** How the rows by which entities enter are told apart, and by which of them they belong to a scope. */
interface Entering {
  readonly cohort: Cohort
  readonly members: (lowering: Lowering) => { readonly members: readonly Expr[]; readonly where: readonly Expr[] }
}

const own = (name: string): Expr => column('s', name)
const both = (...args: Expr[]): Expr => ({ kind: 'and', args })

/**
 * One row per entity: its members, the day it entered (`entry`), and how many rows bring it back by each of several rules (`r0`,
 * `r1`, …). Scopes filter the rows of entering; coming back counts wherever it happens.
 */
export function cohortRows(
  catalog: Catalog,
  dataset: Dataset,
  wide: boolean,
  entering: Entering,
  returns: readonly CohortReturn[],
): { readonly query: Query; readonly members: number } {
  const lowering = new Lowering(catalog, dataset, wide)
  const day = lowering.day()
  const key = entering.cohort.key.map((one) => lowering.lower(one))
  const enters = entering.cohort.enters.map((one) => lowering.lower(one))
  const { members, where } = entering.members(lowering)
  const entries: Query = {
    kind: 'select',
    outputs: [
      ...members.map((expr, index): Output => ({ expr, as: `m${index}` })),
      ...key.map((expr, index): Output => ({ expr, as: `e${index}` })),
      { expr: aggregate('min', day), as: 'entry' },
    ],
    from: factsOf(dataset),
    joins: lowering.joins(),
    where: [...enters, ...where, ...hasKey([day, ...key])],
    groupBy: [[...members, ...key]],
  }
  const kept = [...members.map((_, index) => `m${index}`), ...key.map((_, index) => `e${index}`), 'entry']
  const groups = Map.groupBy(
    returns.map((one, index) => ({ one, name: `r${index}` })),
    ({ one }) => canonical([one.dataset, one.key]),
  )
  let query: Query = entries
  for (const group of groups.values()) {
    query = withReturns(catalog, wide, query, kept, group)
    kept.push(...group.map(({ name }) => name))
  }
  return { query, members: members.length }
}

type Named = readonly { readonly one: CohortReturn; readonly name: string }[]

/** The same rows with how many rows of one dataset bring each entity back. */
function withReturns(catalog: Catalog, wide: boolean, stage: Query, kept: readonly string[], group: Named): Query {
  const [sample] = group
  const dataset = sample && catalog.datasets.get(sample.one.dataset)
  if (sample === undefined || dataset === undefined) throw new Error('nobody comes back by rows of no dataset')
  const grains = [...new Set(group.flatMap(({ one: { reach } }) => (reach.kind === 'period' ? [columnOf(reach)] : [])))]
  const keys = sample.one.key.map((_, index) => binary('=', column('r', `k${index}`), own(`e${index}`)))
  const joins: Join[] = [
    {
      kind: 'left',
      to: { kind: 'query', query: comingBack(catalog, dataset, wide, group), as: 'r' },
      on: both(...keys),
    },
    calendarJoin('ce', own('entry')),
    calendarJoin('cr', column('r', 'day')),
    ...grains.map((grain, index) => lastDays(grain, index)),
  ]
  const counted = group.map(({ one, name }, index): Output => {
    const within = reached(one, dataset, grains)
    return { expr: aggregate('count', only([column('r', `w${index}`), within], integer(1))), as: name }
  })
  return {
    kind: 'select',
    outputs: [...kept.map((name): Output => ({ expr: own(name), as: name })), ...counted],
    from: { kind: 'query', query: stage, as: 's' },
    joins: grains.length === 0 ? joins.slice(0, 1) : joins,
    where: [],
    groupBy: [kept.map(own)],
  }
}

const columnOf = (reach: Extract<CohortReturn['reach'], { kind: 'period' }>): string =>
  `${calendarColumn(reach.calendar, reach.grain)}/${reach.after}`
const calendarOf = (grain: string): string => grain.slice(0, grain.lastIndexOf('/'))
const afterOf = (grain: string): number => Number(grain.slice(grain.lastIndexOf('/') + 1))

/** Rows that may bring somebody back: key, day, end and which rules they fulfil. */
function comingBack(catalog: Catalog, dataset: Dataset, wide: boolean, group: Named): Query {
  const lowering = new Lowering(catalog, dataset, wide)
  const day = lowering.day()
  const truth = (value: boolean): Expr => ({ kind: 'param', value, type: { kind: 'boolean' } })
  const key = (group[0]?.one.key ?? []).map((one) => lowering.lower(one))
  const rules = group.map(({ one }, index): Output => {
    const fulfilled = only(
      one.where.map((condition) => lowering.lower(condition)),
      truth(true),
    )
    return { expr: { kind: 'call', primitive: 'coalesce', args: [fulfilled, truth(false)] }, as: `w${index}` }
  })
  const ends = dataset.rows === 'validity' ? [{ expr: lowering.ends(), as: 'end' }] : []
  return {
    kind: 'select',
    outputs: [
      ...key.map((expr, index): Output => ({ expr, as: `k${index}` })),
      { expr: day, as: 'day' },
      ...ends,
      ...rules,
    ],
    from: factsOf(dataset),
    joins: lowering.joins(),
    where: hasKey([day]),
    groupBy: null,
  }
}

const calendarJoin = (as: string, day: Expr): Join => ({
  kind: 'left',
  to: { kind: 'table', name: 'calendar', as },
  on: binary('=', column(as, 'day'), day),
})

/** The last day of the period that lies some periods after that of entry. */
function lastDays(grain: string, index: number): Join {
  const ordinal = column('c', calendarOf(grain))
  const query: Query = {
    kind: 'select',
    outputs: [
      { expr: ordinal, as: 'period' },
      { expr: aggregate('max', column('c', 'day')), as: 'last' },
    ],
    from: { kind: 'table', name: 'calendar', as: 'c' },
    joins: [],
    where: [],
    groupBy: [[ordinal]],
  }
  const as = `l${index}`
  const wanted = binary('+', column('ce', calendarOf(grain)), integer(afterOf(grain)))
  return { kind: 'left', to: { kind: 'query', query, as }, on: binary('=', column(as, 'period'), wanted) }
}

/** Whether a row's day counts. Rows in force come back where they are in force on the last day of the period. */
function reached({ reach }: CohortReturn, dataset: Dataset, grains: readonly string[]): Expr {
  const day = column('r', 'day')
  if (reach.kind === 'days') {
    const from = binary('+', own('entry'), integer(reach.first))
    return both(binary('>=', day, from), binary('<=', day, binary('+', own('entry'), integer(reach.last))))
  }
  const grain = columnOf(reach)
  if (dataset.rows === 'validity') {
    const last = column(`l${grains.indexOf(grain)}`, 'last')
    return both(binary('<=', day, last), binary('>', column('r', 'end'), last))
  }
  const entered = binary('+', column('ce', calendarOf(grain)), integer(reach.after))
  return binary('=', column('cr', calendarOf(grain)), entered)
}
