import { afterAll, beforeAll, expect, test } from 'vitest'
import { generate } from '../examples/retail/generate.ts'
import { bellwether, copyOf, killServed, type Ran, type Served, serveFolder } from './support/program.ts'

/** What a command prints does not depend on who has the workspace open: this process, or a server that it speaks to. */
const commands = [
  ['ask', 'sales', 'gross-margin', '--from', '2026-01', '--to', '2026-07', '--by', 'region', '--compare', 'prior'],
  ['scorecard', 'company'],
  ['explain', 'gross-margin', '2026-06', '--json'],
  ['signals', 'gross-margin'],
  ['forecast', 'north', '--json'],
  ['drivers', 'gross-margin', '2026-06', '--compare', 'year'],
  ['leading', 'gross-margin', '--json'],
  ['effect', 'gross-margin', '2026-03-01'],
  ['pace', 'sales'],
  ['alerts'],
  ['ask', 'gross-margine'],
] as const

const place = copyOf('retail')
let server: Served | null = null
beforeAll(async () => {
  generate(place.folder)
  expect(await bellwether(['refresh', '-w', place.folder])).toMatchObject({ code: 0 })
}, 180_000)
afterAll(async () => {
  await server?.stop()
  killServed()
  place.remove()
})

const run = (asked: readonly string[]): Promise<Ran> => bellwether([...asked, '-w', place.folder])

test('every command prints the same, byte by byte, with and without a server', { timeout: 300_000 }, async () => {
  const alone = new Map<string, Ran>()
  for (const asked of commands) alone.set(asked.join(' '), await run(asked))
  server = await serveFolder(place.folder)
  for (const asked of commands) {
    const name = asked.join(' ')
    expect([name, await run(asked)]).toEqual([name, alone.get(name)])
  }
  expect(alone.get(commands[0].join(' '))?.out).toMatch(/gross-margin +region=North +2026-06 +42\.17 %/)
})
