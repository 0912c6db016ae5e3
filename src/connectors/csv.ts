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
import { headerOf, type Turning, turningOf, unpivotOption } from './unpivot.ts'

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
  'header-line': z.int().min(1).max(1000).default(1).meta({
    title: 'Header line',
    description: 'The line on which the header begins; what stands above it, such as a title, is not read.',
  }),
  'header-rows': z.int().min(1).max(5).default(1).meta({
    title: 'Header rows',
    description:
      'Rows of the header, joined by a blank; a word with nothing to its right heads the columns there that are named below.',
  }),
  'leave-out': leaveOutOption(),
  unpivot: unpivotOption(),
})

type Options = z.infer<typeof options>

/** Text files of rows below a header; a dataset's `from` is the pattern of file names. */
export const csv = defineConnector<Options>({
  id: 'csv',
  title: 'CSV files',
  help: 'Reads text files with a header line from a folder of the workspace; a changed file replaces its earlier rows.',
  fetches: true,
  options,
  examples: [
    'kind: source\nid: shop\nconnector: csv\npath: data\n',
    'kind: source\nid: export\nconnector: csv\ndelimiter: ";"\nencoding: latin1\n',
    'kind: source\nid: plan\nconnector: csv\nheader-line: 3\nunpivot: { keep: [Store], across: [month], values: sales }\n',
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
    const { heads, begun } = await headOf(records, chosen)
    const [head] = heads
    if (head === undefined)
      return { issues: [loadIssue('load/empty-file', {}, { file: file.origin, line: chosen['header-line'] })] }
    const place = { file: file.origin, line: head.line }
    const levels = levelsOf(heads)
    const table = { levels, header: headerOf(levels) }
    const turning = chosen.unpivot === undefined ? null : turningOf(table, chosen.unpivot, place)
    const close = async () => {
      await records.return()
    }
    const refused = turning !== null && 'issues' in turning ? turning.issues : []
    const { header, issues } = toldApart(
      turning !== null && 'header' in turning ? turning.header : table.header,
      dataset,
      place,
    )
    if (refused.length + issues.length > 0) {
      await close()
      return { issues: [...refused, ...issues] }
    }
    const isLeftOut = leftOut(chosen['leave-out'])
    const turn = turning !== null && 'turn' in turning ? turning.turn : null
    const rows = blocksOf(file, begun, records, () => hash.digest('hex') === fingerprint, { isLeftOut, turn })
    return { parts: [{ origin: file.origin, fingerprint, header, rows, close }] }
  } catch (error) {
    const known = partIssue(error, file)
    if (known instanceof BadPart) return { issues: known.issues }
    throw known
  }
}

/** The records of the header, and those behind it that came along. */
async function headOf(
  records: AsyncIterator<readonly RawRow[]>,
  { 'header-line': line, 'header-rows': wanted }: Options,
): Promise<{ readonly heads: readonly RawRow[]; readonly begun: readonly RawRow[] }> {
  let found: readonly RawRow[] = []
  while (found.length < wanted) {
    const next = await records.next()
    if (next.done === true) break
    found = [...found, ...next.value.filter((row) => row.line >= line)]
  }
  return { heads: found.slice(0, wanted), begun: found.slice(wanted) }
}

/** For each column the words above it; in upper rows a word heads the empty cells to its right that are named below. */
function levelsOf(heads: readonly RawRow[]): readonly (readonly string[])[] {
  const width = Math.max(...heads.map(({ cells }) => cells.length))
  const word = (row: number, at: number) => (cellText(heads[row]?.cells[at] ?? null) ?? '').trim()
  const named = (row: number, at: number) => heads.some((_, below) => below > row && word(below, at) !== '')
  return Array.from({ length: width }, (_, at) =>
    heads.map((_, row) => {
      let from = at
      while (from > 0 && word(row, from) === '' && named(row, from)) from--
      return word(row, from)
    }),
  )
}

interface Shaping {
  readonly isLeftOut: ReturnType<typeof leftOut>
  readonly turn: Turning['turn'] | null
}

async function* blocksOf(
  file: FoundFile,
  begun: readonly RawRow[],
  records: AsyncIterable<readonly RawRow[]>,
  isSame: () => boolean,
  { isLeftOut, turn }: Shaping,
): AsyncGenerator<readonly RawRow[]> {
  const kept = (block: readonly RawRow[]) => {
    const rows = block.filter(({ cells }) => !isLeftOut(cells))
    return turn === null ? rows : rows.flatMap(turn)
  }
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
