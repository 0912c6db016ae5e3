import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { z } from 'zod'
import { BadPart } from '../domain/bad-part.ts'
import type { Dataset } from '../domain/catalog.ts'
import { Failure } from '../domain/failure.ts'
import type { Issue } from '../domain/issue.ts'
import { loadIssue } from '../domain/load-issues.ts'
import { cellText } from '../domain/raw-cell.ts'
import type { RawRow } from '../ports.ts'
import { BadQuotes, csvRecords } from './csv-records.ts'
import { bytesPerRead, type Opened, pathOption, reachFiles, readFiles, reasonOf, toldApart } from './file-parts.ts'
import type { FoundFile } from './files.ts'
import { leaveOutOption, leftOut } from './leave-out.ts'
import { defineConnector } from './plug.ts'

const encodings = { 'utf-8': 'utf-8', latin1: 'windows-1252', 'utf-16le': 'utf-16le' } as const

const one = (what: string) => z.string().length(1, `${what} is one character`)

const options = z.strictObject({
  path: pathOption(),
  delimiter: one('A delimiter')
    .default(',')
    .meta({ title: 'Delimiter', description: 'The character between cells; "\\t" for tabs.' }),
  quote: one('A quote').default('"').meta({ title: 'Quote', description: 'The character around cells that need it.' }),
  encoding: z
    .enum(['utf-8', 'latin1', 'utf-16le'])
    .default('utf-8')
    .meta({ title: 'Encoding', description: 'latin1 is read as Windows-1252, which holds it.' }),
  'leave-out': leaveOutOption(),
})

type Options = z.infer<typeof options>

/** Text files of rows: the first line is the header, a dataset's `from` the pattern of file names. */
export const csv = defineConnector<Options>({
  id: 'csv',
  title: 'CSV files',
  help: 'Reads text files with a header line from a folder of the workspace; a changed file replaces its earlier rows.',
  fetches: true,
  options,
  examples: [
    'kind: source\nid: shop\nconnector: csv\npath: data\n',
    'kind: source\nid: export\nconnector: csv\ndelimiter: ";"\nencoding: latin1\n',
  ],
  read: (request, chosen) =>
    readFiles(request, chosen.path, (file, print) => openPart(file, print, request.dataset, chosen)),
  reach: (request, chosen) => reachFiles(request, chosen.path),
})

/** Reads the header now and leaves the rows to be read block by block. */
async function openPart(file: FoundFile, fingerprint: string, dataset: Dataset, chosen: Options): Promise<Opened> {
  const hash = createHash('sha256')
  const records = csvRecords(decoded(file, chosen, hash), chosen)
  try {
    const first = await records.next()
    const [head, ...begun] = first.done === true ? [] : first.value
    if (head === undefined) return { issues: [loadIssue('load/empty-file', {}, { file: file.origin, line: 1 })] }
    const names = head.cells.map((cell) => (cellText(cell) ?? '').trim())
    const { header, issues } = toldApart(names, dataset, { file: file.origin, line: head.line })
    const close = async () => {
      await records.return()
    }
    if (issues.length > 0) {
      await close()
      return { issues }
    }
    const isLeftOut = leftOut(chosen['leave-out'])
    const rows = blocksOf(file, begun, records, () => hash.digest('hex') === fingerprint, isLeftOut)
    return { parts: [{ origin: file.origin, fingerprint, header, rows, close }] }
  } catch (error) {
    const known = partIssue(error, file)
    if (known instanceof BadPart) return { issues: known.issues }
    throw known
  }
}

async function* blocksOf(
  file: FoundFile,
  begun: readonly RawRow[],
  records: AsyncIterable<readonly RawRow[]>,
  isSame: () => boolean,
  isLeftOut: ReturnType<typeof leftOut>,
): AsyncGenerator<readonly RawRow[]> {
  const kept = (block: readonly RawRow[]) => block.filter(({ cells }) => !isLeftOut(cells))
  try {
    yield kept(begun)
    for await (const block of records) yield kept(block)
  } catch (error) {
    throw partIssue(error, file)
  }
  if (!isSame()) throw new BadPart([loadIssue('load/changing', {}, { file: file.origin })])
}

/** Quotes that do not match as a mistake with its line; any other error as it is. */
function partIssue(error: unknown, file: FoundFile): unknown {
  if (!(error instanceof BadQuotes)) return error
  const place = { file: file.origin, ...(error.line === null ? {} : { line: error.line }) }
  return new BadPart([loadIssue('load/quoting', { problem: error.message }, place)])
}

async function* decoded(file: FoundFile, chosen: Options, hash: Hash): AsyncGenerator<string> {
  const decoder = new TextDecoder(encodings[chosen.encoding], { fatal: true })
  try {
    for await (const chunk of createReadStream(file.path, { highWaterMark: bytesPerRead })) {
      hash.update(chunk)
      const text = decoder.decode(chunk, { stream: true })
      if (text.includes('\0')) throw new TypeError('NUL')
      if (text !== '') yield text
    }
    const rest = decoder.decode()
    if (rest !== '') yield rest
  } catch (error) {
    if (!(error instanceof TypeError)) throw new Failure('unreadable', `${file.origin}: ${reasonOf(error)}`)
    throw new BadPart([await encodingIssue(file, chosen)])
  }
}

/** NUL characters or broken sequences: the byte order mark, where there is one, says what the file is. */
async function encodingIssue(file: FoundFile, chosen: Options): Promise<Issue> {
  const [head] = await createReadStream(file.path, { end: 1 }).toArray()
  const marked = head instanceof Uint8Array && head[0] === 0xff && head[1] === 0xfe
  const better = marked ? 'utf-16le' : chosen.encoding === 'utf-8' ? 'latin1' : 'utf-8'
  return loadIssue('load/encoding', { encoding: chosen.encoding, better }, { file: file.origin })
}
