import type { QueryClient } from '@tanstack/react-query'
import type { KpiView, ScorecardView } from '../domain/view.ts'
import { kpiQuery, scorecardQuery, workspaceQuery } from './api.ts'
import type { WorkspaceView } from './wire.ts'

/** What the server knows when it draws a page; it travels with the page so that the client starts from the same. */
export interface PageData {
  readonly workspace: WorkspaceView
  readonly scorecard?: ScorecardView
  readonly kpi?: KpiView
}

/** Puts a page's data where its components look for it. `path` is the address with its search part. */
export function seed(client: QueryClient, path: string, data: PageData): void {
  const [pathname = '', query = ''] = path.split('?')
  const params = new URLSearchParams(query)
  const asked = {
    period: params.get('period') ?? undefined,
    scope: params.get('scope') ?? undefined,
    grain: params.get('grain') ?? undefined,
  }
  const id = decodeURIComponent(pathname.split('/')[2] ?? '')
  client.setQueryData(workspaceQuery.queryKey, data.workspace)
  if (data.scorecard) client.setQueryData(scorecardQuery(id, asked).queryKey, data.scorecard)
  if (data.kpi) client.setQueryData(kpiQuery(id, asked).queryKey, data.kpi)
}

/** The title of a page in the browser's tab. */
export function titleOf(data: PageData): string {
  const subject = data.kpi?.row.name ?? data.scorecard?.name
  return subject === undefined ? 'Bellwether' : `${subject} · Bellwether`
}
