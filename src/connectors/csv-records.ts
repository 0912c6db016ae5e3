import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { RawRow } from '../ports.ts'

export interface CsvFormat {
  readonly delimiter: string
  readonly quote: string
}

/** Quotes that do not match, and the line where that was seen. */
export class BadQuotes extends Error {
  readonly line: number | null

  constructor(problem: string, line: number | null) {
    super(problem)
    this.name = 'BadQuotes'
    this.line = line
  }
}

const rowsPerBlock = 2_000

/**
 * The records of a text with the line each begins on, in blocks; empty lines are none. Up to its first quote a text is
 * plain lines, which are split here (several times faster); from the record with that quote on the library reads it.
 * The first line end is that of the whole text. Throws BadQuotes.
 */
export async function* csvRecords(
  texts: AsyncIterable<string>,
  format: CsvFormat,
): AsyncGenerator<readonly RawRow[], void, void> {
  const source = texts[Symbol.asyncIterator]()
  try {
    const rest = yield* plainRecords(source, format)
    if (rest !== null) yield* quotedRecords(rest, source, format)
  } finally {
    await source.return?.()
  }
}

/** What plain splitting left: the text from a record with a quote on, its line, and the line end where one was seen. */
interface Rest {
  readonly text: string
  readonly line: number
  readonly end: string | null
}

async function* plainRecords(
  source: AsyncIterator<string>,
  { delimiter, quote }: CsvFormat,
): AsyncGenerator<readonly RawRow[], Rest | null, void> {
  let text = ''
  let line = 1
  let end: string | null = null
  for (;;) {
    const next = await source.next()
    const isLast = next.done === true
    if (!isLast) text += next.value
    const quoted = text.indexOf(quote)
    end ??= lineEnd(quoted < 0 ? text : text.slice(0, quoted), isLast || quoted >= 0)
    const limit = quoted < 0 ? text.length : quoted
    let block: RawRow[] = []
    let at = 0
    for (let stop = nextEnd(text, end, at, limit); stop >= 0 && end !== null; stop = nextEnd(text, end, at, limit)) {
      if (stop > at) block.push({ line, cells: text.slice(at, stop).split(delimiter) })
      line++
      at = stop + end.length
      if (block.length < rowsPerBlock) continue
      yield block
      block = []
    }
    text = text.slice(at)
    if (isLast && quoted < 0 && text !== '') block.push({ line, cells: text.split(delimiter) })
    if (block.length > 0) yield block
    if (quoted >= 0) return { text, line, end }
    if (isLast) return null
  }
}

/** Where the next line end stands, or -1 when it is not whole before the limit. */
function nextEnd(text: string, end: string | null, at: number, limit: number): number {
  if (end === null) return -1
  const stop = text.indexOf(end, at)
  return stop + end.length <= limit ? stop : -1
}

/** The first line end of a text: \n, \r\n or \r; null where there is none, or where more text must tell. */
function lineEnd(text: string, isWhole: boolean): string | null {
  const at = text.search(/[\r\n]/)
  if (at < 0) return null
  if (text[at] === '\n') return '\n'
  if (at + 1 === text.length && !isWhole) return null
  return text[at + 1] === '\n' ? '\r\n' : '\r'
}

async function* quotedRecords(
  rest: Rest,
  source: AsyncIterator<string>,
  { delimiter, quote }: CsvFormat,
): AsyncGenerator<readonly RawRow[], void, void> {
  const parser = parse({
    delimiter,
    quote,
    escape: quote,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    ...(rest.end === null ? {} : { record_delimiter: rest.end }),
  })
  const stream = Readable.from(following(rest.text, source))
  stream.on('error', (error) => parser.destroy(error))
  stream.pipe(parser)
  const lineOf = lineCounter()
  let block: RawRow[] = []
  try {
    for await (const { record, info } of parser) {
      const cells: readonly string[] = record
      block.push({ line: rest.line - 1 + lineOf(info.lines, cells), cells })
      if (block.length < rowsPerBlock) continue
      yield block
      block = []
    }
    if (block.length > 0) yield block
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    if (block.length > 0) yield block
    throw badQuotes(error, rest.line - 1)
  } finally {
    stream.destroy()
  }
}

async function* following(text: string, source: AsyncIterator<string>): AsyncGenerator<string> {
  if (text !== '') yield text
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value
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

function badQuotes(error: CsvError, linesBefore: number): BadQuotes {
  const problems: Readonly<Record<string, string>> = {
    CSV_QUOTE_NOT_CLOSED: 'A quoted cell is never closed.',
    INVALID_OPENING_QUOTE: 'A quote stands inside a cell that does not begin with one.',
    CSV_INVALID_CLOSING_QUOTE: 'Text follows the closing quote of a cell.',
  }
  const line = typeof error.lines === 'number' ? error.lines + linesBefore : null
  return new BadQuotes(problems[error.code] ?? `${error.message}.`, line)
}
