import type { Catalog, Dataset } from '../domain/catalog.ts'
import type { RowExpr } from '../domain/formula/algebra.ts'
import type { ResultSet } from '../ports.ts'
import { aggregate, all, type Expr, type Output, param, type Query, type SqlType } from '../sql/ast.ts'
import { spanOf } from '../time/frame.ts'
import { dayRange } from './base-grain.ts'
import type { Demand, Slice, TermSeries, TermTable } from './demand.ts'
import { factsOf, Lowering } from './lower.ts'
import { type Grouping, type NumberedSpan, timeline } from './timeline.ts'

/** One statement for every distinct count of a dataset: they never merge, so each grain is grouped from facts. */
export interface DistinctPlan {
  readonly parts: readonly Part[]
  readonly query: Query
}

interface Part {
  readonly demands: readonly Demand[]
  readonly slices: readonly Slice[]
}

/** Plans the demands that declare no merge. */
export function planDistinct(
  catalog: Catalog,
  dataset: Dataset,
  demands: readonly Demand[],
  wide: boolean,
): DistinctPlan {
  const byFrame = Map.groupBy(demands, ({ frame }) => frame)
  const parts = [...byFrame.values()].map((list) => ({ demands: list, slices: slicesOf(list) }))
  const width = Math.max(...parts.map((part) => part.demands.length))
  const slices = Math.max(...parts.map((part) => part.slices.length))
  const queries = parts.map((part, index) =>
    partQuery(new Lowering(catalog, dataset, wide), dataset, part, { index, width, slices }),
  )
  const [first] = queries
  if (first === undefined) throw new Error('a plan needs a demand')
  return { parts, query: queries.length === 1 ? first : { kind: 'union-all', parts: queries } }
}

const slicesOf = (demands: readonly Demand[]): readonly Slice[] => [
  ...new Map(demands.map((demand) => [demand.slice.id, demand.slice])).values(),
]

const integerType: SqlType = { kind: 'integer' }
const countType: SqlType = { kind: 'bigint' }

function partQuery(
  lowering: Lowering,
  dataset: Dataset,
  part: Part,
  frame: { index: number; width: number; slices: number },
): Query {
  const grouping = dataset.time === null ? null : groupingOf(part.demands)
  const range = grouping === null ? null : dayRange(part.demands)
  const { period, joins, where } = timeline(lowering, dataset, grouping, range)
  const outputs: Output[] = [
    { expr: period ?? { kind: 'null', type: integerType }, as: 'period' },
    { expr: param(frame.index, integerType), as: 'part' },
  ]
  for (let index = 0; index < frame.width; index++) {
    const demand = part.demands[index]
    outputs.push({
      expr: demand === undefined ? { kind: 'null', type: countType } : distinctExpr(lowering, demand),
      as: `d${index}`,
    })
  }
  for (let index = 0; index < frame.slices; index++) {
    const slice = part.slices[index]
    outputs.push({
      expr: slice === undefined ? { kind: 'null', type: countType } : rowsExpr(lowering, slice),
      as: `s${index}`,
    })
  }
  return {
    kind: 'select',
    outputs,
    from: factsOf(dataset),
    joins: [...joins, ...lowering.joins().filter((join) => !joins.includes(join))],
    where,
    groupBy: period === null ? null : [[period]],
  }
}

/** Periods that are their own days come from the calendar table; any other span is written out, since spans may overlap. */
function groupingOf(demands: readonly Demand[]): Grouping {
  const [sample] = demands
  if (sample === undefined) return null
  const { frame } = sample
  if (frame.grain === 'total' || (frame.reach.kind === 'period' && frame.part === null)) return frame
  const from = Math.min(...demands.map((demand) => demand.from))
  const until = Math.max(...demands.map((demand) => demand.until))
  const spans: NumberedSpan[] = []
  for (let ordinal = from; ordinal < until; ordinal++) {
    const span = spanOf(frame, ordinal)
    if (span !== null) spans.push({ ordinal, ...span })
  }
  return { spans }
}

function distinctExpr(lowering: Lowering, demand: Demand): Expr {
  const { term, slice } = demand
  if (term.argument === null) throw new Error('count_distinct counts something')
  const counted = lowering.lower(term.argument)
  return aggregate('count_distinct', onlyWhere(lowering, [...slice.conditions, ...term.where], counted))
}

const rowsExpr = (lowering: Lowering, slice: Slice): Expr =>
  slice.conditions.length === 0
    ? aggregate('count')
    : aggregate('count', onlyWhere(lowering, slice.conditions, { kind: 'integer', value: 1 }))

function onlyWhere(lowering: Lowering, conditions: readonly RowExpr[], value: Expr): Expr {
  const when = all(conditions.map((condition) => lowering.lower(condition)))
  return when === null ? value : { kind: 'case', when, then: value, otherwise: null }
}

/** The distinct counts by demand and period. */
export function readDistinct(plan: DistinctPlan, result: ResultSet): TermTable {
  const columns = new Map(result.names.map((name, index) => [name, result.columns[index]]))
  const number = (name: string, row: number): number => {
    const column = columns.get(name)
    if (column === undefined || column.kind === 'codes') return 0
    return column.valid !== null && column.valid[row] === 0 ? 0 : Number(column.values[row] ?? 0)
  }
  const rowsOfPart = plan.parts.map((): number[] => [])
  for (let row = 0; row < result.rows; row++) rowsOfPart[number('part', row)]?.push(row)
  const series = new Map<Demand, TermSeries>()
  plan.parts.forEach((part, index) => {
    const slices = new Map(part.slices.map((slice, place) => [slice.id, `s${place}`]))
    part.demands.forEach((demand, place) => {
      const size = demand.until - demand.from
      const [rows, values] = [new Float64Array(size), new Float64Array(size)]
      for (const row of rowsOfPart[index] ?? []) {
        const at = number('period', row) - demand.from
        if (at < 0 || at >= size) continue
        rows[at] = number(slices.get(demand.slice.id) ?? '', row)
        values[at] = number(`d${place}`, row)
      }
      series.set(demand, { from: demand.from, rows, matched: values, values })
    })
  })
  return (demand) => series.get(demand)
}
