/** Where each endpoint of the API stands: plain data that the web's first script can carry. `:name` is a part of the path. */
export const paths = {
  workspace: ['GET', '/api/v1/workspace'],
  scorecard: ['GET', '/api/v1/scorecards/:id'],
  scorecardSummary: ['GET', '/api/v1/scorecards/:id/summary'],
  outlook: ['GET', '/api/v1/scorecards/:id/outlook'],
  kpi: ['GET', '/api/v1/kpis/:kpi'],
  explain: ['GET', '/api/v1/kpis/:kpi/explain'],
  kpiSummary: ['GET', '/api/v1/kpis/:kpi/summary'],
  drivers: ['GET', '/api/v1/kpis/:kpi/drivers'],
  forecast: ['GET', '/api/v1/kpis/:kpi/forecast'],
  effect: ['GET', '/api/v1/kpis/:kpi/effect'],
  leading: ['GET', '/api/v1/kpis/:kpi/leading'],
  pace: ['GET', '/api/v1/kpis/:kpi/pace'],
  signals: ['GET', '/api/v1/kpis/:kpi/signals'],
  confirmLimits: ['POST', '/api/v1/kpis/:kpi/signals/limits'],
  dismissSignal: ['POST', '/api/v1/kpis/:kpi/signals/dismissals'],
  replayAlerts: ['POST', '/api/v1/kpis/:kpi/signals/replay'],
  alerts: ['GET', '/api/v1/alerts'],
  undoRuling: ['POST', '/api/v1/rulings/:ruling/undo'],
  changes: ['GET', '/api/v1/kpis/:kpi/changes'],
  ask: ['POST', '/api/v1/ask'],
  document: ['GET', '/api/v1/documents/:kind/:id'],
  saveDocument: ['PUT', '/api/v1/documents/:kind/:id'],
  batches: ['GET', '/api/v1/batches'],
  setAside: ['GET', '/api/v1/batches/:batch/set-aside'],
  late: ['GET', '/api/v1/batches/:batch/late'],
  undo: ['POST', '/api/v1/batches/:batch/undo'],
  load: ['POST', '/api/v1/load'],
  refresh: ['POST', '/api/v1/refresh'],
  enter: ['POST', '/api/v1/values'],
  enterTargets: ['POST', '/api/v1/targets'],
  plan: ['POST', '/api/v1/plan'],
  apply: ['POST', '/api/v1/apply'],
  proposal: ['GET', '/api/v1/proposal'],
  applyProposal: ['POST', '/api/v1/proposal'],
  restate: ['POST', '/api/v1/kpis/:kpi/restate'],
  closings: ['GET', '/api/v1/closings'],
  closing: ['GET', '/api/v1/closing'],
  close: ['POST', '/api/v1/closings'],
  reopen: ['POST', '/api/v1/closings/reopen'],
  restatements: ['GET', '/api/v1/restatements'],
  accept: ['POST', '/api/v1/restatements'],
  overrides: ['GET', '/api/v1/overrides'],
  override: ['POST', '/api/v1/overrides'],
  removeOverride: ['POST', '/api/v1/overrides/remove'],
} as const satisfies Readonly<Record<string, readonly [Method, string]>>

export type Method = 'GET' | 'POST' | 'PUT'
export type EndpointName = keyof typeof paths

/** The names between slashes that begin with a colon. */
export const partsOf = (path: string): readonly string[] =>
  path.split('/').flatMap((part) => (part.startsWith(':') ? [part.slice(1)] : []))

export interface Call {
  readonly method: Method
  /** Path with its parts filled in and, for GET, the rest of the input as its search part. */
  readonly url: string
  /** JSON text of the rest of the input; null for GET. */
  readonly body: string | null
}

/** How an input travels: parts of the path first, the rest in the search part (GET; lists repeat the name) or as JSON. */
export function callOf(name: EndpointName, input: Readonly<Record<string, unknown>>): Call {
  const [method, path] = paths[name]
  const inPath = new Set(partsOf(path))
  const filled = path.replace(/:(\w+)/g, (_, part: string) => encodeURIComponent(String(input[part])))
  const rest = Object.entries(input).filter(([key, value]) => !inPath.has(key) && value !== undefined)
  if (method !== 'GET') return { method, url: filled, body: JSON.stringify(Object.fromEntries(rest)) }
  const search = new URLSearchParams()
  for (const [key, value] of rest)
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== null && one !== '') search.append(key, String(one))
  const text = search.toString()
  return { method, url: text === '' ? filled : `${filled}?${text}`, body: null }
}
