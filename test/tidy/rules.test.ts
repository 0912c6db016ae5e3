import { describe, expect, test } from 'vitest'
import { rules } from './rules.ts'
import { parseSource } from './source.ts'

/** Everything that the rules say of files given as text, as `path:line title`. */
const flagged = (files: Readonly<Record<string, string>>): string[] => {
  const sources = Object.entries(files).map(([path, text]) => parseSource(path, text))
  return rules.flatMap((rule) => rule.check(sources).map((one) => `${one.path}:${one.line} ${rule.title}`))
}

const long = (lines: number) => 'f()\n'.repeat(lines)

const rooms = 'rooms import only downward'
const packages = 'packages stay inside their rooms'
const time = 'dates and zones only in time/'
const sql = 'SQL text only in sql/, store/, engine/ and connectors/'
const honest = 'types are honest and erasable'
const comments = 'comments leave nothing undone and silence nobody without a reason'

const wrong: readonly (readonly [title: string, path: string, text: string, line?: number])[] = [
  // Rooms
  [rooms, 'src/charts/a.ts', "import { ask } from '../app/ask.ts'"],
  [rooms, 'src/time/a.ts', "import type { Kpi } from '../domain/catalog.ts'"],
  [rooms, 'src/domain/a.ts', "export * from '../sql/ast.ts'"],
  [rooms, 'src/domain/a.ts', "export { render } from '../sql/render.ts'"],
  [rooms, 'src/domain/a.ts', "\n\nexport type A = import('../ports.ts').Clock", 3],
  [rooms, 'src/web/a.tsx', "const page = () => import('../app/ask.ts')"],
  [rooms, 'src/server/a.ts', "import { cells } from '../query/cells.ts'"],
  [rooms, 'src/cli/commands/a.ts', "import { openStore } from '../../store/open.ts'"],
  [rooms, 'src/engine/a.ts', "import { openStore } from '../store/open.ts'"],
  [rooms, 'src/domain/a.test.ts', "import { render } from '../sql/render.ts'"],
  [rooms, 'src/app/a.ts', "import { rows } from '../../test/support/facts-workspace.ts'"],
  [rooms, 'src/helpers/a.ts', 'export const a = 1'],
  [rooms, 'src/helpers.ts', 'export const a = 1'],
  ['ports.ts declares types and nothing that runs', 'src/ports.ts', 'export const now = () => 0'],
  ['ports.ts declares types and nothing that runs', 'src/ports.ts', "import { day } from './time/day.ts'"],
  // Packages
  [packages, 'src/charts/a.ts', "import { z } from 'zod'"],
  [packages, 'src/domain/a.ts', "import { parse } from 'yaml'"],
  [packages, 'src/app/a.ts', "import { DuckDBInstance } from '@duckdb/node-api'"],
  [packages, 'src/app/a.ts', "import { DatabaseSync } from 'node:sqlite'"],
  [packages, 'src/cli/a.ts', "import fastify from 'fastify'"],
  [packages, 'src/charts/a.tsx', "import { createElement } from 'react/jsx-runtime'"],
  [packages, 'src/domain/a.ts', "import { createHash } from 'node:crypto'"],
  [packages, 'src/web/a.tsx', "import { join } from 'node:path'"],
  [packages, 'src/app/a.ts', "import debounce from 'lodash/debounce.js'"],
  [packages, 'src/domain/a.ts', "import { test } from 'vitest'"],
  // Words
  [time, 'src/app/a.ts', 'const at = new Date(0)'],
  [time, 'src/app/a.ts', 'const at = Date.now()'],
  [time, 'src/domain/a.ts', 'export const at = (value: Date) => value'],
  [time, 'src/charts/a.ts', "const day = Temporal.PlainDate.from('2026-01-01')"],
  [time, 'src/web/a.tsx', "const text = new Intl.DateTimeFormat('en').format(0)"],
  ['chance only from main.ts', 'src/app/a.ts', 'const id = Math.random()'],
  ['chance only from main.ts', 'src/app/a.ts', "import { randomUUID } from 'node:crypto'"],
  [sql, 'src/app/a.ts', "const text = 'SELECT a FROM b'"],
  [sql, 'src/query/a.ts', 'const text = (a: string) => `INSERT INTO $' + '{a} VALUES (1)`'],
  [sql, 'src/server/a.ts', 'const text = (a: string) => `x $' + '{a} GROUP BY 1`'],
  [sql, 'src/app/a.ts', "const text = 'delete from facts'"],
  ['SQL truncates no dates', 'src/sql/a.ts', "const text = 'date_trunc({0}, {1})'"],
  ['printing only at the doors', 'src/app/a.ts', "console.log('loaded')"],
  // Shape
  ['files under 400 lines, named in kebab-case', 'src/domain/a.ts', long(400)],
  ['files under 400 lines, named in kebab-case', 'src/domain/makeKpi.ts', 'export const a = 1'],
  ['files under 400 lines, named in kebab-case', 'src/web/ui/TopLine.tsx', 'export const a = 1'],
  ['functions under 70 lines', 'src/domain/a.ts', `export function a() {\n${long(68)}}`],
  ['functions under 70 lines', 'scripts/a.ts', `const a = () => {\n${long(68)}}`],
  ['functions under 70 lines', 'test/a.test.ts', `test('long', () => {\n${long(68)}})`],
  [honest, 'src/domain/a.ts', 'export const a = (b: any) => b'],
  [honest, 'test/a.test.ts', 'const a = [1][0]!'],
  [honest, 'src/domain/a.ts', 'export enum Color { Red }'],
  [honest, 'src/domain/a.ts', 'namespace Inner { export const a = 1 }'],
  [honest, 'src/domain/a.ts', 'class A { constructor(readonly b: number) {} }'],
  [honest, 'src/domain/a.ts', 'const a = 1 as unknown as string'],
  [honest, 'src/domain/a.ts', 'debugger'],
  ['no test is singled out', 'test/a.test.ts', "test.only('one', () => {})"],
  ['no test is singled out', 'test/a.test.ts', "describe.only.each([1])('one', () => {})"],
  [comments, 'src/domain/a.ts', '\n// TODO: later', 2],
  [comments, 'src/domain/a.ts', '// @ts-ignore\nexport const a = 1'],
  [comments, 'src/domain/a.ts', '// @ts-expect-error\nexport const a = 1'],
]

