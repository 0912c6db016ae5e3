import type { Catalog, Dataset, Scope } from '../../domain/catalog.ts'
import { withMember } from '../../domain/scope.ts'
import type { Facts } from '../../ports.ts'
import { factsOf, Lowering } from '../../query/lower.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { render } from '../../sql/render.ts'
import { day, printDay } from '../../time/day.ts'
import { type Revisions, revisionsOf } from './reads.ts'

const known = new WeakMap<Facts, Map<string, readonly string[]>>()

/** The members of a dimension that occur in a dataset, sorted; rows without one give the empty member. */
export async function membersOf(
  deps: { readonly catalog: Catalog; readonly facts: Facts },
  dataset: Dataset,
  name: string,
  revisions: Revisions,
): Promise<readonly string[]> {
  const { catalog, facts } = deps
  const dimension = dataset.dimensions.find((candidate) => candidate.name === name)
  if (dimension === undefined) return []
  let lists = known.get(facts)
  if (lists === undefined) known.set(facts, (lists = new Map()))
  const key = `${catalog.revision}/${dataset.id}/${name}/${revisionsOf(catalog, dataset.id, revisions)}`
  const found = lists.get(key)
  if (found !== undefined) return found
  const lowering = new Lowering(catalog, dataset)
  const plain = lowering.lower(dimension.expr)
  const expr =
    dimension.expr.type.kind === 'text' ? plain : ({ kind: 'cast', arg: plain, type: { kind: 'text' } } as const)
  const statement = render(
    {
      kind: 'select',
      outputs: [{ expr, as: 'member' }],
      from: factsOf(dataset),
      joins: lowering.joins(),
      where: [],
      groupBy: [[expr]],
    },
    duckdb,
  )
  const result = await facts.query(statement, { lane: 'short' })
  const column = result.columns[0]
  const members: string[] = []
  const dated = dimension.expr.type.kind === 'date'
  if (column?.kind === 'codes') {
    for (const code of column.values) {
      const member = code < 0 ? '' : (column.members[code] ?? '')
      members.push(dated && member !== '' ? printDay(day(Number(member))) : member)
    }
  }
  members.sort()
  if (lists.size > 1_000) lists.clear()
  lists.set(key, members)
  return members
}

/** The scopes that splitting by dimensions makes: every combination of members. */
export function splitScopes(scope: Scope, by: readonly (readonly [string, readonly string[]])[]): readonly Scope[] {
  let scopes: readonly Scope[] = [scope]
  for (const [dimension, members] of by) {
    const asked = scope.where[dimension]
    const kept = asked === undefined ? members : members.filter((member) => asked.includes(member))
    scopes = scopes.flatMap((each) => kept.map((member) => withMember(each, dimension, member)))
  }
  return scopes
}
