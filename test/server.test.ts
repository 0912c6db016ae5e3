import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract, endpointNames, type Output } from '../src/contract/contract.ts'
import { callOf, type EndpointName, paths } from '../src/contract/paths.ts'
import type { Issue } from '../src/domain/issue.ts'
import { copyOf, type Served, serveFolder } from './support/program.ts'

const place = copyOf('start')
let server: Served

beforeAll(async () => {
  server = await serveFolder(place.folder)
  await until(async () => (await body('workspace', '/api/v1/workspace')).datasets[0]?.rows === 10)
})
afterAll(async () => {
  await server.stop()
  place.remove()
})

/** The body at a path, taken at the word of the contract; its own test holds server and types together. */
const body = async <N extends EndpointName>(_: N, path: string): Promise<Output<N>> =>
  (await (await fetch(server.url + path)).json()) as Output<N>

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>
}

interface Refused {
  readonly issues: readonly Issue[]
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it never came true')
}

const edit = (name: string, change: (text: string) => string) => {
  const path = join(place.folder, name)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

test('every body has the shape that the contract says', async () => {
  const inputs = {
    workspace: {},
    scorecard: { id: 'company', period: '2026-03' },
    kpi: { kpi: 'revenue', period: '2026-03' },
    explain: { kpi: 'revenue', period: '2026-03' },
    scorecardSummary: { id: 'company', period: '2026-03' },
    kpiSummary: { kpi: 'revenue', period: '2026-03' },
    forecast: { kpi: 'revenue', period: '2026-03' },
    signals: { kpi: 'revenue', period: '2026-03' },
    drivers: { kpi: 'revenue', period: '2026-03', by: ['region'] },
    changes: { kpi: 'revenue' },
    ask: { kpis: 'all', timing: true },
    document: { kind: 'kpi', id: 'revenue' },
    batches: {},
    setAside: { batch: 'orders-1' },
    load: { datasets: 'all' },
    refresh: {},
  } as const
  for (const [name, input] of Object.entries(inputs) as [keyof typeof inputs, object][]) {
    const call = callOf(name, { ...input })
    const response = await fetch(server.url + call.url, {
      method: call.method,
      ...(call.body !== null && { body: call.body, headers: { 'content-type': 'application/json' } }),
    })
    const found = contract[name].output.safeParse(await response.json())
    expect(found.error?.issues ?? [], name).toEqual([])
    expect(response.status, name).toBe(200)
  }
})

test('OpenAPI names every endpoint', async () => {
  const document = (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as OpenApi
  for (const name of endpointNames) {
    const [method, path] = paths[name]
    expect(document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]?.operationId).toBe(name)
  }
})

test('a tag is good until something happens', async () => {
  const path = '/api/v1/scorecards/company?period=2026-03'
  const first = await fetch(server.url + path)
  const tag = first.headers.get('etag') ?? ''
  expect((await fetch(server.url + path, { headers: { 'if-none-match': tag } })).status).toBe(304)
  edit('data/orders-2026.csv', (text) => text.replace('96.40', '97.40'))
  await until(async () => (await fetch(server.url + path, { headers: { 'if-none-match': tag } })).status === 200)
  const after = await body('scorecard', path)
  expect(after.groups[0]?.rows[0]?.answer.value).toBe('1231.4')
})

test('open pages are told; broken definitions leave the last good ones and are shown', async () => {
  const events = new EventSourceReader(`${server.url}/events`)
  edit('workspace.yaml', (text) =>
    text.replace('good: up\ncadence: month\n---\nkind: kpi', 'good: upp\ncadence: month\n---\nkind: kpi'),
  )
  await events.until('issues')
  const broken = await body('workspace', '/api/v1/workspace')
  expect(broken.issues).toMatchObject([
    { code: 'field/choice', file: 'workspace.yaml', hint: expect.stringContaining('up') },
  ])
  expect((await body('kpi', '/api/v1/kpis/revenue')).row.good).toBe('up')
  edit('workspace.yaml', (text) => text.replace('good: upp', 'good: up').replace('name: Average order', 'name: Basket'))
  await events.until('catalog')
  expect((await body('workspace', '/api/v1/workspace')).issues).toEqual([])
  expect((await body('kpi', '/api/v1/kpis/average-order')).row.name).toBe('Basket')
  events.close()
})

test('a definition is saved with its base, refused when that changed, and refused when it is wrong', async () => {
  const path = '/api/v1/documents/kpi/revenue'
  const before = await body('document', path)
  const put = (text: string, baseHash: string) =>
    fetch(server.url + path, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, baseHash, reason: 'clearer' }),
    })
  const wrong = await put(before.text.replace('sum(amount)', 'sum(amoun)'), before.hash)
  expect(wrong.status).toBe(422)
  expect(((await wrong.json()) as Refused).issues).toMatchObject([{ file: 'workspace.yaml', line: expect.any(Number) }])
  const saved = await put(
    before.text.replace('How much did customers order?', 'What did customers order?'),
    before.hash,
  )
  expect(saved.status).toBe(200)
  expect(((await saved.json()) as Output<'document'>).versions.at(-1)).toMatchObject({
    author: 'local',
    reason: 'clearer',
  })
  expect(readFileSync(join(place.folder, 'workspace.yaml'), 'utf8')).toContain('# A KPI: the question it answers')
  expect((await put(before.text, before.hash)).status).toBe(409)
  expect((await body('kpi', '/api/v1/kpis/revenue')).definition.purpose).toBe('What did customers order?')
})

