import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Actor } from '../../domain/access.ts'
import { BadPart } from '../../domain/bad-part.ts'
import { type Dataset, manualDataset } from '../../domain/catalog.ts'
import { type RowShaper, shaper } from '../../domain/fact.ts'
import type { Issue } from '../../domain/issue.ts'
import type { Late } from '../../domain/late.ts'
import { loadIssue } from '../../domain/load-issues.ts'
import type { Batch, BatchPart, RawPart, RowEffect, SetAsideRow, Staging } from '../../ports.ts'
import { isoInstant } from '../../time/zone.ts'
import { readsOf } from '../ask/reads.ts'
import { todayOf } from '../ask.ts'
import { type Deps, stateFolder } from '../deps.ts'
import { partRefs, syncDataset } from '../sync.ts'
import { BadRows } from './bad-rows.ts'
import { inForce } from './in-force.ts'
import { lateFor } from './late.ts'
import { failureIssue, keyText } from './report.ts'
import { targetRows } from './target-rows.ts'

export interface Delivery {
  readonly dataset: Dataset
  readonly parts: readonly RawPart[]
  /** Origins in force that no longer exist. */
  readonly gone: readonly string[]
  /** Fingerprints in force: what turns out to have the same is no news. */
  readonly known?: ReadonlyMap<string, string>
  readonly actor: Actor
  readonly onRows: (origin: string, rows: number) => void
}

export type Delivered =
  | { readonly batch: Batch; readonly setAside: readonly SetAsideRow[]; readonly issues: readonly Issue[] }
  | { readonly batch: null; readonly issues: readonly Issue[]; readonly refused: readonly SetAsideRow[] }

const rowsPerAppend = 10_000

interface Writing {
  readonly deps: Deps
  readonly delivery: Delivery
  readonly bad: BadRows
  readonly issues: Issue[]
  readonly standing: readonly BatchPart[]
  /** Parts in force that this delivery does not replace, and those it has written. */
  readonly beside: BatchPart[]
  readonly written: BatchPart[]
}

/**
 * The one road by which rows become facts: typed, staged, checked for doubled keys, written and forced to the disk as
 * Parquet, accepted by the store (from that commit on they are kept), then shown by the engine. Any issue refuses the
 * whole delivery and leaves nothing behind. Whoever calls it holds the dataset's lane.
 */
export async function deliver(deps: Deps, delivery: Delivery): Promise<Delivered> {
  const { dataset, parts, gone } = delivery
  const replaced = new Set([...parts.map((part) => part.origin), ...gone])
  const standing = await deps.store.batches.parts(dataset.id)
  const beside = standing.filter((part) => !replaced.has(part.origin))
  const writing: Writing = { deps, delivery, bad: new BadRows(), issues: [], standing, beside, written: [] }
  try {
    if (dataset.deliveries !== undefined) await syncDataset(deps, dataset)
    for (const part of parts) await writePart(writing, part)
    for (const origin of gone) writing.written.push(await gonePart(writing, origin))
    const refusal = refusalOf(writing)
    if (refusal !== null) {
      await forget(writing)
      return refusal
    }
    if (writing.written.length === 0) return { batch: null, issues: writing.issues, refused: [] }
    const outlook = await foreseen(writing)
    if ('issue' in outlook) {
      await forget(writing)
      return { batch: null, issues: [outlook.issue], refused: [] }
    }
    if (dataset.watermark !== undefined && outlook.effect !== null && isNothing(outlook.effect)) {
      await forget(writing)
      return { batch: null, issues: writing.issues, refused: [] }
    }
    return await accept(writing, outlook)
  } catch (error) {
    await forget(writing)
    throw error
  } finally {
    for (const part of parts) await part.close?.()
  }
}

/** The overlap of a watermark is read each time: rows that all stand already are no delivery. */
const isNothing = ({ added, changed, removed }: RowEffect): boolean => added + changed + removed === 0

