import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import { explanation, kpiList, kpiPage, scorecard } from './fixture.ts'

const dist = new URL('../../dist/', import.meta.url)

const workspace = {
  name: 'Acme Group',
  mission: null,
  vision: null,
  today: '2026-04-03',
  locale: 'en',
  zone: 'Europe/Paris',
  catalogRevision: '9c01e3ad5b7f2e64',
  issues: [] as unknown[],
  scorecards: [
    { id: 'company', name: 'Company scorecard' },
    { id: 'many', name: 'A thousand KPIs' },
  ],
  kpis: kpiList,
  units: [{ id: 'acme', name: 'Acme Group' }],
  datasets: [
    { id: 'orders', name: 'Orders', rows: 248_113, dataThrough: '2026-04-02', lastBatch: 'b-0012', failure: null },
    { id: 'staff', name: 'Staff', rows: 24_904, dataThrough: '2026-03-31', lastBatch: 'b-0009', failure: null },
    {
      id: 'surveys',
      name: 'Customer surveys',
      rows: 3120,
      dataThrough: '2026-02-27',
      lastBatch: 'b-0004',
      failure: {
        at: '2026-04-02T05:00:11Z',
        message: 'surveys-2026-03.csv, row 214, column score: “n/a” is not an integer.',
      },
    },
  ],
}

const batches = [
  batch('b-0012', 'orders', '2026-04-02T05:00:11Z', 'orders-2026-03.csv', 8123, 3),
  batch('b-0011', 'orders', '2026-03-02T05:00:09Z', 'orders-2026-02.csv', 7904, 0),
  {
    ...batch('b-0010', 'orders', '2026-03-01T05:00:02Z', 'orders-2026-02.csv', 40, 0),
    undone: { at: '2026-03-01T08:00:00Z', actor: 'maria', reason: 'Half a file' },
  },
  batch('b-0009', 'staff', '2026-04-01T05:00:02Z', 'staff.csv', 24_904, 0),
]

const document = {
  text: 'kind: kpi\nid: delivered-on-time\nname: Delivered on time\npurpose: Do customers get what we promised, when we promised it?\ncalculation:\n  type: ratio\n  dataset: orders\n  numerator: count(*) where delivered_on <= promised_on\n  denominator: count(*)\nmeasured-in: "%"\ngood: up\ncadence: month\n',
  hash: 'aa11',
  versions: [
    {
      version: 1,
      text: 'kind: kpi\nid: delivered-on-time\nname: On time\n',
      author: 'maria@acme.example',
      at: '2026-01-12T09:12:00Z',
      reason: null,
    },
    {
      version: 2,
      text: 'kind: kpi\nid: delivered-on-time\nname: Delivered on time\n',
      author: 'jonas@acme.example',
      at: '2026-02-03T14:40:00Z',
      reason: 'Say what is delivered',
    },
  ],
}

function batch(id: string, dataset: string, at: string, origin: string, rows: number, setAside: number) {
  return { id, dataset, at, actor: 'local', rows, setAside, undone: null, parts: [{ origin, rows, gone: false }] }
}

export interface FixtureServer {
  readonly url: string
  /** Tells open pages that something changed. */
  readonly announce: () => void
  readonly state: { shift: number; issues: unknown[]; broken: boolean }
  readonly close: () => Promise<void>
}