test('refusals are issues with a status of their own', async () => {
  const refusal = async (path: string, init?: RequestInit) => {
    const response = await fetch(server.url + path, init)
    return [response.status, ((await response.json()) as Refused).issues[0]?.code]
  }
  const post = (text: string) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: text })
  expect(await refusal('/api/v1/kpis/revenu')).toEqual([404, 'ask/unknown-kpi'])
  expect(await refusal('/api/v1/kpi')).toEqual([404, 'api/no-endpoint'])
  expect(await refusal('/api/v1/ask', post('{"kpis": 5}'))).toEqual([400, 'api/input'])
  expect(await refusal('/api/v1/ask', post('{'))).toEqual([400, 'api/input'])
  expect(await refusal('/api/v1/batches/nope/undo', post('{}'))).toEqual([404, 'undo/unknown-batch'])
  expect(
    await refusal('/api/v1/load', {
      ...post('{"datasets":"all"}'),
      headers: { origin: 'http://evil.example', 'content-type': 'application/json' },
    }),
  ).toEqual([403, 'api/foreign'])
})

test('pages are drawn on the server, with a policy for scripts', async () => {
  const home = await fetch(`${server.url}/`, { redirect: 'manual' })
  expect(home.headers.get('location')).toBe('/scorecards/company')
  const page = await fetch(`${server.url}/scorecards/company?period=2026-03`)
  const html = await page.text()
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-/)
  expect(html).toContain('Revenue')
  expect(html).toContain('bellwether-data')
  expect((await fetch(`${server.url}/scorecards/nope`)).status).toBe(404)
  expect((await fetch(`${server.url}/assets/..%2f..%2fpackage.json`)).status).toBe(404)
})

test('health, readiness and metrics', async () => {
  expect(await (await fetch(`${server.url}/healthz`)).text()).toBe('ok\n')
  expect(await (await fetch(`${server.url}/readyz`)).text()).toBe('ok\n')
  expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(
    /bellwether_facts_revision\{dataset="orders"\} \d+/,
  )
})

test('a source that is gone is a failed load, said in words, and the numbers stay', async () => {
  const file = join(place.folder, 'data/orders-2026.csv')
  const text = readFileSync(file, 'utf8')
  rmSync(file)
  await until(async () => (await body('workspace', '/api/v1/workspace')).datasets[0]?.failure !== null)
  expect((await body('kpi', '/api/v1/kpis/revenue?period=2026-03')).row.answer.value).toBe('1231.4')
  writeFileSync(file, text)
  await until(async () => (await body('workspace', '/api/v1/workspace')).datasets[0]?.failure === null)
})

/** Reads server-sent events by fetch. */
class EventSourceReader {
  #stop = new AbortController()
  #said = ''
  constructor(url: string) {
    this.#read(url).catch(() => undefined)
  }
  async #read(url: string): Promise<void> {
    const response = await fetch(url, { signal: this.#stop.signal })
    const decoder = new TextDecoder()
    for await (const part of response.body ?? []) this.#said += decoder.decode(part)
  }
  until = (name: string) =>
    until(async () => this.#said.includes(`event: ${name}\n`)).then(() => {
      this.#said = ''
    })
  close = () => this.#stop.abort()
}
