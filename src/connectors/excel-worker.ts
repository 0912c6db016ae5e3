import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { matchesGlob } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { read, type SheetProps, type WorkBook } from '@e965/xlsx'
import type { RawRow } from '../ports.ts'
import type { ExcelAsk, ExcelSays, ExcelTask } from './excel-messages.ts'
import { type Table, tableOf } from './excel-table.ts'
import { leftOut } from './leave-out.ts'
import { type Turning, turningOf } from './unpivot.ts'
import { unpackedSizes } from './zip-sizes.ts'

// A thread of its own: a workbook is read as a whole, and nobody else may wait for that or run out of memory with it.

const rowsPerBlock = 1_000
/** The longest text that V8 holds, which one file inside a workbook becomes. */
const unpackedMax = 512 * 1024 ** 2

const task: ExcelTask = workerData
const say = (message: ExcelSays): void => parentPort?.postMessage(message)

function open(): readonly Table[] {
  const bytes = readFileSync(task.path)
  const wrong = notAWorkbook(bytes)
  if (wrong !== null) {
    say(wrong)
    return []
  }
  const book = read(bytes, { type: 'buffer', sheets: [], bookFiles: true })
  const chosen = chooseSheets(book)
  if (chosen.length === 0) {
    say({ kind: 'no-sheet', wanted: String(task.sheet ?? 1), names: book.SheetNames })
    return []
  }
  const full = read(bytes, {
    type: 'buffer',
    sheets: [...chosen],
    dense: true,
    cellNF: true,
    cellStyles: true,
    cellText: false,
    cellHTML: false,
    UTC: true,
    nodim: true,
  })
  const tables: Table[] = []
  for (const name of chosen) {
    const table = tableOf(full.Sheets[name] ?? {}, {
      ...task,
      system: book.Workbook?.WBProps?.date1904 === true ? 1904 : 1900,
      uncomputed: uncomputedOf(book, name),
    })
    if (table === null) {
      say({ kind: 'empty', sheet: name })
      return []
    }
    const place = { file: `${task.origin}#${name}`, line: table.headerRow }
    const records = withoutLeftOut(table)
    const turning = task.unpivot === null ? null : turningOf(records, task.unpivot, place)
    if (turning !== null && 'issues' in turning) {
      say({ kind: 'refused', issues: turning.issues })
      return []
    }
    tables.push(turning === null ? records : turned(records, turning))
  }
  const sheets = tables.map(({ header, headerRow }, at) => ({ name: chosen[at] ?? '', header, headerRow }))
  say({ kind: 'opened', sheets, fingerprint: createHash('sha256').update(bytes).digest('hex') })
  return tables
}

/** Other kinds of files, which the library would read in ways of its own, and archives that unpack beyond measure. */
function notAWorkbook(bytes: Buffer): ExcelSays | null {
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') {
    if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) return { kind: 'password' }
    return { kind: 'unreadable', reason: 'it is a workbook of before 2007; save it as .xlsx' }
  }
  const sizes = unpackedSizes(bytes)
  if (sizes === null) return { kind: 'unreadable', reason: 'it is no .xlsx workbook' }
  if (!sizes.has('xl/workbook.xml')) return { kind: 'unreadable', reason: 'it is no .xlsx workbook; save it as one' }
  const largest = Math.max(...sizes.values())
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  if (largest <= unpackedMax && total <= 2 * unpackedMax) return null
  const gib = (total / 1024 ** 3).toFixed(1)
  return { kind: 'unreadable', reason: `it unpacks to ${gib} GiB; deliver so many rows as .csv or .parquet` }
}

function chooseSheets(book: WorkBook): readonly string[] {
  const { sheet } = task
  const names = book.SheetNames
  if (sheet === null) return names.filter((_, at) => (book.Workbook?.Sheets?.[at]?.Hidden ?? 0) === 0).slice(0, 1)
  if (typeof sheet === 'number') return names.slice(sheet - 1, sheet)
  return names.includes(sheet) ? [sheet] : names.filter((name) => matchesGlob(name, sheet))
}

/** Formulas without a value: the library passes them over like empty cells. */
function uncomputedOf(book: WorkBook, name: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const xml = sheetXml(book, name)
  for (const [, attributes = '', inner = ''] of xml.matchAll(/<(?:\w+:)?c\b([^>]*[^/>])>(.*?)<\/(?:\w+:)?c>/gs)) {
    const formula = /<(?:\w+:)?f\b[^>]*>([^<]*)/.exec(inner)?.[1]
    if (formula === undefined || /<(?:\w+:)?v\b[^>]*>[^<]/.test(inner)) continue
    // A formula may give the empty text.
    if (/\bt="str"/.test(attributes) && /<(?:\w+:)?v\b/.test(inner)) continue
    const address = /\br="([A-Z]+\d+)"/.exec(attributes)?.[1]
    if (address !== undefined) found.set(address, formula)
  }
  return found
}

/** The relation that leads to the sheet's file, which the library's types leave out. */
type SheetEntry = SheetProps & { readonly id?: string }

interface RawFiles {
  readonly files?: Readonly<Record<string, { readonly content: Uint8Array }>>
}

function sheetXml(book: WorkBook & RawFiles, name: string): string {
  const at = book.SheetNames.indexOf(name)
  const sheet: SheetEntry | undefined = book.Workbook?.Sheets?.[at]
  const text = (path: string) => Buffer.from(book.files?.[path]?.content ?? []).toString('utf8')
  for (const [tag] of text('xl/_rels/workbook.xml.rels').matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)) {
    if (/\bId="([^"]*)"/.exec(tag)?.[1] !== sheet?.id) continue
    const target = /\bTarget="([^"]*)"/.exec(tag)?.[1] ?? ''
    return text(target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  }
  return ''
}

function withoutLeftOut(table: Table): Table {
  const isLeftOut = leftOut(task.leaveOut)
  return {
    ...table,
    rows: function* () {
      for (const row of table.rows()) if (!isLeftOut(row.cells)) yield row
    },
  }
}

function turned(table: Table, { header, turn }: Turning): Table {
  return {
    ...table,
    header,
    rows: function* () {
      for (const row of table.rows()) yield* turn(row)
    },
  }
}

function* blocksOf(table: Table): Generator<ExcelSays> {
  let block: RawRow[] = []
  for (const row of table.rows()) {
    block.push(row)
    if (block.length < rowsPerBlock) continue
    yield { kind: 'rows', rows: block }
    block = []
  }
  if (block.length > 0) yield { kind: 'rows', rows: block }
}

try {
  const readers = open().map(blocksOf)
  parentPort?.on('message', ({ next }: ExcelAsk) => {
    const block = readers[next]?.next()
    say(block === undefined || block.done ? { kind: 'end' } : block.value)
  })
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error)
  say(/password/i.test(reason) ? { kind: 'password' } : { kind: 'unreadable', reason })
}
