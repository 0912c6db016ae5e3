import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { Failure } from '../domain/failure.ts'
import type { KpiView, ScorecardView, WorkspaceView } from '../domain/view.ts'
import type { Context } from './handlers/context.ts'
import { handlers } from './handlers/index.ts'
import type { Made } from './hot.ts'
import { goneOf, type Mounting } from './mount.ts'
import { sendBody } from './reply.ts'

/** What the built drawing of the pages gives (src/web/entry-server.tsx). */
interface Drawing {
  readonly renderPage: (page: { path: string; data: PageData }) => Promise<{ html: string; head: string }>
  readonly themeScript: string
}

interface PageData {
  readonly workspace: WorkspaceView
  readonly scorecard?: ScorecardView
  readonly kpi?: KpiView
}

export interface Pages {
  readonly template: string
  readonly drawing: Drawing
  readonly assets: string
}

/** The built web app; a Failure that says how to build it where it is missing. */
export async function openPages(dist: string): Promise<Pages> {
  try {
    const template = await readFile(join(dist, 'web/index.html'), 'utf8')
    const drawing: Drawing = await import(pathToFileURL(join(dist, 'server/entry-server.js')).href)
    return { template, drawing, assets: join(dist, 'web/assets') }
  } catch (error) {
    throw new Failure('no-web', 'The web app is not built.', 'Run "npm run build" in the program’s folder.', {
      cause: error,
    })
  }
}

/** Every path that is neither the API nor a file is a page: drawn here, taken over by the client. */
export function mountPages(app: FastifyInstance, pages: Pages, mounting: Mounting): void {
  const policy = policyOf(pages.drawing.themeScript)
  app.get('/', async (_, reply) => {
    const [first] = mounting.context.workspace.catalog.scorecards.keys()
    return reply.redirect(first === undefined ? '/kpis' : `/scorecards/${encodeURIComponent(first)}`)
  })
  app.get('/*', async (request, reply) => {
    if (/^\/(api|odata|mcp|assets|events)(\/|$)/.test(request.url)) return reply.callNotFound()
    const make = (signal: AbortSignal) => draw(pages, { ...mounting.context, signal }, request.url)
    const body = await mounting.hot.get(`page ${request.url}`, mounting.stamp(), make, goneOf(reply))
    reply.header('content-security-policy', policy)
    return sendBody(request, reply, body)
  })
}

const policyOf = (script: string): string =>
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

async function draw(pages: Pages, context: Context, url: string): Promise<Made> {
  const { status, data } = await pageData(context, url)
  const drawn = data === null ? { html: '', head: '' } : await pages.drawing.renderPage({ path: url, data })
  const text = pages.template
    .replace('<title>Bellwether</title>', () => (drawn.head === '' ? '<title>Bellwether</title>' : ''))
    .replace('<!--bellwether:head-->', () => drawn.head)
    .replace('<!--bellwether:page-->', () => drawn.html)
  return { status, type: 'text/html; charset=utf-8', text }
}

/** What a page starts with. Where its own view cannot be had the client is told nothing and asks, so that it shows why. */
async function pageData(context: Context, url: string): Promise<{ status: number; data: PageData | null }> {
  const { pathname, searchParams } = new URL(url, 'http://page')
  const workspace = await handlers.workspace(context, {})
  if (!workspace.ok) return { status: 500, data: null }
  const base = { workspace: workspace.value }
  const [, kind = '', id = '', more] = pathname.split('/').map(decodeURIComponent)
  const asked = Object.fromEntries(
    ['period', 'scope', 'grain', 'asOf', 'through'].flatMap((name) =>
      searchParams.get(name) ? [[name, searchParams.get(name)]] : [],
    ),
  )
  if (kind === 'scorecards' && id !== '' && more === undefined) {
    const view = await handlers.scorecard(context, { id, ...asked })
    return view.ok ? { status: 200, data: { ...base, scorecard: view.value } } : { status: 404, data: null }
  }
  if (kind === 'kpis' && id !== '' && more === undefined) {
    const view = await handlers.kpi(context, { kpi: id, ...asked })
    return view.ok ? { status: 200, data: { ...base, kpi: view.value } } : { status: 404, data: null }
  }
  return {
    status: ['kpis', 'data', 'scorecards', 'closing', 'plan'].includes(kind) && id === '' ? 200 : 404,
    data: base,
  }
}
