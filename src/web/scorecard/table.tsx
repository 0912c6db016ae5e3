import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import type { Line } from './order.ts'
import { GroupRow, KpiRow } from './row.tsx'
import { WindowedLines } from './windowed.tsx'

const ALL_AT_ONCE = 200

/** The scorecard as a table; up to 200 lines stand in the page whole, more are mounted where one looks. */
export function ScorecardTable(props: { lines: readonly Line[]; periodLabel: string; grain: string }): ReactNode {
  const table = useRef<HTMLDivElement>(null)
  const arrows = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const links = [...(table.current?.querySelectorAll<HTMLElement>('.row-link') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLElement)
    const next = links[at + (event.key === 'ArrowDown' ? 1 : -1)]
    if (at < 0 || !next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <div
      role="table"
      aria-label="KPIs"
      aria-rowcount={props.lines.length + 1}
      className="table"
      ref={table}
      onKeyDown={arrows}
    >
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
          13 {props.grain}s
        </span>
        <span role="columnheader" className="cell-fresh">
          Data to
        </span>
      </div>
      {props.lines.length <= ALL_AT_ONCE ? (
        props.lines.map((line, index) => <OneLine key={keyOf(line)} line={line} index={index + 2} />)
      ) : (
        <WindowedLines
          lines={props.lines}
          draw={(line, index) => <OneLine key={keyOf(line)} line={line} index={index + 2} />}
        />
      )}
    </div>
  )
}

function OneLine({ line, index }: { line: Line; index: number }): ReactNode {
  return line.kind === 'group' ? <GroupRow group={line.group} index={index} /> : <KpiRow row={line.row} index={index} />
}

function keyOf(line: Line): string {
  return line.kind === 'group' ? `group ${line.group.objective}` : line.row.kpi
}