interface Outlook {
  readonly effect: RowEffect | null
  readonly late: Late | null
  readonly warnings: readonly Issue[]
}

const unseen: Outlook = { effect: null, late: null, warnings: [] }

/**
 * What the written parts will do to the rows that stand, and which of it comes too late; refused where a key would stand
 * twice. A first delivery is never late, and one whose days are all open need not be looked at where files hold their own rows.
 */
async function foreseen(writing: Writing): Promise<Outlook | { readonly issue: Issue }> {
  const { deps, delivery, written, standing } = writing
  const { dataset } = delivery
  const overlap = dataset.deliveries !== undefined
  const watched = standing.length > 0 && dataset.id !== manualDataset
  const today = todayOf(deps)
  if (!overlap && !(watched && mayBeLate(writing, today))) return unseen
  const batches = await deps.store.batches.list(dataset.id)
  const parts = inForce(dataset, [...batches, { undone: null, parts: written }])
  const found = await deps.facts.foresee(dataset, partRefs(deps, parts), watched ? today : undefined)
  const [first] = found.doubled
  if (first !== undefined && overlap) {
    const params = { key: keyText(dataset, first), keys: found.doubled.length }
    return { issue: loadIssue('load/key-outside-window', params, { file: written[0]?.origin ?? dataset.from }) }
  }
  const came = await lateFor(deps, dataset, found)
  return {
    effect: overlap ? found.effect : null,
    late: came?.late ?? null,
    warnings: came === null ? [] : [came.issue],
  }
}

/** Whether a day of the rows that come or go has begun to be final for some KPI that reads them. */
function mayBeLate({ deps, delivery, written, standing }: Writing, today: number): boolean {
  const { catalog } = deps
  const final = [...catalog.kpis.values()].filter((kpi) => readsOf(catalog, kpi.id).all.includes(delivery.dataset.id))
  const soonest = Math.min(...final.map(({ finalAfterDays }) => finalAfterDays))
  const replaced = standing.filter(({ origin }) => written.some((part) => part.origin === origin))
  return [...written, ...replaced].some(({ firstDay }) => firstDay !== null && firstDay < today - soonest)
}

function refusalOf({ bad, issues, delivery }: Writing): Extract<Delivered, { batch: null }> | null {
  const refuses = delivery.dataset.onError === 'refuse' && bad.rows > 0
  if (!refuses && issues.every((issue) => issue.severity === 'warning')) return null
  const errors = issues.filter((issue) => issue.severity === 'error')
  return { batch: null, issues: [...errors, ...(refuses ? bad.issues() : [])], refused: refuses ? bad.shown() : [] }
}

/** Once the commit is asked for, only the store knows whose the files are: a failure from here on leaves them lying. */
async function accept(writing: Writing, { effect, late, warnings }: Outlook): Promise<Delivered> {
  const { deps, delivery, bad, issues } = writing
  const parts = writing.written.splice(0)
  const batch = await deps.store.batches.accept({
    dataset: delivery.dataset.id,
    actor: delivery.actor.id,
    at: isoInstant(deps.clock.now()),
    parts,
    setAside: bad.listed,
    setAsideRows: bad.rows,
    effect,
    late,
  })
  deps.fail('load:accepted')
  // From the commit on the batch is kept; an engine that cannot show it now catches up at the next start.
  const shown = await syncDataset(deps, delivery.dataset, effect).then(
    () => [],
    (error: unknown) => [failureIssue(error)],
  )
  deps.fail('load:synced')
  return { batch, setAside: bad.listed, issues: [...issues, ...warnings, ...shown] }
}

