import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { z } from 'zod'
import { BadPart } from '../domain/bad-part.ts'
import type { Dataset } from '../domain/catalog.ts'
import { Failure } from '../domain/failure.ts'
import type { Issue } from '../domain/issue.ts'
import { loadIssue } from '../domain/load-issues.ts'
import { cellText } from '../domain/raw-cell.ts'
import type { RawRow } from '../ports.ts'
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

const rowsPerBlock = 2_000

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
  const records = recordsOf(file, chosen, hash)
  try {
    const first = await records.next()
    if (first.done) return { issues: [loadIssue('load/empty-file', {}, { file: file.origin, line: 1 })] }
    const names = first.value.cells.map((cell) => (cellText(cell) ?? '').trim())
    const { header, issues } = toldApart(names, dataset, { file: file.origin, line: first.value.line })
    const close = async () => {
      await records.return(undefined)
    }
    if (issues.length > 0) {
      await close()
      return { issues }
    }
    const rows = blocksOf(file, records, hash, fingerprint, leftOut(chosen['leave-out']))
    return { parts: [{ origin: file.origin, fingerprint, header, rows, close }] }
  } catch (error) {
    if (error instanceof BadPart) return { issues: error.issues }
    throw error
  }
}

async function* blocksOf(
  file: FoundFile,
  records: AsyncGenerator<RawRow>,
  hash: Hash,
  fingerprint: string,
  isLeftOut: ReturnType<typeof leftOut>,
): AsyncGenerator<readonly RawRow[]> {
  let block: RawRow[] = []
  for await (const record of records) {
    if (isLeftOut(record.cells)) continue
    block.push(record)
    if (block.length < rowsPerBlock) continue
    yield block
    block = []
  }
  if (block.length > 0) yield block
  if (hash.digest('hex') !== fingerprint) throw new BadPart([loadIssue('load/changing', {}, { file: file.origin })])
}

/** The records of a file with the line each begins on; throws BadPart where text or quotes are broken. */
async function* recordsOf(file: FoundFile, chosen: Options, hash: Hash): AsyncGenerator<RawRow> {
  const parser = parse({
    delimiter: chosen.delimiter,
    quote: chosen.quote,
    escape: chosen.quote,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
  })
  const source = Readable.from(decoded(file, chosen, hash))
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  const lineOf = lineCounter()
  try {
    for await (const { record, info } of parser) {
      const cells: readonly string[] = record
      yield { line: lineOf(info.lines, cells), cells }
    }
  } catch (error) {
    throw error instanceof CsvError ? quotingIssue(error, file) : error
  } finally {
    source.destroy()
  }
}

/**
 * Tells on which line a record begins from the parser's count of lines at its end, which counts a line break of two
 * characters inside quotes twice.
 */
function lineCounter(): (lines: number, cells: readonly string[]) => number {
  let before = 0
  let countedTwice = 0
  return (lines, cells) => {
    let inside = 0
    if (lines - before > 1) {
      for (const cell of cells) {
        inside += cell.match(/\r\n|\r|\n/g)?.length ?? 0
        countedTwice += cell.match(/\r\n/g)?.length ?? 0
      }
    }
    before = lines
    return lines - countedTwice - inside
  }
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

function quotingIssue(error: CsvError, file: FoundFile): BadPart {
  const lines = error.lines
  const problems: Readonly<Record<string, string>> = {
    CSV_QUOTE_NOT_CLOSED: 'A quoted cell is never closed.',
    INVALID_OPENING_QUOTE: 'A quote stands inside a cell that does not begin with one.',
    CSV_INVALID_CLOSING_QUOTE: 'Text follows the closing quote of a cell.',
  }
  const problem = problems[error.code] ?? `${error.message}.`
  const place = { file: file.origin, ...(typeof lines === 'number' ? { line: lines } : {}) }
  return new BadPart([loadIssue('load/quoting', { problem }, place)])
}
