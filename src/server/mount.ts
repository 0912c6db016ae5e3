import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { endpointNames } from '../contract/contract.ts'
import { checkInput } from '../contract/input.ts'
import { openApi } from '../contract/openapi.ts'
import { type EndpointName, paths } from '../contract/paths.ts'
import type { Result } from '../domain/result.ts'
import type { Context, Handlers } from './handlers/context.ts'
import { handlers } from './handlers/index.ts'
import type { HotBodies } from './hot.ts'
import { sendBody, statusOf } from './reply.ts'

export interface Mounting {
  readonly context: Omit<Context, 'signal'>
  readonly hot: HotBodies
  /** What cached bodies hang on: it differs whenever any answer may. */
  readonly stamp: () => string
  readonly version: string
}

/** Asked again and again by every open page, and the same for all until something happens. */
const kept: ReadonlySet<EndpointName> = new Set(['workspace', 'scorecard', 'kpi'])

/** Makes a route of every endpoint of the contract. */
export function mount(app: FastifyInstance, mounting: Mounting): void {
  for (const name of endpointNames) {
    const [method, url] = paths[name]
    const answer = kept.has(name) ? fromHot(name, mounting) : afresh(name, mounting)
    app.route({ method, url, handler: answer })
  }
  const document = openApi(mounting.version)
  app.get('/api/v1/openapi.json', (_, reply) => reply.send(document))
}

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

function fromHot(name: EndpointName, { context, hot, stamp }: Mounting): Answer {
  return async (request, reply) => {
    const now = stamp()
    const tag = hot.etag(request.url, now)
    if (request.headers['if-none-match'] === tag) return reply.code(304).header('etag', tag).send()
    const make = async (signal: AbortSignal) => {
      const done = await run(name, { ...context, signal }, request)
      const type = 'application/json; charset=utf-8'
      if (done.ok) return { status: 200, type, text: JSON.stringify(done.value) }
      return { status: statusOf(done.issues), type, text: JSON.stringify({ issues: done.issues }) }
    }
    const body = await hot.get(request.url, now, make, goneOf(reply))
    return sendBody(request, reply, body)
  }
}

function afresh(name: EndpointName, { context }: Mounting): Answer {
  return async (request, reply) => {
    const done = await run(name, { ...context, signal: goneOf(reply) }, request)
    reply.header('cache-control', 'no-store')
    return done.ok ? reply.send(done.value) : reply.code(statusOf(done.issues)).send({ issues: done.issues })
  }
}

/** Ends when the reader leaves before the answer was sent. */
export function goneOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.on('close', () => {
    if (!reply.raw.writableEnded) gone.abort()
  })
  return gone.signal
}

/** Checks the input by the contract and calls the handler. */
async function run<N extends EndpointName>(
  name: N,
  context: Context,
  request: FastifyRequest,
): Promise<Result<unknown>> {
  const given = { ...asObject(request.query), ...asObject(request.body), ...asObject(request.params) }
  const input = checkInput(name, given)
  if (!input.ok) return input
  const handler: Handlers<N>[N] = handlers[name]
  return handler(context, input.value)
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})
