import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { checkWorkspace } from './build.ts'
import { kinds } from './kinds.ts'

const folder = join(import.meta.dirname, '../../../test/broken')
const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
const sound = readFileSync(join(folder, '_workspace.yaml'), 'utf8')
const whole = `${sound}---\n${Object.values(kinds)
  .filter((kind) => kind.kind !== 'workspace')
  .map((kind) => kind.example)
  .join('---\n')}`

const plugs = {
  connectors: new Map([
    ['csv', { options: z.strictObject({ path: z.string().optional() }) }],
    ['manual', { options: z.strictObject({}) }],
  ]),
  hash: (text: string) => createHash('sha256').update(text).digest('hex'),
}

const pieces = [
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '&a ',
  '*a',
  '!x ',
  '|',
  '>',
  '#',
  '\t',
  '\n',
  '---\n',
  '\r',
  '<<',
  '?',
  'no',
  'null',
  '__proto__',
  '0x1',
  '1e9',
  '2026-02-30',
  '[revenue]',
  'sum(',
  ')',
  '%',
  '\u0000',
  '\u{1F600}',
  'kind: kpi\n',
]

const mutation = fc.record({
  at: fc.nat(),
  cut: fc.nat({ max: 40 }),
  put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 12, unit: 'grapheme' }), fc.constant('')),
})

const mutate = (text: string, changes: readonly { at: number; cut: number; put: string }[]): string =>
  changes.reduce((here, { at, cut, put }) => {
    const from = at % (here.length + 1)
    return here.slice(0, from) + put + here.slice(from + cut)
  }, text)

const checkedWell = (files: { file: string; text: string }[]): void => {
  const { catalog, issues } = checkWorkspace(files, plugs)
  expect(catalog === null).toBe(issues.some((one) => one.severity === 'error'))
  for (const one of issues) {
    if (one.line === undefined) continue
    const line = files
      .find((file) => file.file === one.file)
      ?.text.replace(/^\uFEFF/, '')
      .split('\n')[one.line - 1]
    expect(line).toBeDefined()
    expect(one.column).toBeGreaterThan(0)
    expect(one.column).toBeLessThanOrEqual((line?.length ?? 0) + 1)
    expect(one.message.length).toBeGreaterThan(5)
    expect(one.hint.length).toBeGreaterThan(5)
  }
}

test('a good workspace with random changes never throws, and every issue stands in the text', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (changes) => {
      checkedWell([{ file: 'a.yaml', text: mutate(whole, changes) }])
    }),
    { numRuns: 400 },
  )
})

test('broken documents with random changes neither', () => {
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.array(mutation, { maxLength: 3 }), (text, changes) => {
      checkedWell([
        { file: 'a.yaml', text: sound },
        { file: 'b.yaml', text: mutate(text, changes) },
      ])
    }),
    { numRuns: 400 },
  )
})

test('documents of random JSON neither', () => {
  const value = fc.jsonValue({ maxDepth: 3 })
  const names = [
    'id',
    'name',
    'key',
    'columns',
    'calculation',
    'values',
    'groups',
    'status',
    'where',
    'look-ups',
    'dimensions',
    'time',
    'scope',
  ]
  const document = fc
    .tuple(
      fc.constantFrom(...Object.keys(kinds)),
      fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value),
    )
    .map(([kind, fields]) => JSON.stringify({ ...fields, kind }))
  fc.assert(
    fc.property(fc.array(document, { minLength: 1, maxLength: 4 }), (documents) => {
      checkedWell([{ file: 'a.yaml', text: documents.join('\n---\n') }])
    }),
    { numRuns: 400 },
  )
})
