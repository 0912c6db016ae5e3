import type { QueryClient } from '@tanstack/react-query'
import type { KpiView, ScorecardView, WorkspaceView } from '../domain/view.ts'
import { kpiQuery, scorecardQuery, workspaceQuery } from './api.ts'
import { attentionOf, linesOf, showOf, sortOf } from './scorecard/order.ts'
import { ALL_AT_ONCE } from './scorecard/table.tsx'
import { FIRST_LINES } from './scorecard/windowed.tsx'
import { askedOf } from './ui/place.ts'

/** What the server knows when it draws a page; it travels with the page so that the client starts from the same. */
export interface PageData {
  readonly workspace: WorkspaceView
  readonly scorecard?: ScorecardView
  readonly kpi?: KpiView
  /** Rows out of sight came without their course; the client asks for the whole. */
  readonly partial?: true
}

/**
 * The part of a page's data that its first view needs. A thousand rows with their courses would hold the page up for a
 * second; those that are neither drawn nor need a look go without.
 */
export function firstView(path: string, data: PageData): PageData {
  const { scorecard } = data
  if (!scorecard) return data
  const { search } = addressOf(path)
  const sort = sortOf(search.get('sort') ?? undefined)
  const lines = linesOf(scorecard, sort, showOf(search.get('show') ?? undefined), new Set())
  if (lines.length <= ALL_AT_ONCE || sort === 'change') return data
  const whole = new Set([
    ...lines.slice(0, FIRST_LINES).flatMap((line) => (line.kind === 'row' ? [line.row] : [])),
    ...attentionOf(scorecard),
  ])
  const groups = scorecard.groups.map((group) => ({
    ...group,
    rows: group.rows.map((row) => (whole.has(row) ? row : { ...row, series: [], why: '', purpose: '' })),
  }))
  return { ...data, scorecard: { ...scorecard, groups }, partial: true }
}

/** Puts a page's data where its components look for it. `path` is the address with its search part. */
export function seed(client: QueryClient, path: string, data: PageData): void {
  const { id, search } = addressOf(path)
  const asked = askedOf(Object.fromEntries(search))
  client.setQueryData(workspaceQuery.queryKey, data.workspace)
  // Data of the year 1970 is shown at once and asked for again.
  const age = data.partial ? { updatedAt: 0 } : {}
  if (data.scorecard) client.setQueryData(scorecardQuery(id, asked).queryKey, data.scorecard, age)
  if (data.kpi) client.setQueryData(kpiQuery(id, asked).queryKey, data.kpi)
}

function addressOf(path: string): { readonly id: string; readonly search: URLSearchParams } {
  const [pathname = '', query = ''] = path.split('?')
  return { id: decodeURIComponent(pathname.split('/')[2] ?? ''), search: new URLSearchParams(query) }
}

/** The title of a page in the browser's tab. */
export function titleOf(data: PageData): string {
  const subject = data.kpi?.row.name ?? data.scorecard?.name
  return subject === undefined ? 'Bellwether' : `${subject} · Bellwether`
}
