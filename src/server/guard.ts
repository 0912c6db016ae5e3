import type { FastifyInstance, FastifyRequest } from 'fastify'
import { apiIssue } from '../domain/api-issues.ts'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i

/** Whether an address reaches only this machine. */
export const isLoopback = (host: string): boolean => loopback.test(host) || host === '::1'

/**
 * Keeps other sites out of a server that trusts whoever sits at this machine: names that merely lead here are refused (DNS
 * rebinding), and so are calls that a page of another origin sends.
 */
export function guard(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const foreign = foreignOf(request)
    if (foreign !== null) return reply.code(403).send({ issues: [apiIssue('api/foreign', { host: foreign }, {})] })
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  })
}

function foreignOf(request: FastifyRequest): string | null {
  const host = request.headers.host ?? ''
  const name = host.replace(/:\d+$/, '')
  if (!isLoopback(name)) return name === '' ? 'an unnamed host' : name
  const { origin } = request.headers
  if (request.method === 'GET' || request.method === 'HEAD' || origin === undefined) return null
  return origin === `http://${host}` || origin === `https://${host}` ? null : origin
}
