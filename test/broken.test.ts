import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { connectors } from '../src/connectors/index.ts'
import { checkWorkspace } from '../src/domain/definition/build.ts'
import { definitionIssues } from '../src/domain/definition/issues.ts'

// Each file of test/broken is one or more broken documents; its header says which issues stand where.
const folder = join(import.meta.dirname, 'broken')
const soundFile = '_workspace.yaml'
const read = (name: string) => ({ file: name, text: readFileSync(join(folder, name), 'utf8') })
const plugs = { connectors, hash: (text: string) => createHash('sha256').update(text).digest('hex') }
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== soundFile)

const expectations = (text: string): string[] =>
  [...text.matchAll(/^# expect (\S+)(?: (\d+:\d+))?$/gm)].map((found) => `${found[1]} ${found[2] ?? ''}`.trim())

test('the workspace that the broken documents are added to is sound', () => {
  const checked = checkWorkspace([read(soundFile)], plugs)
  expect(checked.issues).toEqual([])
  expect(checked.catalog?.kpis.size).toBeGreaterThan(0)
})

describe('broken documents', () => {
  test.each(names)('%s', (name) => {
    const broken = read(name)
    const alone = broken.text.includes('\n# alone')
    const { catalog, issues } = checkWorkspace(alone ? [broken] : [read(soundFile), broken], plugs)
    const found = issues.map((one) => `${one.code} ${one.line === undefined ? '' : `${one.line}:${one.column}`}`.trim())
    expect(found).toEqual(expectations(broken.text))
    expect(new Set(issues.map((one) => one.file ?? name))).toEqual(new Set([name]))
    for (const one of issues) expect(`${one.message} ${one.hint}`).not.toMatch(/undefined|\[object|NaN|null\b/)
    if (issues.some((one) => one.severity === 'error')) expect(catalog).toBeNull()
  })
})

test('every issue of definitions has a broken document that shows it', () => {
  const shown = new Set(names.flatMap((name) => expectations(read(name).text).map((line) => line.split(' ')[0])))
  const elsewhere = ['yaml/file-too-large', 'yaml/not-text']
  expect(Object.keys(definitionIssues).filter((code) => !shown.has(code) && !elsewhere.includes(code))).toEqual([])
})
