import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Happening, Workspace } from '../app/workspace.ts'

/** Proxies close what is silent for a minute. */
const beatMs = 25_000

export interface Events {
  readonly close: () => void
}

/** `/events`: open pages are told that something is new, not what; they ask again for what they show. */
export function mountEvents(app: FastifyInstance, workspace: Workspace): Events {
  const readers = new Set<ServerResponse>()
  const tell = (text: string) => {
    for (const reader of readers) reader.write(text)
  }
  const stop = workspace.listen((happening: Happening) => tell(`event: ${happening}\ndata: {}\n\n`))
  const beat = setInterval(() => tell(': still here\n\n'), beatMs)
  app.get('/events', (_, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    reply.raw.write('retry: 2000\n\n')
    readers.add(reply.raw)
    reply.raw.on('close', () => readers.delete(reply.raw))
  })
  return {
    close: () => {
      stop()
      clearInterval(beat)
      for (const reader of readers) reader.end()
    },
  }
}
