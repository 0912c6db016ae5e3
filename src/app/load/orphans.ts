import type { Dataset, LookUp } from '../../domain/catalog.ts'
import type { Issue } from '../../domain/issue.ts'
import { loadIssue } from '../../domain/load-issues.ts'
import { factsTable } from '../../query/lower.ts'
import { aggregate, all, binary, column, type Expr, type Query } from '../../sql/ast.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { render } from '../../sql/render.ts'
import type { Deps } from '../deps.ts'

/** A warning per look-up of the dataset whose key names rows that the other dataset does not have, with their number. */
export async function orphans(deps: Pick<Deps, 'catalog' | 'facts'>, dataset: Dataset): Promise<readonly Issue[]> {
  const issues: Issue[] = []
  for (const lookUp of dataset.lookUps) {
    const query = orphanQuery(deps, dataset, lookUp)
    if (query === null) continue
    const result = await deps.facts.query(render(query, duckdb), { lane: 'short' })
    const counted = result.columns[0]
    const rows = counted === undefined || counted.kind === 'codes' ? 0 : Number(counted.values[0] ?? 0)
    if (rows === 0) continue
    issues.push(loadIssue('load/orphans', { lookUp: lookUp.name, dataset: lookUp.dataset, rows }, dataset.place))
  }
  return issues
}

/** Rows whose whole look-up key is there, but finds nothing. A key with an empty column looks nothing up. */
function orphanQuery(deps: Pick<Deps, 'catalog'>, dataset: Dataset, lookUp: LookUp): Query | null {
  const other = deps.catalog.datasets.get(lookUp.dataset)
  const pairs = (other?.key ?? []).map(
    (name, index) => [column('f', lookUp.by[index] ?? ''), column('o', name)] as const,
  )
  const [first] = pairs
  const on = all(pairs.map(([mine, theirs]) => binary('=', mine, theirs)))
  if (first === undefined || on === null) return null
  const present = pairs.map(([mine]): Expr => ({ kind: 'is-null', arg: mine, negated: true }))
  return {
    kind: 'select',
    outputs: [{ expr: aggregate('count'), as: 'rows' }],
    from: { kind: 'table', name: factsTable(dataset.id), as: 'f' },
    joins: [{ kind: 'left', to: { kind: 'table', name: factsTable(lookUp.dataset), as: 'o' }, on }],
    where: [...present, { kind: 'is-null', arg: first[1], negated: false }],
    groupBy: null,
  }
}
