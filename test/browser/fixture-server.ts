import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { type Asked, explanation, kpiList, kpiPage, scorecard, scorecardList } from './fixture.ts'
import { closingPage, closings, proposal } from './fixture-closing.ts'
import { driversOf } from './fixture-drivers.ts'
import { forecastOf } from './fixture-forecast.ts'
import { leadingOf } from './fixture-leading.ts'
import { signalsOf } from './fixture-signals.ts'
import { summaryOf } from './fixture-summary.ts'

const dist = new URL('../../dist/', import.meta.url)

const workspace = {
  name: 'Acme Group',
  mission: null,
  vision: null,
  today: '2026-04-03',
  zone: 'Europe/Paris',
  catalogRevision: '9c01e3ad5b7f2e64',
  issues: [] as unknown[],
  scorecards: scorecardList,
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

const mistake = {
  code: 'unknown-column',
  severity: 'error',
  file: 'kpis/operations.yaml',
  line: 8,
  column: 27,
  message: 'There is no column “delivered_onn” in the dataset “orders”.',
  hint: 'Did you mean “delivered_on”?',
}

const setAside = [
  { file: 'orders-2026-03.csv', sheet: null, row: 118, column: 'quantity', value: 'two', rule: 'is not an integer' },
  {
    file: 'orders-2026-03.csv',
    sheet: null,
    row: 502,
    column: 'ordered_at',
    value: '31/02/2026',
    rule: 'is not a date',
  },
]

function batch(id: string, dataset: string, at: string, origin: string, rows: number, setAside: number) {
  return {
    id,
    dataset,
    at,
    actor: 'local',
    rows,
    setAside,
    undone: null,
    parts: [{ origin, rows, gone: false }],
    effect: null,
  }
}

/** What a test can change while the server runs. */
export interface FixtureState {
  /** Added to the first KPI's value. */
  shift: number
  issues: unknown[]
  /** Every question fails. */
  broken: boolean
  /** Questions are never answered. */
  silent: boolean
  /** Events are refused. */
  deaf: boolean
  /** Nothing is defined. */
  bare: boolean
  locale: string
  /** What was sent, newest last: method, path and body. */
  sent: { method: string; path: string; body: unknown }[]
}

export interface FixtureServer {
  readonly url: string
  /** Tells open pages that something changed. */
  readonly announce: () => void
  /** Drops the connections on which pages listen. */
  readonly hangUp: () => void
  readonly state: FixtureState
  readonly close: () => Promise<void>
}

/** As the real server sends it: scripts of its own and the one known inline script, nothing from elsewhere. */
const policy = (script: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Serves the built web app over made-up views, drawn on the server as the real one does. For pictures and browser tests. */
export async function startFixture(): Promise<FixtureServer> {
  const template = await readFile(new URL('web/index.html', dist), 'utf8')
  const drawing = await import(pathToFileURL(new URL('server/entry-server.js', dist).pathname).href)
  const listeners = new Set<ServerResponse>()
  const state: FixtureState = {
    shift: 0,
    issues: [],
    broken: false,
    silent: false,
    deaf: false,
    bare: false,
    locale: 'en',
    sent: [],
  }
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://fixture')
    if (url.pathname === '/events') {
      if (state.deaf) return response.writeHead(503).end()
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': hello\n\n')
      listeners.add(response)
      request.on('close', () => listeners.delete(response))
    } else if (url.pathname.startsWith('/api/v1/')) await answer(request, response, url, state)
    else if (url.pathname.startsWith('/assets/')) await sendAsset(response, url.pathname)
    else if (url.pathname === '/') response.writeHead(302, { location: '/scorecards/company' }).end()
    else {
      const data = pageData(url, state)
      const undrawn = data === null || url.searchParams.has('client')
      const drawn = undrawn ? null : await drawing.renderPage({ path: url.pathname + url.search, data })
      const security = policy(drawing.themeScript)
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': security })
      response.end(
        template
          .replace('<!--bellwether:head-->', () => drawn?.head ?? '')
          .replace('<!--bellwether:page-->', () => drawn?.html ?? ''),
      )
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    announce: () => {
      for (const listener of listeners) listener.write('event: facts\ndata: {}\n\n')
    },
    hangUp: () => {
      for (const listener of listeners) listener.destroy()
      listeners.clear()
    },
    state,
    close: async () => {
      for (const listener of listeners) listener.end()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', woff2: 'font/woff2' }

async function sendAsset(response: ServerResponse, path: string): Promise<void> {
  const file = await readFile(new URL(`web${path}`, dist)).catch(() => null)
  const type = types[path.split('.').at(-1) ?? ''] ?? 'text/plain'
  const plain = { 'content-type': type, 'cache-control': 'max-age=31536000' }
  if (file === null || type === 'font/woff2') response.writeHead(file ? 200 : 404, plain).end(file ?? '')
  else response.writeHead(200, { ...plain, 'content-encoding': 'br' }).end(brotliCompressSync(file, quick))
}

const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

function pageData(url: URL, state: FixtureState): unknown {
  const [, kind, id = ''] = url.pathname.split('/')
  const base = { workspace: workspaceOf(state) }
  if (id === '' || (kind !== 'scorecards' && kind !== 'kpis')) return base
  const view = api(new URL(`/api/v1${url.pathname}${url.search}`, url), state, 'GET')
  if (view.status !== 200) return null
  return { ...base, [kind === 'kpis' ? 'kpi' : 'scorecard']: view.body }
}

const workspaceOf = ({ issues, locale, bare }: FixtureState) => ({
  ...workspace,
  issues,
  locale,
  ...(bare ? { scorecards: [], kpis: [], datasets: [] } : {}),
})

interface Reply {
  readonly status: number
  readonly body: unknown
}

const found = (body: unknown): Reply => ({ status: body === null ? 404 : 200, body: body ?? { issues: [] } })

function api(url: URL, state: FixtureState, method: string): Reply {
  const [, , , kind = '', id = '', rest = ''] = url.pathname.split('/')
  if (state.broken) return { status: 503, body: { issues: [] } }
  const { searchParams } = url
  const asked = { period: searchParams.get('period'), scope: searchParams.get('scope'), locale: state.locale }
  switch (kind) {
    case 'workspace':
      return found(workspaceOf(state))
    case 'scorecards':
      return found(rest === 'summary' ? summaryOf(id) : shifted(id, asked, state.shift))
    case 'kpis':
      return found(kpiBody(id, rest, asked))
    case 'documents':
      return method === 'PUT' ? saved(state) : found(document)
    case 'closings':
      return found(closings)
    case 'closing':
      return found(closingPage)
    case 'proposal':
      return found(proposal)
    case 'batches':
      return found(rest === 'set-aside' ? setAside : method === 'POST' ? {} : batches)
    case 'load':
      return found([{ dataset: 'orders', batch: 'b-0013', rows: 412 }])
    case 'values':
      return found({ dataset: 'manual-values', batch: 'b-0014', revision: 3 })
    default:
      return found(null)
  }
}

function kpiBody(id: string, rest: string, asked: Asked): unknown {
  if (rest === 'explain') return explanation(id)
  if (rest === 'changes') return []
  if (rest === 'summary') return summaryOf(id)
  const view = kpiPage(id, asked)
  if (view === null) return null
  const parts: Readonly<Record<string, (of: NonNullable<typeof view>) => unknown>> = {
    drivers: driversOf,
    signals: signalsOf,
    forecast: forecastOf,
    leading: leadingOf,
  }
  return parts[rest]?.(view) ?? view
}

/** Refuses a text with the mistake that the tests make, and one that was opened before somebody else saved. */
function saved({ sent }: FixtureState): Reply {
  const body = sent.at(-1)?.body as { text: string; baseHash: string }
  if (body.text.includes('delivered_onn')) return { status: 422, body: { issues: [mistake] } }
  return body.baseHash === document.hash ? { status: 200, body: {} } : { status: 409, body: { issues: [] } }
}

function shifted(id: string, asked: Asked, shift: number): unknown {
  const view = scorecard(id, asked)
  const first = view?.groups[0]?.rows[0]
  if (first && shift !== 0)
    Object.assign(first, { answer: { ...first.answer, value: String(Number(first.answer.value) + shift) } })
  return view
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  state: FixtureState,
): Promise<void> {
  const method = request.method ?? 'GET'
  if (state.silent) return
  if (method !== 'GET') {
    const chunks = await request.toArray()
    const text = Buffer.concat(chunks).toString()
    state.sent.push({ method, path: url.pathname, body: text === '' ? null : JSON.parse(text) })
  }
  const { status, body } = api(url, state, method)
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
