import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { commands } from '../src/cli/commands/index.ts'
import { rooms } from './tidy/rooms.ts'

const root = join(import.meta.dirname, '..')
const read = (name: string): string => readFileSync(join(root, name), 'utf8')
const scripts: Readonly<Record<string, string>> = JSON.parse(read('package.json')).scripts
const pages = [...globSync('*.md', { cwd: root }), ...globSync('{docs,examples}/**/*.md', { cwd: root })]

test.each(pages)('%s: links lead somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((found) => found[1] ?? '')
  expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([])
})

test.each(pages)('%s: every command and script it names exists', (page) => {
  const text = read(page)
  const called = [...text.matchAll(/(?:npx |^|`)bellwether ([a-z]+)/gm)].map((found) => found[1] ?? '')
  expect(called.filter((name) => !commands.has(name) && name !== 'help')).toEqual([])
  const run = [...text.matchAll(/npm (?:run )?(start|test|[a-z]+)(?=[\s`)]|$)/g)].map((found) => found[1] ?? '')
  expect(
    run.filter((name) => !(name in scripts) && !['install', 'scripts', 'packages', 'package'].includes(name)),
  ).toEqual([])
})

test.each(pages)('%s: every file of ours that it names exists', (page) => {
  const paths = [...read(page).matchAll(/`((?:src|test|bench|scripts|docs|bin|examples)\/[\w./-]+)`/g)]
  const named = paths.map((found) => found[1] ?? '').filter((path) => !/(^|\/)x\.tsx?$/.test(path))
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

test('ARCHITECTURE.md draws the rooms that stand, with what each may import', () => {
  const drawn = [...read('ARCHITECTURE.md').matchAll(/^\| (`[^|]+) \|[^|]+\| ([^|]+) \|$/gm)].flatMap(
    ([, names, imports]) =>
      [...(names ?? '').matchAll(/`([a-z]+)(?:\.ts)?`/g)].map(
        ([, name]) => [name, (imports ?? '').match(/\w+/g) ?? []] as const,
      ),
  )
  const standing = Object.entries(rooms).filter(
    ([name]) => existsSync(join(root, 'src', name)) || existsSync(join(root, `src/${name}.ts`)),
  )
  const sorted = (entries: readonly (readonly [string | undefined, readonly string[]])[]) =>
    entries
      .map(
        ([name, imports]) =>
          `${name}: ${imports
            .filter((one) => one !== 'none')
            .sort()
            .join(' ')}`,
      )
      .sort()
  expect(sorted(drawn.filter(([name]) => name !== 'main'))).toEqual(
    sorted(standing.map(([name, one]) => [name, [...one.imports]])),
  )
})

test('the first screen of the README: what, picture, two commands', () => {
  const first = read('README.md').split('\n').slice(0, 16).join('\n')
  expect(first).toMatch(/!\[.+\]\(docs\/pictures\/scorecard\.png\)/)
  expect(first).toContain('npm install && npm start')
  expect(first).toContain('npm install && npm test')
})

test('the README names every command, and nothing else', () => {
  const table = read('README.md').split('| | |')[1]?.split('\n\n')[0] ?? ''
  const named = [...table.matchAll(/`([a-z]+)`/g)].map((found) => found[1] ?? '')
  expect(named.sort()).toEqual([...commands.keys()].sort())
})

test('every decision has its three parts', () => {
  for (const page of globSync('docs/decisions/*.md', { cwd: root }))
    if (!page.includes('dependencies')) expect(read(page), page).toMatch(/Context[\s\S]+Decision[\s\S]+Consequence/)
})

test('every dependency has its line', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'))
  const decided = read('docs/decisions/0009-dependencies.md')
  const names = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@types/'))
  expect(names.filter((name) => !decided.includes(`\`${name}\``))).toEqual([])
})
