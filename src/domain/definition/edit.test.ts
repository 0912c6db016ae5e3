import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Path, type Plain, valueAt } from './document.ts'
import { editDocument } from './edit.ts'
import { readDocuments } from './read.ts'

const text = `# the KPIs of sales
kind: kpi   # one of many
id: revenue
name: "Revenue"  # as people say
# judged by attainment
status: { on-track: ">= 100%", at-risk: ">= 95%" }
tags: [a,   b] # two
calculation:
  # since ever
  - type: manual # typed
  - type: manual
    from: 2026-01-01
folded: >
  hello
  world
owner:
# end of the first
---
kind: kpi
id: other
name: Other
`
const revenue = { kind: 'kpi', id: 'revenue' }
const edit = (path: Path, value: Plain | undefined, of = revenue) => editDocument(text, of, path, value)

test('a single value changes nothing else', () => {
  expect(edit(['name'], 'Net revenue')).toBe(text.replace('"Revenue"', '"Net revenue"'))
  expect(edit(['status', 'at-risk'], '>= 90%')).toBe(text.replace('95%', '90%'))
  expect(edit(['calculation', 1, 'from'], '2026-07-01')).toBe(text.replace('2026-01-01', '"2026-07-01"'))
  expect(edit(['name'], 'Another', { kind: 'kpi', id: 'other' })).toBe(text.replace('name: Other', 'name: Another'))
})

test('a text that others could misread is quoted', () => {
  expect(edit(['id'], 'no')).toContain('id: "no"\n')
  expect(edit(['tags', 0], 'x, y')).toContain('tags: ["x, y",   b] # two')
})

test('a new field stands at the end of its document', () => {
  expect(edit(['owner'], 'maria@acme.example')).toBe(text.replace('owner:\n', 'owner: maria@acme.example\n'))
  expect(edit(['good'], 'up')).toBe(text.replace('owner:\n', 'owner:\ngood: up\n'))
  expect(edit(['good'], 'up', { kind: 'kpi', id: 'other' })).toBe(`${text}good: up\n`)
})

test('a removed field takes only its own lines', () => {
  expect(edit(['tags'], undefined)).toBe(text.replace('tags: [a,   b] # two\n', ''))
  expect(edit(['status', 'at-risk'], undefined)).toBe(text.replace(', at-risk: ">= 95%"', ''))
  expect(edit(['unknown'], undefined)).toBe(text)
})

test('a list changes its own field only and keeps the comments inside', () => {
  const edited = edit(['calculation', 1, 'from'], undefined)
  expect(edited).toBe(text.replace('    from: 2026-01-01\n', ''))
  expect(edit(['tags'], ['c', 'd'])).toContain('tags:')
})

test('line ends and byte order mark stay', () => {
  const windows = `\uFEFF${text.replaceAll('\n', '\r\n')}`
  const edited = editDocument(windows, revenue, ['good'], 'up')
  expect(edited?.startsWith('\uFEFF')).toBe(true)
  expect(edited?.replaceAll('\r\n', '')).not.toContain('\n')
})

test('what is not there or not YAML is not edited', () => {
  expect(edit(['name'], 'x', { kind: 'kpi', id: 'nobody' })).toBeNull()
  expect(editDocument('kind: [', revenue, ['name'], 'x')).toBeNull()
})

test('every edit reads back as the value, and the rest of the data as before', () => {
  const paths: Path[] = [
    ['name'],
    ['owner'],
    ['good'],
    ['status', 'on-track'],
    ['tags', 1],
    ['folded'],
    ['status'],
    ['tags'],
  ]
  const plain = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { minLength: 1, maxLength: 3 }))
  fc.assert(
    fc.property(fc.constantFrom(...paths), plain, (path, value) => {
      const edited = edit(path, value)
      const documents = readDocuments([{ file: 'a.yaml', text: edited ?? '' }]).documents
      const before = readDocuments([{ file: 'a.yaml', text }]).documents
      expect(documents.length).toBe(2)
      expect(documents[1]?.data).toEqual(before[1]?.data)
      const top = String(path[0])
      expect(documents[0]?.data).toEqual({ ...before[0]?.data, [top]: documents[0]?.data[top] })
      expect(valueAt(documents[0]?.data ?? null, path)).toEqual(value)
      expect((edited ?? '').match(/#/g)?.length ?? 0).toBeGreaterThanOrEqual(path[0] === 'tags' ? 5 : 6)
    }),
    { numRuns: 500 },
  )
})