describe('what each rule flags', () => {
  const cases = wrong.map(([title, path, text, line = 1]) => ({ title, path, text, line }))
  test.each(cases)('$title: $path `$text`', ({ title, path, text, line }) => {
    expect(flagged({ [path]: text })).toContain(`${path}:${line} ${title}`)
  })

  test('the environment and the process', () => {
    expect(flagged({ 'src/app/a.ts': 'const level = process.env.LEVEL' })).toEqual([
      'src/app/a.ts:1 the environment only in main.ts',
      'src/app/a.ts:1 the process only where it begins and ends',
    ])
    expect(flagged({ 'src/app/a.ts': "import { env } from 'node:process'" })).toHaveLength(1)
  })

  test('cycles, also of types alone, each named once with the way around', () => {
    const files = {
      'src/domain/a.ts': "import { b } from './b.ts'",
      'src/domain/b.ts': "import type { C } from './c.ts'",
      'src/domain/c.ts': "\nimport type { A } from './a.ts'",
      'src/domain/d.ts': "import './a.ts'",
    }
    expect(flagged(files)).toEqual(['src/domain/a.ts:1 no import cycles, type imports included'])
    expect(flagged({ 'test/a.ts': "import './a.ts'" })).toHaveLength(1)
  })

  test('zod on the way to the first page, but not behind a lazy door or a type', () => {
    const page = (how: string) => ({
      'src/web/main.tsx': how,
      'src/contract/index.ts': "export * from './kpi.ts'",
      'src/contract/kpi.ts': "import { z } from 'zod'",
    })
    const found = ['src/contract/kpi.ts:1 the first page carries neither zod nor yaml']
    expect(flagged(page("import { kpi } from '../contract/index.ts'"))).toEqual(found)
    expect(flagged(page("import type { Kpi } from '../contract/index.ts'"))).toEqual([])
    expect(flagged(page("const later = () => import('../contract/index.ts')"))).toEqual([])
  })

  test('every rule is shown to flag something', () => {
    const elsewhere = ['no import cycles', 'the first page', 'the environment', 'the process']
    const shown = new Set(wrong.map(([title]) => title))
    const others = rules.filter((one) => !shown.has(one.title)).map((one) => one.title)
    expect(others.filter((title) => !elsewhere.some((start) => title.startsWith(start)))).toEqual([])
  })
})

describe('what no rule flags', () => {
  test.each<readonly [path: string, text: string]>([
    ['src/app/a.ts', "import { cells } from '../query/cells.ts'\nconst at = performance.now()"],
    [
      'src/main.ts',
      "import { ask } from './app/ask.ts'\nconst clock = { now: () => Date.now() }\nconst a = process.env.A",
    ],
    ['src/time/a.ts', 'const text = new Intl.DateTimeFormat().format(new Date(0))'],
    ['src/web/a.tsx', "import { useState } from 'react'\nimport 'react-dom/client'"],
    ['src/domain/definition/a.ts', "import { parse } from 'yaml'\nimport { z } from 'zod'"],
    ['src/domain/a.test.ts', "import { readFileSync } from 'node:fs'\nimport { test } from 'vitest'"],
    ['src/engine/test-engine.ts', "import { tmpdir } from 'node:os'\nconst at = new Date(0)"],
    ['src/app/a.ts', 'const row = { Date: 1, process: 2 }\nconst b = row.Date + row.process'],
    ['src/web/a.tsx', "const words = 'Select a period from the list, or update the target set for it'"],
    [
      'src/domain/a.ts',
      '// The group by which rows are ordered; WHERE it comes from does not matter.\nexport const a = 1',
    ],
    ['src/engine/a.ts', "const text = 'SELECT a FROM b'"],
    ['src/web/a.test.ts', `describe('all', () => {\n${long(100)}})`],
    ['src/domain/a.ts', "declare module 'x' {\n  interface A { readonly b: number }\n}"],
    ['src/domain/a.ts', '// @ts-expect-error the library lacks this overload\nexport const a = b as string'],
    ['test/a.test.ts', "test.skipIf(true)('only here', () => {})"],
  ])('%s `%s`', (path, text) => {
    expect(flagged({ [path]: text })).toEqual([])
  })

  test('a file that reaches 399 lines, a function of 69', () => {
    expect(flagged({ 'src/domain/a.ts': long(399) })).toEqual([])
    expect(flagged({ 'src/domain/a.ts': `export function a() {\n${long(67)}}` })).toEqual([])
  })
})
