import type { Catalog, Dataset, Dimension, Scope } from '../../domain/catalog.ts'
import { withMember } from '../../domain/scope.ts'
import type { BatchPart, Facts } from '../../ports.ts'
import { factsOf, Lowering } from '../../query/lower.ts'
import { type Expr, integer } from '../../sql/ast.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { render } from '../../sql/render.ts'
import { day, printDay } from '../../time/day.ts'
import { appliedParts, isTurning } from './applied.ts'
import { type Revisions, reach, revisionsOf } from './reads.ts'

/** The members of a dimension at some revision of the rows, and by the part whose rows they occur in where parts are known. */
interface Known {
  readonly revisions: string
  readonly byPart: ByPart | null
  readonly members: readonly string[]
}

type ByPart = ReadonlyMap<number, readonly string[]>

const known = new WeakMap<Facts, Map<string, Known>>()
const mostKnown = 1_000

interface MemberDeps {
  readonly catalog: Catalog
  readonly facts: Facts
}

/** The members of a dimension that occur in a dataset, sorted; rows without one give the empty member. */
export async function membersOf(
  deps: MemberDeps,
  dataset: Dataset,
  name: string,
  revisions: Revisions,
): Promise<readonly string[]> {
  const { catalog, facts } = deps
  const dimension = dataset.dimensions.find((candidate) => candidate.name === name)
  if (dimension === undefined) return []
  let lists = known.get(facts)
  if (lists === undefined) known.set(facts, (lists = new Map()))
  // Members that are looked up in other rows are others when those are.
  const others = [...reach(catalog, dataset.id)].filter((id) => id !== dataset.id)
  const key = [catalog.revision, dataset.id, name, ...others.map((id) => `${id}@${revisions.get(id) ?? 0}`)].join('/')
  const now = revisionsOf(catalog, dataset.id, revisions)
  const before = lists.get(key)
  if (before?.revisions === now) return before.members
  const parts = standing(deps, dataset)
  const byPart = await carriedOn(deps, dataset, dimension, { before: before?.byPart ?? null, parts })
  const members = [...new Set([...byPart.values()].flat())].sort()
  if (lists.size > mostKnown) lists.clear()
  const still = parts !== null && standing(deps, dataset) === parts
  lists.set(key, { revisions: now, byPart: still ? byPart : null, members })
  return members
}

/** The members by part: those of parts that stood before are known, so that a delivery is read alone. */
async function carriedOn(
  deps: MemberDeps,
  dataset: Dataset,
  dimension: Dimension,
  { before, parts }: { readonly before: ByPart | null; readonly parts: readonly BatchPart[] | null },
): Promise<ByPart> {
  if (before === null || parts === null) return read(deps, dataset, dimension, null)
  const came = parts.filter(({ part, rows }) => rows > 0 && !before.has(part))
  const fresh = came.length === 0 ? new Map() : await read(deps, dataset, dimension, came)
  return new Map(parts.map(({ part }) => [part, before.get(part) ?? fresh.get(part) ?? []]))
}

/** The parts that the table of a dataset holds; null while it changes, or where rows of deliveries overlap. */
const standing = ({ facts }: MemberDeps, { id, deliveries }: Dataset): readonly BatchPart[] | null =>
  deliveries !== undefined || isTurning(facts, id) ? null : (appliedParts(facts).get(id) ?? null)

/** The members by part in the rows of some parts, or in all rows. */
async function read(
  { catalog, facts }: MemberDeps,
  dataset: Dataset,
  { expr: of }: Dimension,
  parts: readonly BatchPart[] | null,
): Promise<ByPart> {
  const lowering = new Lowering(catalog, dataset)
  const plain = lowering.lower(of)
  const expr = of.type.kind === 'text' ? plain : ({ kind: 'cast', arg: plain, type: { kind: 'text' } } as const)
  const some = parts?.map(({ part }) => integer(part))
  const where: readonly Expr[] =
    some === undefined ? [] : [{ kind: 'in', arg: lowering.part(), members: some, negated: false }]
  const statement = render(
    {
      kind: 'select',
      outputs: [
        { expr: lowering.part(), as: 'part' },
        { expr, as: 'member' },
      ],
      from: factsOf(dataset),
      joins: lowering.joins(),
      where,
      groupBy: [[lowering.part(), expr]],
    },
    duckdb,
  )
  const { columns, rows } = await facts.query(statement, { lane: 'short' })
  const [part, member] = columns
  const found = new Map<number, string[]>()
  if (part?.kind !== 'numbers' || member?.kind !== 'codes') return found
  for (let row = 0; row < rows; row++) {
    const text = member.members[member.values[row] ?? -1] ?? ''
    const own = of.type.kind === 'date' && text !== '' ? printDay(day(Number(text))) : text
    const at = part.values[row] ?? 0
    const list = found.get(at)
    if (list === undefined) found.set(at, [own])
    else list.push(own)
  }
  return found
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
