import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type RouterHistory,
  redirect,
} from '@tanstack/react-router'
import { kpiQuery, scorecardQuery, workspaceQuery } from './api.ts'
import { Home } from './pages/home.tsx'
import { Scorecard } from './pages/scorecard.tsx'
import { Frame } from './ui/frame.tsx'
import { Lost, PageFailure } from './ui/notices.tsx'
import { askedOf } from './ui/place.ts'

interface Context {
  readonly client: QueryClient
  /** Drawn on the server: the data is already in the client's cache, nothing is fetched. */
  readonly drawing: boolean
}

type Search = Readonly<Record<string, string | undefined>>

const names = [
  'period',
  'scope',
  'grain',
  'asOf',
  'through',
  'sort',
  'show',
  'kpi',
  'tab',
  'since',
  'q',
  'restate',
  'undo',
] as const
type Name = (typeof names)[number]

/** Only what the pages know survives in the address; everything is text. */
function known(search: Readonly<Record<string, unknown>>): { [name in Name]?: string | undefined } {
  const found: { [name in Name]?: string | undefined } = {}
  for (const name of names) {
    const value = search[name]
    if (typeof value === 'string' && value !== '') found[name] = value
  }
  return found
}

const root = createRootRouteWithContext<Context>()({
  component: Frame,
  notFoundComponent: Lost,
  validateSearch: known,
  loader: ({ context }) => (context.drawing ? undefined : void context.client.prefetchQuery(workspaceQuery)),
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  loader: async ({ context }) => {
    if (context.drawing) return
    const workspace = await context.client.ensureQueryData(workspaceQuery).catch(() => null)
    const first = workspace?.scorecards[0]
    if (first) throw redirect({ to: '/scorecards/$id', params: { id: first.id }, replace: true })
  },
  component: Home,
})

const scorecards = createRoute({ getParentRoute: () => root, path: '/scorecards' }).lazy(() =>
  import('./pages/scorecards.tsx').then((page) => page.route),
)

const scorecard = createRoute({
  getParentRoute: () => root,
  path: '/scorecards/$id',
  loaderDeps: ({ search }) => askedOf(search),
  loader: ({ context, params, deps }) => {
    if (!context.drawing) void context.client.prefetchQuery(scorecardQuery(params.id, deps))
  },
  component: Scorecard,
})

const kpis = createRoute({ getParentRoute: () => root, path: '/kpis' }).lazy(() =>
  import('./pages/kpis.tsx').then((page) => page.route),
)

const kpi = createRoute({
  getParentRoute: () => root,
  path: '/kpis/$id',
  loaderDeps: ({ search }) => askedOf(search),
  loader: ({ context, params, deps }) => {
    if (!context.drawing) void context.client.prefetchQuery(kpiQuery(params.id, deps))
  },
}).lazy(() => import('./pages/kpi.tsx').then((page) => page.route))

const data = createRoute({ getParentRoute: () => root, path: '/data' }).lazy(() =>
  import('./pages/data.tsx').then((page) => page.route),
)

const closing = createRoute({ getParentRoute: () => root, path: '/closing' }).lazy(() =>
  import('./pages/closing.tsx').then((page) => page.route),
)

const plan = createRoute({ getParentRoute: () => root, path: '/plan' }).lazy(() =>
  import('./pages/plan.tsx').then((page) => page.route),
)

/** The routes of the web app; the address holds everything a reader chose. */
export function makeRouter(context: Context, history?: RouterHistory) {
  const router = createRouter({
    routeTree: root.addChildren([home, scorecards, scorecard, kpis, kpi, data, closing, plan]),
    context,
    ...(history ? { history } : {}),
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailure,
    scrollRestoration: !context.drawing,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch,
  })
  // Says that the first view was drawn by the server, so that both sides make the same markup.
  router.ssr = { manifest: undefined }
  return router
}

function stringifySearch(search: Search): string {
  const params = new URLSearchParams()
  for (const name of names) {
    const value = search[name]
    if (value !== undefined && value !== '') params.set(name, value)
  }
  // Periods and scopes stay readable in the address: `unit:acme/region=north`.
  const text = params.toString().replace(/%3A/g, ':').replace(/%2F/g, '/').replace(/%7C/g, '|')
  return text === '' ? '' : `?${text}`
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
