import type { Catalog, Dataset, Target } from '../../domain/catalog.ts'
import type { Decimal } from '../../domain/decimal.ts'
import { scopeText } from '../../domain/scope.ts'
import type { RowOrigin, TargetValue } from '../../domain/target/plan.ts'
import { TargetReader, type TargetSubject } from '../../domain/target/row-reader.ts'
import type { Facts, Store } from '../../ports.ts'
import { factsOf } from '../../query/lower.ts'
import { column, type Output } from '../../sql/ast.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { render } from '../../sql/render.ts'
import { day } from '../../time/day.ts'
import { type Revisions, revisionsOf } from './reads.ts'
import { decimalAt, textAt, wholeAt } from './result-cells.ts'

interface Deps {
  readonly catalog: Catalog
  readonly facts: Facts
  readonly store: Pick<Store, 'batches'>
}

const known = new WeakMap<Facts, { readonly key: string; readonly catalog: Catalog }>()

/** The catalog with the targets that rows of datasets are, beside those of documents; read once per revision of the rows. */
export async function withLoadedTargets(deps: Deps, revisions: Revisions): Promise<Catalog> {
  const { catalog, facts } = deps
  const tables = [...catalog.datasets.values()].filter(
    ({ id, targets }) => targets !== undefined && (revisions.get(id) ?? 0) > 0,
  )
  if (tables.length === 0) return catalog
  const key = [catalog.revision, ...tables.map(({ id }) => `${id} ${revisionsOf(catalog, id, revisions)}`)].join('\t')
  const before = known.get(facts)
  if (before?.key === key) return before.catalog
  const loaded: Target[] = []
  for (const dataset of tables) loaded.push(...(await targetsOf(deps, dataset)))
  const made = { ...catalog, targets: [...catalog.targets, ...loaded] }
  known.set(facts, { key, catalog: made })
  newest.set(catalog, made)
  return made
}

const newest = new WeakMap<Catalog, Catalog>()

/** The versions of targets that are known, of documents and of the rows that were read last; `open` while rows may have others. */
export function knownVersions(catalog: Catalog): { readonly known: readonly string[]; readonly open: boolean } {
  const tables = [...catalog.datasets.values()].flatMap(({ targets }) => targets ?? [])
  const stated = tables.flatMap(({ version }) => ('version' in version ? [version.version] : []))
  const read = newest.get(catalog)
  const targets = (read ?? catalog).targets.map(({ version }) => version)
  const open = read === undefined && tables.some(({ version }) => 'column' in version)
  return { known: [...new Set([...targets, ...stated])], open }
}

interface Row {
  readonly subject: TargetSubject
  readonly value: Decimal
  readonly origin: RowOrigin
}

/** One target per KPI, scope, version and length of period; rows that name what is no longer there promise nothing. */
async function targetsOf(deps: Deps, dataset: Dataset): Promise<readonly Target[]> {
  const groups = new Map<string, Row[]>()
  for (const row of await rowsOf(deps, dataset)) {
    const { kpi, scope, version, grain } = row.subject
    const key = JSON.stringify([kpi.id, scopeText(scope), version, grain])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows
    return first === undefined ? [] : [targetOf(dataset, first.subject, rows)]
  })
}

function targetOf(dataset: Dataset, { kpi, scope, version, grain }: TargetSubject, rows: readonly Row[]): Target {
  const values = new Map(rows.map(({ subject, value }): [number, TargetValue] => [subject.ordinal, { value }]))
  const origins = new Map(rows.map(({ subject, origin }) => [subject.ordinal, origin]))
  return {
    id: dataset.id,
    kpi: kpi.id,
    version,
    scope,
    plan: { kind: 'values', grain, values, origins },
    pace: null,
    replaces: [],
    provenance: { setBy: null, setOn: null, approvedBy: null, because: null, basedOn: null },
    place: dataset.place,
  }
}

async function rowsOf({ catalog, facts, store }: Deps, dataset: Dataset): Promise<readonly Row[]> {
  const { targets: table } = dataset
  if (table === undefined) return []
  const dated = dataset.columns.find(({ name }) => name === table.period)?.type.kind === 'date'
  const texts = [
    ...('column' in table.kpi ? [table.kpi.column] : []),
    ...(table.unit === null ? [] : [table.unit]),
    ...('column' in table.version ? [table.version.column] : []),
    ...(dated ? [] : [table.period]),
    ...table.where,
  ]
  const outputs = [...texts, table.period, table.value, '_part', '_line'].map(
    (name, index): Output => ({ expr: column('f', name), as: `c${index}` }),
  )
  const query = { kind: 'select', outputs, from: factsOf(dataset), joins: [], where: [], groupBy: null } as const
  const result = await facts.query(render(query, duckdb), { lane: 'short' })
  const [period, value, part, line] = result.columns.slice(texts.length)
  const files = await originsOf(store, dataset.id)
  const reader = new TargetReader(catalog, table)
  return Array.from({ length: result.rows }, (_, row) => row).flatMap((row): Row[] => {
    const amount = decimalAt(value, row)
    const on = dated ? wholeAt(period, row) : null
    const cell = (name: string) => textAt(result.columns[texts.indexOf(name)], row)
    const subject = reader.read(cell, on === null ? null : day(on))
    const delivery = files.get(wholeAt(part, row) ?? -1)
    if (amount === null || !('kpi' in subject)) return []
    const origin = { batch: delivery?.batch ?? '', file: delivery?.file ?? dataset.id, row: wholeAt(line, row) }
    return [{ subject, value: amount, origin }]
  })
}

/** The delivery and the file of each part. */
async function originsOf(store: Deps['store'], dataset: string) {
  const batches = await store.batches.list(dataset)
  return new Map(
    batches.flatMap(({ id, parts }) => parts.map(({ part, origin }) => [part, { batch: id, file: origin }] as const)),
  )
}
