import { expect, test } from 'vitest'
import { keyPlaceOf, placeOf, placeWithin, textOf } from './document.ts'
import { readDocuments } from './read.ts'

const readOne = (text: string) => {
  const { documents, issues } = readDocuments([{ file: 'a.yaml', text }])
  expect(issues).toEqual([])
  const document = documents[0]
  if (document === undefined) throw new Error('no document')
  return document
}

test('several documents in a file, each with its own places', () => {
  const { documents } = readDocuments([{ file: 'a.yaml', text: 'kind: kpi\nid: a\n---\n# note\nkind: kpi\nid: b\n' }])
  expect(documents.map((one) => [one.kind, one.id, one.place.line])).toEqual([
    ['kpi', 'a', 1],
    ['kpi', 'b', 5],
  ])
})

test('places of keys and values, with CRLF and a byte order mark', () => {
  const document = readOne('\uFEFFkind: kpi\r\nid: a\r\nstatus: { on-track: ">= 1" }\r\n')
  expect(placeOf(document, ['id'])).toEqual({ file: 'a.yaml', line: 2, column: 5 })
  expect(keyPlaceOf(document, ['status', 'on-track'])).toEqual({ file: 'a.yaml', line: 3, column: 11 })
  expect(placeOf(document, ['status', 'on-track'])).toEqual({ file: 'a.yaml', line: 3, column: 21 })
  expect(placeOf(document, ['status', 'nothing'])).toEqual({ file: 'a.yaml', line: 3, column: 9 })
})

test('numbers keep their written text', () => {
  const document = readOne('value: 1.10\nbig: 12345678901234567890.5\n')
  expect(textOf(document, ['value'])).toBe('1.10')
  expect(textOf(document, ['big'])).toBe('12345678901234567890.5')
})

test('YAML 1.2: words and dates stay text', () => {
  expect(readOne('a: 2026-01-01\nb: 12:30\nc: "no"\nd: y\n').data).toEqual({
    a: '2026-01-01',
    b: '12:30',
    c: 'no',
    d: 'y',
  })
})

test('anchors are written out, aliases keep the place of the text', () => {
  const document = readOne('a: &rule ">= 95%"\nb: *rule\n')
  expect(document.data).toEqual({ a: '>= 95%', b: '>= 95%' })
  expect(document.issues).toEqual([])
})

test.each([
  ['plain', 'f: sum(x) + y\n', 9, 1, 13],
  ['double quotes', 'f: "sum(x) + y"\n', 9, 1, 14],
  ['single quotes with a doubled quote', "f: 'a = ''x'' + y'\n", 10, 1, 17],
  ['escapes', 'f: "a = \\"x\\" + y"\n', 10, 1, 17],
  ['folded over lines', 'f: >\n  sum(x)\n  + y\n', 9, 3, 5],
  ['literal over lines', 'f: |\n  sum(x)\n  + y\n', 9, 3, 5],
  ['quoted over lines', 'f: "sum(x)\n  + y"\n', 9, 2, 5],
  ['plain over lines', 'f: sum(x)\n  + y\n', 9, 2, 5],
])('the place of a character inside a scalar: %s', (_, text, offset, line, column) => {
  const document = readOne(text)
  const content = textOf(document, ['f']) ?? ''
  expect(content[offset]).toBe('y')
  expect(placeWithin(document, ['f'], offset)).toEqual({ file: 'a.yaml', line, column })
})

test('the place after the last character', () => {
  expect(placeWithin(readOne('f: "sum("\n'), ['f'], 4)).toEqual({ file: 'a.yaml', line: 1, column: 9 })
})

test('files that are no definitions', () => {
  const codes = (text: string) => readDocuments([{ file: 'a.yaml', text }]).issues.map((one) => one.code)
  expect(codes('x'.repeat(1_000_001))).toEqual(['yaml/file-too-large'])
  expect(codes('k\0i')).toEqual(['yaml/not-text'])
  expect(codes('kind: \uFFFD')).toEqual(['yaml/not-text'])
  expect(codes('')).toEqual(['yaml/empty-document'])
  expect(codes('# nothing yet\n')).toEqual(['yaml/empty-document'])
  expect(codes('[['.repeat(20_000))).toEqual(['yaml/too-deep'])
})
