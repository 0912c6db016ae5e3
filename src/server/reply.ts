import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Issue } from '../domain/issue.ts'
import type { Body } from './hot.ts'

/** The status that a refusal has: unknown names 404, somebody else's change 409, all else 422. */
export function statusOf(issues: readonly Issue[]): number {
  const code = issues[0]?.code ?? ''
  if (/^(ask|undo|enter|document|signals)\/unknown|^api\/no-endpoint/.test(code)) return 404
  if (code === 'document/changed' || code === 'undo/undone' || code === 'signals/undone') return 409
  return code === 'api/input' ? 400 : 422
}

/** Sends a body as the reader can take it; readers ask again before they use their copy. */
export async function sendBody(request: FastifyRequest, reply: FastifyReply, body: Body): Promise<FastifyReply> {
  const unchanged = body.status === 200 && request.headers['if-none-match'] === body.etag
  const packed = !unchanged && takesBrotli(request) ? await body.brotli?.().catch(() => null) : null
  reply.header('etag', body.etag).header('cache-control', 'no-cache').header('vary', 'accept-encoding')
  if (unchanged) return reply.code(304).send()
  reply.code(body.status).type(body.type)
  return packed == null ? reply.send(body.plain) : reply.header('content-encoding', 'br').send(packed)
}

export const takesBrotli = (request: FastifyRequest): boolean =>
  /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''))
