import type { FastifyInstance } from 'fastify'
import { appliedRevisions } from '../app/ask/applied.ts'
import type { Mounting } from './mount.ts'

/** `/healthz` (the process answers), `/readyz` (so does the engine) and `/metrics` in the Prometheus text format. */
export function mountHealth(app: FastifyInstance, { context }: Mounting): void {
  const { workspace } = context
  const answered = new Map<string, number>()
  app.addHook('onResponse', async (request, reply) => {
    const key = `route="${request.routeOptions.url ?? 'none'}",status="${reply.statusCode}"`
    answered.set(key, (answered.get(key) ?? 0) + 1)
  })
  app.get('/healthz', (_, reply) => reply.type('text/plain').send('ok\n'))
  app.get('/readyz', async (_, reply) => {
    const statement = { text: 'SELECT 1 AS one', params: [] }
    await workspace.deps.facts.query(statement, { lane: 'short', deadlineMs: 5_000 })
    return reply.type('text/plain').send('ok\n')
  })
  app.get('/metrics', (_, reply) => {
    const lines = [
      '# TYPE bellwether_requests_total counter',
      ...[...answered].map(([key, count]) => `bellwether_requests_total{${key}} ${count}`),
      '# TYPE bellwether_facts_revision gauge',
      ...[...appliedRevisions(workspace.deps.facts)].map(
        ([dataset, revision]) => `bellwether_facts_revision{dataset="${dataset}"} ${revision}`,
      ),
      '# TYPE bellwether_definition_issues gauge',
      `bellwether_definition_issues ${workspace.issues.length}`,
      '# TYPE process_resident_memory_bytes gauge',
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
    ]
    return reply.type('text/plain; version=0.0.4').send(`${lines.join('\n')}\n`)
  })
}