async function writePart(writing: Writing, raw: RawPart): Promise<void> {
  const { deps, delivery, bad, issues } = writing
  const dataset = delivery.dataset
  const bound = shaper(dataset, deps.catalog.workspace.zone)(raw.header, raw.origin, raw.everyRow)
  if (!bound.ok) {
    issues.push(...bound.issues)
    return
  }
  const staging = await deps.facts.stage(dataset)
  try {
    await stageRows(writing, raw, bound.value, staging)
    if (issues.some((issue) => issue.severity === 'error')) return
    if (dataset.onError === 'refuse' && bad.rows > 0) return
    if (bound.value.withoutTime() > 0 && dataset.time !== null) {
      const params = { column: dataset.time.column, rows: bound.value.withoutTime() }
      issues.push(loadIssue('load/without-time', params, { file: raw.origin }))
    }
    const overlap = dataset.deliveries !== undefined
    const others = overlap ? [] : partRefs(deps, [...writing.beside, ...writing.written])
    const doubled = dataset.key === null ? [] : await staging.duplicates(others)
    for (const { key, lines } of doubled) {
      const params = { key: keyText(dataset, key), lines }
      issues.push(loadIssue('load/duplicate-key', params, { file: raw.origin, line: lines[0] ?? 1 }))
    }
    if (doubled.length > 0) return
    const fingerprint = typeof raw.fingerprint === 'string' ? raw.fingerprint : raw.fingerprint()
    if (delivery.known?.get(raw.origin) !== fingerprint) await writeFile(writing, raw, fingerprint, staging)
    else writing.beside.push(...writing.standing.filter(({ origin }) => origin === raw.origin))
  } finally {
    await staging.discard()
  }
}

/** Reads on after the first bad row, so that all of them are told at once. */
async function stageRows(writing: Writing, raw: RawPart, shape: RowShaper, staging: Staging): Promise<void> {
  const { delivery, bad, deps } = writing
  const check = targetRows(deps.catalog, delivery.dataset, raw.header)
  let rows = 0
  const flush = async () => {
    if (shape.size() === 0) return
    const { lines, columns } = shape.take()
    rows += lines.length
    if (delivery.dataset.onError === 'set-aside' || bad.rows === 0) await staging.append(lines, columns)
    delivery.onRows(raw.origin, rows)
  }
  try {
    for await (const block of raw.rows) {
      for (const row of block) {
        const unknown = check(row.line, row.cells)
        const wrong = unknown.length > 0 ? unknown : shape.add(row.line, row.cells)
        if (wrong.length > 0) bad.add(raw.file ?? raw.origin, raw.sheet ?? null, wrong)
      }
      if (shape.size() >= rowsPerAppend) await flush()
    }
    await flush()
  } catch (error) {
    if (!(error instanceof BadPart)) throw error
    writing.issues.push(...error.issues)
  }
}

async function writeFile(writing: Writing, raw: RawPart, fingerprint: string, staging: Staging): Promise<void> {
  const { deps, delivery } = writing
  const part = await deps.store.batches.nextPart()
  deps.fail('load:part-allotted')
  const file = `batches/${delivery.dataset.id}/${part}.parquet`
  const path = join(stateFolder(deps), file)
  await makeFolder(dirname(path))
  const { rows, firstDay, lastDay } = await staging.write(path)
  deps.fail('load:parquet-written')
  const { origin } = raw
  const shape = delivery.dataset.shape
  writing.written.push({ part, file, rows, origin, fingerprint, shape, gone: false, firstDay, lastDay })
}

async function gonePart(writing: Writing, origin: string): Promise<BatchPart> {
  const part = await writing.deps.store.batches.nextPart()
  const shape = writing.delivery.dataset.shape
  return { part, file: '', rows: 0, origin, fingerprint: '', shape, gone: true, firstDay: null, lastDay: null }
}

/** A new folder is an entry of its parent: that entry must reach the disk too. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  for (let folder = dirname(path); folder.length >= dirname(first).length; folder = dirname(folder)) {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  }
}

async function forget({ deps, written }: Writing): Promise<void> {
  for (const { file } of written) if (file !== '') await rm(join(stateFolder(deps), file), { force: true })
}
