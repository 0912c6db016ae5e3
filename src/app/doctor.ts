import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dataset } from '../domain/catalog.ts'
import type { Issue } from '../domain/issue.ts'
import type { BatchPart, Connector } from '../ports.ts'
import { type Deps, stateFolder } from './deps.ts'
import { partsInForce } from './load/in-force.ts'
import { failureIssue } from './load/report.ts'
import { partRefs } from './sync.ts'

/** One thing looked at: whether it is well, and what to do where it is not. */
export interface Finding {
  readonly what: string
  readonly state: 'good' | 'warning' | 'bad'
  readonly says: string
  readonly advice: string
}

const good = (what: string, says: string): Finding => ({ what, state: 'good', says, advice: '' })

/** Looks over a workspace: definitions, sources, kept batches, engine against store, last loads, disk. */
export async function examine(deps: Deps, issues: readonly Issue[]): Promise<readonly Finding[]> {
  return [
    definitionsOf(deps, issues),
    ...(await sourcesOf(deps)),
    ...(await batchFilesOf(deps)),
    ...(await factsOf(deps)),
    ...(await loadsOf(deps)),
    await diskOf(deps),
  ]
}

function definitionsOf(deps: Deps, issues: readonly Issue[]): Finding {
  const { kpis, datasets } = deps.catalog
  const errors = issues.filter((issue) => issue.severity === 'error').length
  if (errors === 0) return good('definitions', `${kpis.size} KPIs over ${datasets.size} datasets are sound.`)
  const says = `${errors} mistakes in the folder; the last good definitions are in force.`
  return { what: 'definitions', state: 'bad', says, advice: 'bellwether check names each.' }
}

/** Whether each source can be reached now, and every dataset of it found there; no rows are read. */
async function sourcesOf(deps: Deps): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const source of deps.catalog.sources.values()) {
    const reach = deps.connectors.get(source.connector)?.reach
    const datasets = [...deps.catalog.datasets.values()].filter((dataset) => dataset.source === source.id)
    if (reach === undefined || datasets.length === 0) continue
    const bad: Finding[] = []
    for (const dataset of datasets) bad.push(...(await unreached(deps, reach, source.options, dataset)))
    if (bad.length > 0) findings.push(...bad)
    else findings.push(good(`source ${source.id}`, `${datasets.map(({ id }) => id).join(', ')} can be read.`))
  }
  return findings
}

async function unreached(
  deps: Deps,
  reach: NonNullable<Connector['reach']>,
  options: Readonly<Record<string, unknown>>,
  dataset: Dataset,
): Promise<readonly Finding[]> {
  const environment = deps.environment ?? (() => undefined)
  const request = { folder: deps.folder, options, dataset, known: new Map(), environment }
  const issues = await reach(request).catch((error: unknown) => [failureIssue(error)])
  return issues.map(({ file, message, hint }) => ({
    what: `source ${dataset.source}, dataset ${dataset.id}`,
    state: 'bad',
    says: file === undefined ? message : `${file}: ${message}`,
    advice: hint,
  }))
}

/** Every accepted part must lie on the disk as it was accepted: it is the record. */
async function batchFilesOf(deps: Deps): Promise<readonly Finding[]> {
  const batches = await deps.store.batches.list()
  const parts = batches.flatMap((batch) => batch.parts).filter((part) => part.file !== '')
  const lost: string[] = []
  for (const { file } of parts) {
    const found = await stat(join(stateFolder(deps), file)).catch(() => null)
    if (found === null || found.size === 0) lost.push(file)
  }
  if (lost.length === 0) return [good('batches', `${batches.length} batches, ${parts.length} files, all there.`)]
  return lost.map((file) => ({
    what: 'batches',
    state: 'bad',
    says: `The accepted file ${file} is gone.`,
    advice: 'Put it back from a backup; its rows cannot be had otherwise unless the source still has them.',
  }))
}

/** The engine's tables hold exactly the rows that the store accepted. */
async function factsOf(deps: Deps): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const dataset of deps.catalog.datasets.values()) {
    const parts = await partsInForce(deps, dataset.id)
    const what = `facts of ${dataset.id}`
    try {
      const accepted = await acceptedRows(deps, dataset, parts)
      const { rows } = await deps.facts.stats(dataset)
      if (rows === accepted) findings.push(good(what, `${rows} rows.`))
      else {
        const older = parts.some((part) => part.shape !== dataset.shape)
        const says = `The engine has ${rows} rows, ${accepted} were accepted.`
        findings.push({
          what,
          state: 'bad',
          says,
          advice: older
            ? `Its definition changed: bellwether load ${dataset.id}.`
            : 'Stop the server and delete .bellwether/engine.duckdb; it is built anew.',
        })
      }
    } catch (error) {
      const issue = failureIssue(error)
      findings.push({ what, state: 'bad', says: issue.message, advice: issue.hint })
    }
  }
  return findings
}

/** How many rows the accepted parts make; where they overlap, by laying them over each other once more. */
async function acceptedRows(deps: Deps, dataset: Dataset, parts: readonly BatchPart[]): Promise<number> {
  if (dataset.deliveries === undefined) return parts.reduce((sum, part) => sum + part.rows, 0)
  const scratch: Dataset = { ...dataset, id: `${dataset.id}--doctor` }
  try {
    await deps.facts.sync(scratch, partRefs(deps, parts))
    return (await deps.facts.stats(scratch)).rows
  } finally {
    await deps.facts.sync(scratch, [])
  }
}

async function loadsOf(deps: Deps): Promise<readonly Finding[]> {
  const failures = await deps.store.batches.failures()
  if (failures.size === 0) return [good('loads', 'No load has failed since the last good one.')]
  return [...failures].map(([dataset, { at, message }]) => ({
    what: `load of ${dataset}`,
    state: 'warning',
    says: `Failed at ${at}: ${message}`,
    advice: `Mend the source, then bellwether load ${dataset}.`,
  }))
}

const spareBytes = 1024 ** 3

async function diskOf(deps: Deps): Promise<Finding> {
  const { bavail, bsize } = await statfs(deps.folder)
  const free = bavail * bsize
  const says = `${(free / 1024 ** 3).toFixed(1)} GiB are free.`
  if (free > spareBytes) return good('disk', says)
  return { what: 'disk', state: 'warning', says, advice: 'Loads are refused when the disk is full; make room.' }
}
