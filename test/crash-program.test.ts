import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { definitionFailpoints } from '../src/app/failpoint.ts'
import { type Client, httpClient } from '../src/contract/client.ts'
import { endpointNames, type Input, type Output } from '../src/contract/contract.ts'
import type { EndpointName } from '../src/contract/paths.ts'
import { copyOf, killServed, type Served, serveFolder } from './support/program.ts'

/**
 * The program itself, killed (SIGKILL) at named places and at any moment while definitions are saved, rows are loaded and
 * values recorded. The next start finds everything that was acknowledged, once, and serves.
 */

const place = copyOf('start')
afterAll(() => {
  killServed()
  place.remove()
})

const livesAtRandom = 12
interface Told {
  /** Texts of the purpose that saving acknowledged. */
  readonly purposes: string[]
  readonly batches: string[]
  /** The amount that the last acknowledged load delivered. */
  amount: string | null
}

const told: Told = { purposes: [], batches: [], amount: null }

/** Calls an endpoint; the contract's own test holds server and types together. */
async function call<N extends EndpointName>(server: Served, name: N, input: Input<N>): Promise<Output<N>> {
  const done = await client(server)[name](input)
  if (!done.ok) throw new Error(`${name}: ${JSON.stringify(done.issues)}`)
  return done.value
}

const client = (server: Served): Client =>
  httpClient(async ({ method, url, body }) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(server.url + url, { method, ...(body !== null && { body, headers }) })
    return { status: response.status, body: await response.json() }
  }, endpointNames)

const revenue = { kind: 'kpi', id: 'revenue' }

async function checkFound(server: Served): Promise<void> {
  const { versions } = await call(server, 'document', revenue)
  const texts: string[] = versions.map(({ text }) => text ?? '')
  for (const purpose of told.purposes) expect(texts.filter((text) => text.includes(purpose))).toHaveLength(1)
  expect(versions.map(({ version }) => version)).toEqual(texts.map((_, index) => index + 1))
  const batches: string[] = (await call(server, 'batches', {})).map(({ id }) => id)
  expect(new Set(batches).size).toBe(batches.length)
  expect(told.batches.filter((id) => !batches.includes(id))).toEqual([])
  await call(server, 'load', { datasets: 'all' })
  const inFile = /1010,2026-03-30,south,store,([\d.]+)/.exec(
    readFileSync(join(place.folder, 'data/orders-2026.csv'), 'utf8'),
  )?.[1]
  const found = await call(server, 'ask', {
    kpis: ['revenue'],
    from: '2026-03-30',
    to: '2026-03-30',
    grain: 'day',
  })
  expect(Number(found.answers[0]?.value)).toBe(Number(inFile))
  await checkChanges(server)
}

/** Each change begins where the one before it ended: none is lost, none is told twice. */
async function checkChanges(server: Served): Promise<void> {
  const changes = await call(server, 'changes', { kpi: 'revenue', limit: 1000 })
  const last = new Map<string, object>()
  for (const change of changes.toReversed()) {
    const key = `${change.scope} ${change.period}`
    expect(change.before).toEqual(last.get(key) ?? null)
    last.set(key, change.after)
  }
}

async function saveOnce(server: Served, count: string): Promise<void> {
  const { text, hash } = await call(server, 'document', revenue)
  const purpose = `Purpose ${count}?`
  await call(server, 'saveDocument', {
    ...revenue,
    text: text.replace(/purpose: .*/, `purpose: ${purpose}`),
    baseHash: hash,
  })
  told.purposes.push(purpose)
}

async function loadOnce(server: Served, amount: string): Promise<void> {
  const path = join(place.folder, 'data/orders-2026.csv')
  const text = readFileSync(path, 'utf8').replace(/(1010,2026-03-30,south,store,)[\d.]+/, `$1${amount}`)
  writeFileSync(path, text)
  const [report] = await call(server, 'load', { datasets: ['orders'] })
  if (report?.batch != null) told.batches.push(report.batch)
}

/**
 * Runs acts until the process is gone; an act that it cut short acknowledged nothing. `kill` kills it some ms after so many
 * acts, so that a slow machine rehearses as much as a fast one.
 */
async function actUntilGone(
  server: Served,
  life: string,
  kill: { readonly acts: number; readonly ms: number } | null,
): Promise<void> {
  const gone = new Promise((resolve) => server.process.on('close', resolve))
  for (let count = 0; server.process.exitCode === null && server.process.signalCode === null; count++) {
    if (kill?.acts === count) setTimeout(() => server.process.kill('SIGKILL'), kill.ms)
    const act = count % 2 === 0 ? saveOnce(server, `${life}-${count}`) : loadOnce(server, `${count}.25`)
    const done = await act.then(
      () => true,
      (error: unknown) => {
        if (error instanceof TypeError) return false
        throw error
      },
    )
    if (!done) break
  }
  await gone
}

test('killed right after each durable step of definitions and changes', { timeout: 600_000 }, async () => {
  for (const failpoint of definitionFailpoints) {
    const server = await serveFolder(place.folder)
    await checkFound(server)
    await server.stop()
    // The first start of a life records nothing new, so that only acts reach the failpoint.
    const doomed = await serveFolder(place.folder, { BELLWETHER_FAILPOINT: failpoint }).catch(() => null)
    if (doomed !== null) {
      await actUntilGone(doomed, failpoint, null)
      expect(doomed.process.signalCode).toBe('SIGKILL')
    }
  }
  const server = await serveFolder(place.folder)
  await checkFound(server)
  await server.stop()
})

test('killed at any moment', { timeout: 600_000 }, async () => {
  for (let life = 0; life < livesAtRandom; life++) {
    const server = await serveFolder(place.folder)
    await checkFound(server)
    await actUntilGone(server, `life-${life}`, { acts: life % 4, ms: (life * 7919) % 400 })
  }
  const server = await serveFolder(place.folder)
  await checkFound(server)
  await server.stop()
  expect(told.purposes.length).toBeGreaterThanOrEqual(livesAtRandom)
  expect(told.batches.length).toBeGreaterThan(2)
})
