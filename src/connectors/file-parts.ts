import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { z } from 'zod'
import type { Dataset } from '../domain/catalog.ts'
import type { Issue, Place } from '../domain/issue.ts'
import { loadIssue } from '../domain/load-issues.ts'
import type { Connector, RawPart, ReadRequest } from '../ports.ts'
import { type FoundFile, findFiles } from './files.ts'

/** The option of every connector that reads files: where they lie. */
export const pathOption = () =>
  z
    .string()
    .refine((path) => !/^[\\/]|^[A-Za-z]:|(^|[\\/])\.\.([\\/]|$)/.test(path), 'a folder below the workspace')
    .default('.')
    .meta({ title: 'Folder', description: 'Where the files lie, relative to the workspace folder.' })

export const bytesPerRead = 1 << 20

/** The parts of one file, mostly one; what follows `#` in an origin says which table of the file it is. */
export type Opened =
  | { readonly parts: readonly RawPart[]; readonly unchanged?: readonly string[] }
  | { readonly issues: readonly Issue[] }

/**
 * Reads what a dataset's pattern finds: files whose bytes are known are not opened, all others are handed to `open`.
 * Any issue refuses all of them.
 */
export async function readFiles(
  request: ReadRequest,
  path: string,
  open: (file: FoundFile, fingerprint: string) => Promise<Opened>,
  pattern: string = request.dataset.from,
): ReturnType<Connector['read']> {
  const found = await findFiles(request.folder, path, pattern)
  if ('issues' in found) return found
  const parts: RawPart[] = []
  const issues: Issue[] = []
  const present: string[] = []
  for (const file of found.files) {
    const fingerprint = await fingerprintOf(file).catch((error: unknown) => {
      issues.push(loadIssue('load/unreadable', { reason: reasonOf(error) }, { file: file.origin }))
      return null
    })
    if (fingerprint === null) continue
    const known = [...request.known].filter(
      ([origin]) => origin === file.origin || origin.startsWith(`${file.origin}#`),
    )
    if (known.length > 0 && known.every(([, print]) => print === fingerprint)) {
      present.push(...known.map(([origin]) => origin))
      continue
    }
    const opened = await open(file, fingerprint)
    if ('issues' in opened) issues.push(...opened.issues)
    else {
      parts.push(...opened.parts)
      present.push(...opened.parts.map(({ origin }) => origin), ...(opened.unchanged ?? []))
    }
  }
  if (issues.length === 0) return { parts, present }
  for (const part of parts) await part.close?.()
  return { issues }
}

/** What keeps a dataset's pattern from finding files. */
export async function reachFiles(
  request: ReadRequest,
  path: string,
  pattern: string = request.dataset.from,
): Promise<readonly Issue[]> {
  const found = await findFiles(request.folder, path, pattern)
  return 'issues' in found ? found.issues : []
}

/** Fingerprints by path, for as long as the file's times, size and identity stay what they were. */
const fingerprints = new Map<string, { readonly stamp: string; readonly fingerprint: string }>()

/** Some file systems count time in steps of two seconds: within one, a second write may leave no trace. */
const coarsestClockMs = 2_000

/** SHA-256 of a file's bytes. A file that was looked at before is read again only when it was written since. */
export async function fingerprintOf(file: FoundFile): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs, mtimeMs } = await stat(file.path, { bigint: true })
  const stamp = `${ino} ${size} ${mtimeNs} ${ctimeNs}`
  const known = fingerprints.get(file.path)
  if (known !== undefined && known.stamp === stamp) return known.fingerprint
  const settled = performance.timeOrigin + performance.now() - Number(mtimeMs) > coarsestClockMs
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file.path, { highWaterMark: bytesPerRead })) hash.update(chunk)
  const fingerprint = hash.digest('hex')
  if (settled) fingerprints.set(file.path, { stamp, fingerprint })
  return fingerprint
}

/**
 * Headers that stand twice get numbers (`Amount #1`, `Amount #2`), so that a dataset may ask for each; asking for one by its
 * bare name is an issue.
 */
export function toldApart(
  header: readonly string[],
  dataset: Dataset,
  place: Place,
): { readonly header: readonly string[]; readonly issues: readonly Issue[] } {
  const places = Map.groupBy(header.keys(), (at) => header[at] ?? '')
  const issues = dataset.columns.flatMap(({ from }) => {
    const [first, second] = places.get(from) ?? []
    if (first === undefined || second === undefined) return []
    return [loadIssue('load/double-header', { name: from, first: first + 1, second: second + 1 }, place)]
  })
  const numbered = header.map((name, at) => {
    const same = places.get(name) ?? []
    return name === '' || same.length < 2 ? name : `${name} #${same.indexOf(at) + 1}`
  })
  return { header: numbered, issues }
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
