import type { Dataset } from '../../domain/catalog.ts'
import type { BatchPart, ResultColumn } from '../../ports.ts'
import { factsTable } from '../../query/lower.ts'
import { aggregate, binary, column, type Expr, integer, type Query } from '../../sql/ast.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { render } from '../../sql/render.ts'
import type { Deps } from '../deps.ts'
import { partRefs } from '../sync.ts'

/**
 * Keys that would stand twice if the dataset held exactly these parts. Asked of a scratch table of the key columns, so
 * that nobody sees the rows meanwhile; no dataset can be named like it.
 */
export async function doubledKeys(
  deps: Pick<Deps, 'facts' | 'folder'>,
  dataset: Dataset,
  parts: readonly BatchPart[],
): Promise<readonly (readonly string[])[]> {
  const key = dataset.key
  if (key === null) return []
  const columns = dataset.columns.filter((one) => key.includes(one.name))
  const scratch: Dataset = { ...dataset, id: `${dataset.id}--undo`, columns }
  try {
    await deps.facts.sync(scratch, partRefs(deps, parts))
    const result = await deps.facts.query(render(doubledQuery(scratch, key), duckdb), { lane: 'heavy' })
    const [, ...values] = result.columns
    return Array.from({ length: result.rows }, (_, row) => values.map((value) => textAt(value, row)))
  } finally {
    await deps.facts.sync(scratch, [])
  }
}

function doubledQuery(dataset: Dataset, key: readonly string[]): Query {
  const names = key.map((name) => column('f', name))
  const text = (expr: Expr): Expr => ({ kind: 'cast', arg: expr, type: { kind: 'text' } })
  return {
    kind: 'select',
    outputs: ['n', ...key].map((name, index) => {
      const expr = column('k', name)
      return { expr: index === 0 ? expr : text(expr), as: name }
    }),
    from: {
      kind: 'query',
      as: 'k',
      query: {
        kind: 'select',
        outputs: [
          { expr: aggregate('count'), as: 'n' },
          ...names.map((expr, index) => ({ expr, as: key[index] ?? '' })),
        ],
        from: { kind: 'table', name: factsTable(dataset.id), as: 'f' },
        joins: [],
        where: [],
        groupBy: [names],
      },
    },
    joins: [],
    where: [binary('>', column('k', 'n'), integer(1))],
    groupBy: null,
  }
}

function textAt(column: ResultColumn, row: number): string {
  if (column.kind === 'codes') return column.members[column.values[row] ?? -1] ?? ''
  return String(column.values[row] ?? '')
}
