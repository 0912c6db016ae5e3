import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BadPart } from '../domain/bad-part.ts'
import type { Dataset } from '../domain/catalog.ts'
import type { RawRow } from '../ports.ts'
import { csv } from './csv.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'csv-'))
  mkdirSync(join(folder, 'data'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const dataset = (from: string): Dataset => ({
  id: 'd',
  name: 'D',
  source: 's',
  from,
  key: null,
  time: null,
  rows: 'event',
  rowNoun: 'd',
  columns: [],
  lookUps: [],
  dimensions: [],
  onError: 'refuse',
  shape: '',
  place: {},
})

const put = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, 'data', name), content)

function read(from: string, options: Record<string, unknown> = {}, known: ReadonlyMap<string, string> = new Map()) {
  return csv.read({
    folder,
    options: { path: 'data', ...options },
    dataset: dataset(from),
    known,
    environment: () => undefined,
  })
}

/** Header and rows of a file, or the codes of what is wrong with it. */
async function content(bytes: string | Uint8Array, options: Record<string, unknown> = {}): Promise<unknown> {
  put('a.csv', bytes)
  const found = await read('a.csv', options)
  if ('issues' in found) return found.issues.map((issue) => issue.code)
  const [part] = found.parts
  const rows: RawRow[] = []
  try {
    for await (const block of part?.rows ?? []) rows.push(...block)
  } catch (error) {
    if (error instanceof BadPart) return error.issues.map((issue) => `${issue.code} ${issue.file} ${issue.line ?? ''}`)
    throw error
  }
  return { header: part?.header, rows: rows.map((row) => [row.line, ...row.cells]) }
}

test('marks, line ends, quotes, blank lines and lines of rows', async () => {
  expect(await content('\ufeffid, name \r\n1,"a ""b"", c"\r\n\r\n2,"two\r\nlines"\r\n3,\r\n4')).toEqual({
    header: ['id', 'name'],
    rows: [
      [2, '1', 'a "b", c'],
      [4, '2', 'two\r\nlines'],
      [6, '3', ''],
      [7, '4'],
    ],
  })
})

test('other delimiters, quotes and encodings', async () => {
  const wanted = { header: ['größe', 'b'], rows: [[2, 'é;', '€']] }
  const latin = Uint8Array.from([..."gr\u00f6\u00dfe;b\n'\u00e9;';\u0080"].map((sign) => sign.charCodeAt(0)))
  expect(await content(latin, { delimiter: ';', quote: "'", encoding: 'latin1' })).toEqual(wanted)
  const wide = Buffer.from('\ufeffgröße\tb\né;\t€', 'utf16le')
  expect(await content(wide, { delimiter: '\t', encoding: 'utf-16le' })).toEqual(wanted)
  expect(await content(wide)).toEqual(['load/encoding'])
  expect(await content(latin, { delimiter: ';' })).toEqual(['load/encoding'])
})

test('what cannot be a table is told with its line', async () => {
  expect(await content('')).toEqual(['load/empty-file'])
  expect(await content('a,b,a\n1,2,3')).toEqual({ header: ['a #1', 'b', 'a #2'], rows: [[2, '1', '2', '3']] })
  expect(await content('a,b\n1,2\n3,"4\n5,6\n')).toEqual(['load/quoting data/a.csv 4'])
  expect(await content('a,b\n1,2"\n')).toEqual(['load/quoting data/a.csv 2'])
})

test('a header below a title, of several rows, and columns that are members', async () => {
  const sheet = 'Plan 2026\n\n,Jan,,Feb,\nStore,plan,actual,plan,actual\nBonn,1,2,3,4\nTotal,1,2,3,4\n'
  const laid = { 'header-line': 3, 'header-rows': 2 }
  expect(await content(sheet, laid)).toEqual({
    header: ['Store', 'Jan plan', 'Jan actual', 'Feb plan', 'Feb actual'],
    rows: [
      [5, 'Bonn', '1', '2', '3', '4'],
      [6, 'Total', '1', '2', '3', '4'],
    ],
  })
  const unpivot = { keep: ['Store'], across: ['month', '*'] }
  expect(await content(sheet, { ...laid, 'leave-out': ['total'], unpivot })).toEqual({
    header: ['Store', 'month', 'plan', 'actual'],
    rows: [
      [5, 'Bonn', 'Jan', '1', '2'],
      [5, 'Bonn', 'Feb', '3', '4'],
    ],
  })
  expect(await content(sheet, { ...laid, unpivot: { ...unpivot, keep: ['Shop'] } })).toContain('load/missing-column')
  expect(await content(sheet, { 'header-line': 9 })).toEqual(['load/empty-file'])
})

test('a pattern finds files below the folder, a known fingerprint is not read again', async () => {
  put('orders-1.csv', 'a\n1')
  put('orders-2.csv', 'a\n2')
  put('other.csv', 'a\n3')
  mkdirSync(join(folder, 'data', 'old'))
  put('old/orders-0.csv', 'a\n0')
  const first = await read('orders-*.csv')
  if ('issues' in first) throw new Error('issues')
  expect(first.present).toEqual(['data/orders-1.csv', 'data/orders-2.csv'])
  const known = new Map(first.parts.map((part) => [part.origin, String(part.fingerprint)]))
  put('orders-2.csv', 'a\n22')
  const second = await read('orders-*.csv', {}, known)
  if ('issues' in second) throw new Error('issues')
  expect(second.parts.map((part) => part.origin)).toEqual(['data/orders-2.csv'])
  const deep = await read('**/orders-*.csv')
  expect('issues' in deep ? [] : deep.present).toEqual([
    'data/old/orders-0.csv',
    'data/orders-1.csv',
    'data/orders-2.csv',
  ])
})

test('nothing outside the workspace is read, and no match is an issue', async () => {
  put('orders.csv', 'a\n1')
  const outside = mkdtempSync(join(tmpdir(), 'outside-'))
  writeFileSync(join(outside, 'secret.csv'), 'a\n1')
  symlinkSync(join(outside, 'secret.csv'), join(folder, 'data', 'link.csv'))
  symlinkSync(outside, join(folder, 'door'))
  const codes = async (from: string, options: Record<string, unknown> = {}) => {
    const found = await read(from, options)
    return 'issues' in found ? found.issues.map((issue) => `${issue.code} ${issue.hint.slice(0, 12)}`) : found.present
  }
  expect(await codes('link.csv')).toEqual(['load/outside Sources read'])
  expect(await codes('../../*.csv')).toEqual(['load/outside Sources read'])
  expect(await codes('secret.csv', { path: 'door' })).toEqual(['load/outside Sources read'])
  expect(await codes('order.csv')).toEqual(['load/no-file Did you mean'])
  expect(csv.options.safeParse({ path: '../x' }).success).toBe(false)
  expect(csv.options.safeParse({ path: '/etc' }).success).toBe(false)
  rmSync(outside, { recursive: true })
})

test('a file that changes while it is read is refused', async () => {
  const lines = Array.from({ length: 400_000 }, (_, index) => `${index},x`).join('\n')
  put('a.csv', `a,b\n${lines}`)
  const found = await read('a.csv')
  const [part] = 'issues' in found ? [] : found.parts
  put('a.csv', `a,b\n${lines.replaceAll('x', 'y')}`)
  const readAll = async () => {
    for await (const _ of part?.rows ?? []);
  }
  await expect(readAll()).rejects.toThrow('changed while it was being read')
})
