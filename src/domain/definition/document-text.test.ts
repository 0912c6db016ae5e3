import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentSpans } from './document-text.ts'

const at = (text: string, line: number) => {
  const { from, until } = documentSpans(text)(line)
  return text.slice(from, until)
}

test('a document alone, first, between and last; comments before it belong to it', () => {
  expect(at('kind: kpi\nid: a\n', 1)).toBe('kind: kpi\nid: a\n')
  const three = '# one\na: 1\n---\n# two\nb: 2\n--- # three\nc: 3'
  expect([at(three, 2), at(three, 5), at(three, 7)]).toEqual(['# one\na: 1\n', '# two\nb: 2\n', 'c: 3'])
  expect(at('---\na: 1\n---\nb: 2\n', 2)).toBe('a: 1\n')
  expect(at('a: 1\r\n---\r\nb: 2\r\n', 3)).toBe('b: 2\r\n')
})

test('dashes that begin a longer word are no end', () => {
  expect(at('a: |\n  x\n----\nb: 1\n', 1)).toBe('a: |\n  x\n----\nb: 1\n')
})

test('putting a span back changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a: 1', '---', '# note', ''), { minLength: 1 }), fc.nat(), (lines, nth) => {
      const text = lines.join('\n')
      const { from, until } = documentSpans(text)(1 + (nth % lines.length))
      expect(text.slice(0, from) + text.slice(from, until) + text.slice(until)).toBe(text)
      expect(text.slice(from, until)).not.toMatch(/^---$/m)
    }),
  )
})
