import { CsvError, parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BadQuotes, csvRecords } from './csv-records.ts'

const format = { delimiter: ',', quote: '"' }

async function* chunks(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

async function ours(text: string, size: number): Promise<unknown> {
  const records: unknown[] = []
  try {
    for await (const block of csvRecords(chunks(text, size), format)) {
      for (const { line, cells } of block) records.push([line, ...cells])
    }
  } catch (error) {
    if (error instanceof BadQuotes) return 'bad quotes'
    throw error
  }
  return records
}

/** What the library alone makes of the whole text. */
function theirs(text: string): unknown {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true })
  } catch (error) {
    if (error instanceof CsvError) return 'bad quotes'
    throw error
  }
}

const piece = fc.constantFrom(
  'a',
  'b c',
  ',',
  ',',
  '\n',
  '\r\n',
  '\r',
  '""',
  '"x"',
  '"x,\ny"',
  '"x\r\n""z"""',
  '"',
  ' ',
)

test('split here or by the library, whole or in pieces: the same records', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), async (pieces, size) => {
      const text = pieces.join('')
      const found = await ours(text, size)
      const cells = Array.isArray(found) ? found.map(([, ...rest]) => rest) : found
      expect(cells).toEqual(theirs(text))
      expect(found).toEqual(await ours(text, 1_000))
    }),
    { numRuns: 2_000 },
  )
})

test('lines are those of the text, before the first quote and after it', async () => {
  expect(await ours('h,i\n1,2\n\n3,"4\n5"\n6,7\n"8",9\n', 5)).toEqual([
    [1, 'h', 'i'],
    [2, '1', '2'],
    [4, '3', '4\n5'],
    [6, '6', '7'],
    [7, '8', '9'],
  ])
})
