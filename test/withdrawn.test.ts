import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Workspace } from '../src/app/workspace.ts'
import { connectors } from '../src/connectors/index.ts'
import { localOwner } from '../src/domain/access.ts'
import { openFacts } from '../src/engine/open.ts'
import type { Facts } from '../src/ports.ts'
import { type Server, serve } from '../src/server/serve.ts'
import { openStore } from '../src/store/open.ts'
import { copyOf } from './support/program.ts'

// The real engine, slowed down: statements begin only once the gate is open, with the signal that they came with.
let place: ReturnType<typeof copyOf>
let workspace: Workspace
let server: Server
let signals: (AbortSignal | undefined)[]
let open: () => void
let gate: Promise<void>

function shut(): void {
  signals = []
  gate = new Promise((resolve) => {
    open = resolve
  })
}

const slowed = (facts: Facts): Facts => ({
  ...facts,
  query: async (statement, options) => {
    signals.push(options?.signal)
    await gate
    return facts.query(statement, options)
  },
})

beforeEach(async () => {
  place = copyOf('start')
  shut()
  open()
  const clock = { now: () => Date.parse('2026-04-01T00:00:00Z') }
  const found = await Workspace.open(
    place.folder,
    {
      openStore: (file) => openStore({ file, clock }),
      openFacts: async (folder) => slowed(await openFacts({ folder, memoryMb: 512, threads: 2, log: () => {} })),
      connectors,
      hash: (text) => createHash('sha256').update(text).digest('hex'),
      clock,
      log: () => {},
      fail: () => {},
    },
    'test',
  )
  if ('owner' in found || !found.ok) throw new Error('not opened')
  workspace = found.value
  await workspace.load('all', localOwner)
  server = await serve(workspace, { host: '127.0.0.1', port: 0, version: 'test', pages: null })
})
afterEach(async () => {
  open()
  await server.close()
  await workspace.close()
  place.remove()
})

const until = async (holds: () => boolean): Promise<boolean> => {
  for (let tries = 0; tries < 200 && !holds(); tries++) await new Promise((resolve) => setTimeout(resolve, 10))
  return holds()
}

test.each(['scorecards/company', 'kpis/revenue', 'kpis/revenue/drivers'])(
  'a closed page stops the statements of %s',
  async (path) => {
    shut()
    const reader = new AbortController()
    const asked = fetch(`${server.url}/api/v1/${path}?period=2026-02`, { signal: reader.signal })
    expect(await until(() => signals.length > 0)).toBe(true)
    reader.abort()
    await expect(asked).rejects.toThrow()
    // What members there are is known to all pages from then on, and such statements go on; numbers are nobody else's.
    if (signals.every((signal) => signal === undefined)) open()
    // What was asked is stopped; what was not yet is never asked.
    await until(() => signals.some((signal) => signal?.aborted))
    expect(signals.filter((signal) => signal !== undefined && !signal.aborted)).toEqual([])
    open()
    expect((await fetch(`${server.url}/api/v1/${path}?period=2026-02`)).status).toBe(200)
  },
)

test('a body that others still wait for is made to its end', async () => {
  shut()
  const reader = new AbortController()
  const url = `${server.url}/api/v1/scorecards/company?period=2026-02`
  const [first, second] = [fetch(url, { signal: reader.signal }), fetch(url)]
  expect(await until(() => signals.length > 0)).toBe(true)
  // Both have come once the server has read the second request.
  await fetch(`${server.url}/api/v1/workspace`).catch(() => undefined)
  reader.abort()
  await expect(first).rejects.toThrow()
  open()
  expect((await second).status).toBe(200)
  expect(signals.some((signal) => signal?.aborted)).toBe(false)
})