/** Serves the built web app over made-up views, drawn on the server as the real one does. For pictures and browser tests. */
export async function startFixture(): Promise<FixtureServer> {
  const template = await readFile(new URL('web/index.html', dist), 'utf8')
  const { renderPage } = await import(pathToFileURL(new URL('server/entry-server.js', dist).pathname).href)
  const listeners = new Set<ServerResponse>()
  const state = { shift: 0, issues: [] as unknown[], broken: false }
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://fixture')
    if (url.pathname === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': hello\n\n')
      listeners.add(response)
      request.on('close', () => listeners.delete(response))
      return
    }
    if (url.pathname.startsWith('/api/v1/')) return answer(response, api(url, state, request.method ?? 'GET'))
    if (url.pathname.startsWith('/assets/')) {
      const file = await readFile(new URL(`web${url.pathname}`, dist)).catch(() => null)
      const type = url.pathname.endsWith('.js')
        ? 'text/javascript'
        : url.pathname.endsWith('.css')
          ? 'text/css'
          : 'font/woff2'
      response.writeHead(file ? 200 : 404, { 'content-type': type, 'cache-control': 'max-age=31536000' })
      return response.end(file ?? '')
    }
    if (url.pathname === '/') {
      response.writeHead(302, { location: '/scorecards/company' })
      return response.end()
    }
    const data = pageData(url, state)
    const drawn =
      data === null || url.searchParams.has('client')
        ? null
        : await renderPage({ path: url.pathname + url.search, data })
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(
      drawn === null
        ? template
        : template
            .replace('<!--bellwether:head-->', () => drawn.head)
            .replace('<!--bellwether:page-->', () => drawn.html),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    announce: () => {
      for (const listener of listeners) listener.write('event: facts\ndata: {}\n\n')
    },
    state,
    close: async () => {
      for (const listener of listeners) listener.end()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type State = FixtureServer['state']

function pageData(url: URL, state: State): unknown {
  const [, kind, id = ''] = url.pathname.split('/')
  const base = { workspace: { ...workspace, issues: state.issues } }
  if (kind === 'scorecards') {
    const view = api(new URL(`/api/v1/scorecards/${id}${url.search}`, url), state, 'GET')
    return view.status === 200 ? { ...base, scorecard: view.body } : null
  }
  if (kind === 'kpis' && id !== '') {
    const view = api(new URL(`/api/v1/kpis/${id}${url.search}`, url), state, 'GET')
    return view.status === 200 ? { ...base, kpi: view.body } : null
  }
  return base
}

function api(url: URL, state: State, method: string): { status: number; body: unknown } {
  const [, , , kind, id = '', rest = ''] = url.pathname.split('/')
  if (state.broken) return { status: 503, body: { issues: [] } }
  const period = url.searchParams.get('period')
  const ok = (body: unknown) => ({ status: body === null ? 404 : 200, body: body ?? { issues: [] } })
  if (kind === 'workspace') return ok({ ...workspace, issues: state.issues })
  if (kind === 'scorecards') {
    if (id !== 'company' && id !== 'many') return ok(null)
    const view = scorecard(period, url.searchParams.get('scope'), id === 'many' ? 1000 : 0)
    const first = view.groups[0]?.rows[0]
    if (state.shift !== 0 && first) {
      const value = String(Number(first.answer.value) + state.shift)
      Object.assign(first, { answer: { ...first.answer, value } })
    }
    return ok(view)
  }
  if (kind === 'kpis') return ok(rest === 'explain' ? explanation(id) : kpiPage(id, period))
  if (kind === 'documents' && method === 'PUT')
    return {
      status: 422,
      body: {
        issues: [
          {
            code: 'unknown-column',
            severity: 'error',
            file: 'kpis/operations.yaml',
            line: 8,
            column: 27,
            message: 'There is no column “delivered_onn” in the dataset “orders”.',
            hint: 'Did you mean “delivered_on”?',
          },
        ],
      },
    }
  if (kind === 'documents') return ok(document)
  if (kind === 'batches' && rest === 'set-aside')
    return ok([
      {
        file: 'orders-2026-03.csv',
        sheet: null,
        row: 118,
        column: 'quantity',
        value: 'two',
        rule: 'is not an integer',
      },
      {
        file: 'orders-2026-03.csv',
        sheet: null,
        row: 502,
        column: 'ordered_at',
        value: '31/02/2026',
        rule: 'is not a date',
      },
    ])
  if (kind === 'batches') return ok(method === 'POST' ? {} : batches)
  if (kind === 'load') return ok([{ dataset: 'orders', batch: 'b-0013', rows: 412 }])
  return ok(null)
}

function answer(response: ServerResponse, { status, body }: { status: number; body: unknown }): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
