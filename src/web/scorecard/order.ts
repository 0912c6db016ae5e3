import { deviationOf } from '../../charts/bullet.ts'
import { type Shown, shownState } from '../../charts/states.ts'
import { byUrgency } from '../../domain/urgency.ts'
import type { ScorecardGroupView, ScorecardRow, ScorecardView } from '../../domain/view.ts'

export type Sort = 'importance' | 'gap' | 'change' | 'name'

export const sorts: readonly { readonly value: Sort; readonly label: string }[] = [
  { value: 'importance', label: 'Importance' },
  { value: 'gap', label: 'Gap to target' },
  { value: 'change', label: 'Change' },
  { value: 'name', label: 'Name' },
]

/** A line of the table: an objective above its KPIs, or a KPI. */
export type Line =
  | { readonly kind: 'group'; readonly group: ScorecardGroupView }
  | { readonly kind: 'row'; readonly row: ScorecardRow }

export type CountName = keyof ScorecardView['counts']

/** The counts above the table, which also narrow it. */
export const counted: readonly { readonly name: CountName; readonly word: string; readonly shape: Shown }[] = [
  { name: 'off-track', word: 'Off track', shape: 'off-track' },
  { name: 'at-risk', word: 'At risk', shape: 'at-risk' },
  { name: 'on-track', word: 'On track', shape: 'on-track' },
  { name: 'ahead', word: 'Ahead', shape: 'ahead' },
  { name: 'not-judged', word: 'Not judged', shape: 'no-data' },
]

/** The order that an address asks for. */
export const sortOf = (text: string | undefined): Sort =>
  sorts.find((sort) => sort.value === text)?.value ?? 'importance'

/** The rows that an address narrows the table to; null for all. */
export const showOf = (text: string | undefined): CountName | null =>
  counted.find((one) => one.name === text)?.name ?? null

/** Which count a row belongs to. */
export function countOf(row: ScorecardRow): CountName {
  const state = shownState(row.answer)
  return isCounted(state) ? state : 'not-judged'
}

function isCounted(state: Shown): state is 'on-track' | 'at-risk' | 'off-track' | 'ahead' {
  return state === 'on-track' || state === 'at-risk' || state === 'off-track' || state === 'ahead'
}

/** What tells a line from its neighbours. */
export const keyOf = (line: Line): string => (line.kind === 'group' ? `group ${line.group.objective}` : line.row.kpi)

/**
 * The lines to show: by objective in the scorecard's own order, weightier KPIs first, without those of folded objectives; or
 * one list sorted by gap, change or name.
 */
export function linesOf(
  view: ScorecardView,
  sort: Sort,
  show: CountName | null,
  folded: ReadonlySet<string>,
): readonly Line[] {
  const groups = view.groups
    .map((group) => ({ group, rows: show === null ? group.rows : group.rows.filter((row) => countOf(row) === show) }))
    .filter(({ rows }) => rows.length > 0)
  if (sort === 'importance')
    return groups.flatMap(({ group, rows }): readonly Line[] => [
      { kind: 'group', group },
      ...(folded.has(group.objective) ? [] : byWeight(rows)).map((row): Line => ({ kind: 'row', row })),
    ])
  const rows = groups.flatMap(({ rows }) => rows)
  return sorted(rows, sort).map((row): Line => ({ kind: 'row', row }))
}

function byWeight(rows: readonly ScorecardRow[]): readonly ScorecardRow[] {
  return [...rows].sort((a, b) => Number(b.weight) - Number(a.weight))
}

function sorted(rows: readonly ScorecardRow[], sort: Sort): readonly ScorecardRow[] {
  if (sort === 'name') return [...rows].sort((a, b) => a.name.localeCompare(b.name))
  const worth = new Map(
    rows.map((row) => [row.kpi, sort === 'gap' ? (deviationOf(row) ?? 9e9) : -Math.abs(changeOf(row))]),
  )
  return [...rows].sort((a, b) => (worth.get(a.kpi) ?? 0) - (worth.get(b.kpi) ?? 0))
}

/** How much a value moved against what its row is compared with, as a fraction; 0 where either is missing. */
const changeOf = (row: ScorecardRow): number => row.compared[0]?.relative ?? 0

/** The at most three KPIs that need a look first. Of an unfinished period nothing is missed yet: it may still come. */
export function attentionOf(view: ScorecardView): readonly ScorecardRow[] {
  if (!view.period.complete) return []
  const rows = view.groups.flatMap((group) => group.rows)
  return byUrgency(rows.filter(({ answer }) => answer.status === 'off-track' || answer.status === 'at-risk')).slice(
    0,
    3,
  )
}
