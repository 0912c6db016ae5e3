import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Issue } from '../domain/issue.ts'
import type { Explanation, KpiView, ScorecardView } from '../domain/view.ts'
import type { BatchView, DocumentView, LoadResult, SetAsideRow, WorkspaceView } from './wire.ts'

/** An answer of the server that is not the thing asked for: its words, and its issues where it names places. */
export class ApiFailure extends Error {
  readonly status: number
  readonly issues: readonly Issue[]
  constructor(status: number, issues: readonly Issue[]) {
    super(issues[0]?.message ?? (status === 0 ? 'The server cannot be reached.' : `The server answered ${status}.`))
    this.status = status
    this.issues = issues
  }
}

/** What a reader chose in the address: absent means the page's own default. */
export interface Asked {
  readonly period?: string | undefined
  readonly scope?: string | undefined
  readonly grain?: string | undefined
}

export const workspaceQuery = queryOptions({
  queryKey: ['workspace'],
  queryFn: ({ signal }) => get<WorkspaceView>('/api/v1/workspace', signal),
})

export const scorecardQuery = (id: string, asked: Asked) =>
  queryOptions({
    queryKey: ['scorecard', id, asked.period ?? '', asked.scope ?? ''],
    queryFn: ({ signal }) => get<ScorecardView>(`/api/v1/scorecards/${encodeURIComponent(id)}${search(asked)}`, signal),
    placeholderData: keepPreviousData,
  })

export const kpiQuery = (id: string, asked: Asked) =>
  queryOptions<KpiView>({
    queryKey: ['kpi', id, asked.period ?? '', asked.scope ?? '', asked.grain ?? ''],
    queryFn: ({ signal }) => get<KpiView>(`/api/v1/kpis/${encodeURIComponent(id)}${search(asked)}`, signal),
    placeholderData: (before) => (before?.row.kpi === id ? before : undefined),
  })

export const explainQuery = (id: string, asked: Asked) =>
  queryOptions({
    queryKey: ['explain', id, asked.period ?? '', asked.scope ?? ''],
    queryFn: ({ signal }) => get<Explanation>(`/api/v1/kpis/${encodeURIComponent(id)}/explain${search(asked)}`, signal),
  })

export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id],
    queryFn: ({ signal }) => get<DocumentView>(`/api/v1/documents/kpi/${encodeURIComponent(id)}`, signal),
  })

export const batchesQuery = queryOptions({
  queryKey: ['batches'],
  queryFn: ({ signal }) => get<readonly BatchView[]>('/api/v1/batches', signal),
})

export const setAsideQuery = (batch: string) =>
  queryOptions({
    queryKey: ['set-aside', batch],
    queryFn: ({ signal }) =>
      get<readonly SetAsideRow[]>(`/api/v1/batches/${encodeURIComponent(batch)}/set-aside`, signal),
  })

export const saveDocument = (id: string, body: { text: string; baseHash: string; reason: string | null }) =>
  send<unknown>('PUT', `/api/v1/documents/kpi/${encodeURIComponent(id)}`, body)

export const undoBatch = (id: string, reason: string | null) =>
  send<unknown>('POST', `/api/v1/batches/${encodeURIComponent(id)}/undo`, { reason })

export const loadDatasets = (datasets: readonly string[]) =>
  send<readonly LoadResult[]>('POST', '/api/v1/load', { datasets })

/** A typed value of a manual KPI; amounts stay text, as they were written. */
export const enterValue = (body: {
  kpi: string
  period: string
  unit: string | null
  value: string | null
  numerator: string | null
  denominator: string | null
  note: string | null
}) => send<unknown>('POST', '/api/v1/values', body)

function search(asked: Asked): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(asked))
    if (typeof value === 'string' && value !== '') params.set(name, value)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

function get<Body>(path: string, signal: AbortSignal): Promise<Body> {
  return request<Body>(path, { signal })
}

function send<Body>(method: string, path: string, body: unknown): Promise<Body> {
  return request<Body>(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
}

async function request<Body>(path: string, init: RequestInit): Promise<Body> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (init.signal?.aborted) throw error
    throw new ApiFailure(0, [])
  })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new ApiFailure(response.status, issuesOf(body))
  // The contract's own test holds server and types together.
  return body as Body
}

function issuesOf(body: unknown): readonly Issue[] {
  if (typeof body !== 'object' || body === null || !('issues' in body) || !Array.isArray(body.issues)) return []
  return body.issues
}
