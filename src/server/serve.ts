import fastify, { type FastifyInstance } from 'fastify'
import { todayOf } from '../app/ask.ts'
import { followFolder } from '../app/follow.ts'
import type { Workspace } from '../app/workspace.ts'
import { paths } from '../contract/paths.ts'
import { type Actor, localOwner } from '../domain/access.ts'
import { apiIssue } from '../domain/api-issues.ts'
import { Failure } from '../domain/failure.ts'
import { nearest } from '../domain/nearest.ts'
import { mountAssets } from './assets.ts'
import { mountEvents } from './events.ts'
import { guard, isLoopback } from './guard.ts'
import { mountHealth } from './health.ts'
import { HotBodies } from './hot.ts'
import { type Mounting, mount } from './mount.ts'
import { mountPages, type Pages } from './pages.ts'
import { restWhenQuiet } from './rest.ts'

export interface ServeOptions {
  readonly host: string
  readonly port: number
  readonly version: string
  /** The built web app (`openPages`); null serves the API alone. */
  readonly pages: Pages | null
  /** Gives memory back that is not in use; called when nobody has asked for a while. */
  readonly giveBack?: () => void
}

export interface Server {
  readonly url: string
  readonly close: () => Promise<void>
}

const bodyLimit = 2 * 1024 * 1024

/** Serves a workspace: API, events and pages, and follows its folder. Rejects with a Failure when the port is taken. */
export async function serve(workspace: Workspace, options: ServeOptions): Promise<Server> {
  const { host, port, version, pages, giveBack = () => {} } = options
  if (!isLoopback(host)) {
    throw new Failure(
      'open-server',
      `Without accounts Bellwether serves this machine only, not ${host}.`,
      'Leave the host at 127.0.0.1 and put a proxy with a sign-in of its own before it.',
    )
  }
  const app = fastify({ bodyLimit, forceCloseConnections: true, routerOptions: { maxParamLength: 500 } })
  const actor: Actor = localOwner
  let happenings = 0
  const stopCounting = workspace.listen(() => {
    happenings += 1
  })
  const mounting: Mounting = {
    context: { workspace, actor },
    hot: new HotBodies(String(workspace.deps.clock.now())),
    stamp: () => `${happenings} ${todayOf(workspace.deps)}`,
    version,
  }
  guard(app)
  refusals(app, workspace)
  const stopResting = restWhenQuiet(app, giveBack)
  const events = mountEvents(app, workspace)
  mountHealth(app, mounting)
  mount(app, mounting)
  if (pages !== null) {
    mountAssets(app, pages.assets)
    mountPages(app, pages, mounting)
  }
  const url = await listen(app, host, port)
  const stopFollowing = followFolder(workspace)
  await workspace.announce(url)
  return {
    url,
    close: async () => {
      await stopFollowing()
      stopCounting()
      stopResting()
      events.close()
      await app.close()
    },
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!taken) throw error
    throw new Failure(
      'port-taken',
      `Another program listens on ${host}:${port}.`,
      'Choose another with --port, or --port 0.',
    )
  }
}

/** What has no route, and what went wrong: issues like everything else. */
function refusals(app: FastifyInstance, workspace: Workspace): void {
  const known = Object.values(paths).map(([, path]) => path)
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    return reply.code(404).send({ issues: [apiIssue('api/no-endpoint', { path, near: nearest(path, known) }, {})] })
  })
  app.setErrorHandler((error: unknown, request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
    if (status >= 400 && status < 500 && error instanceof Error) {
      return reply.code(status).send({ issues: [apiIssue('api/input', { field: '', problem: error.message }, {})] })
    }
    const [what, advice] = error instanceof Failure ? [error.message, error.hint] : ['Something went wrong here.', '']
    // Who withdrew the question knows.
    if (!(error instanceof Failure && error.code === 'cancelled'))
      workspace.log('error', `${request.method} ${request.url}: ${error instanceof Error ? error.stack : error}`)
    return reply
      .code(error instanceof Failure ? 503 : 500)
      .send({ issues: [apiIssue('api/failed', { what, advice }, {})] })
  })
}
