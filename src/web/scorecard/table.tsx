import { type KeyboardEvent, type ReactNode, useCallback, useRef } from 'react'
import { keyOf, type Line } from './order.ts'
import { GroupRow, KpiRow, type RowDoor } from './row.tsx'
import { WindowedLines } from './windowed.tsx'

/** Up to so many lines stand in the page whole, where finding in the page and screen readers see them all. */
export const ALL_AT_ONCE = 200

interface Props {
  readonly lines: readonly Line[]
  readonly periodLabel: string
  readonly grain: string
  readonly door: RowDoor
  /** The KPI that stands open beside the table. */
  readonly openKpi: string | null
  readonly folded: ReadonlySet<string>
  readonly onFold: (objective: string) => void
}

/** The scorecard as a table; up to 200 lines stand in the page whole, more are mounted where one looks. */
export function ScorecardTable(props: Props): ReactNode {
  const { lines, door, openKpi, folded, onFold } = props
  const table = useRef<HTMLDivElement>(null)
  const draw = useCallback(
    (line: Line, index: number) =>
      line.kind === 'group' ? (
        <GroupRow
          key={keyOf(line)}
          group={line.group}
          index={index + 2}
          folded={folded.has(line.group.objective)}
          onFold={onFold}
        />
      ) : (
        <KpiRow key={keyOf(line)} row={line.row} index={index + 2} door={door} current={line.row.kpi === openKpi} />
      ),
    [door, openKpi, folded, onFold],
  )
  const openAt = openKpi === null ? -1 : lines.findIndex((line) => line.kind === 'row' && line.row.kpi === openKpi)
  return (
    <div
      role="table"
      aria-label="KPIs"
      aria-rowcount={lines.length + 1}
      className="table"
      ref={table}
      onKeyDown={(event) => moveAlong(event, table.current, openKpi === null ? null : door.open)}
    >
      <Head periodLabel={props.periodLabel} grain={props.grain} />
      {lines.length <= ALL_AT_ONCE ? lines.map(draw) : <WindowedLines lines={lines} draw={draw} keep={openAt} />}
    </div>
  )
}

/** Arrows move from row to row; what stands open beside the table follows. */
function moveAlong(event: KeyboardEvent, table: HTMLElement | null, follow: RowDoor['open'] | null): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const links = [...(table?.querySelectorAll<HTMLElement>('.row-link') ?? [])]
  const { activeElement } = document
  const at = activeElement instanceof HTMLElement ? links.indexOf(activeElement) : -1
  const next = links[at + (event.key === 'ArrowDown' ? 1 : -1)]
  if (at < 0 || !next) return
  event.preventDefault()
  next.focus()
  if (follow && next.dataset.kpi !== undefined) follow(next.dataset.kpi)
}

function Head(props: { periodLabel: string; grain: string }): ReactNode {
  return (
    <div role="row" aria-rowindex={1} className="head">
      <span role="columnheader" className="cell-name">
        KPI
      </span>
      <span role="columnheader" className="cell-status">
        Status
      </span>
      <span role="columnheader" className="cell-value">
        {props.periodLabel}
      </span>
      <span role="columnheader" className="cell-target">
        Target
      </span>
      <span role="columnheader" className="cell-gap">
        Gap
      </span>
      <span role="columnheader" className="cell-bullet head-bullet">
        <span>Behind</span>
        <span>Target</span>
        <span>Ahead</span>
      </span>
      <span role="columnheader" className="cell-line">
        {props.grain === 'total' ? 'All time' : `13 ${props.grain}s`}
      </span>
      <span role="columnheader" className="cell-fresh">
        Data to
      </span>
    </div>
  )
}
