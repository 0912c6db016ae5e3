import { Link } from '@tanstack/react-router'
import { type MouseEvent, memo, type ReactNode } from 'react'
import { bullet } from '../../charts/bullet.ts'
import { sparkline } from '../../charts/sparkline.ts'
import { shownState } from '../../charts/states.ts'
import type { ScorecardGroupView, ScorecardRow } from '../../domain/view.ts'
import { useNotation } from '../notation.tsx'
import { Picture } from '../svg.tsx'
import { Icon } from '../ui/icons.tsx'
import type { PlaceSearch } from '../ui/place.ts'
import { StatusMark } from '../ui/status.tsx'
import { isPhone } from '../ui/theme.ts'
import { Change, Gap, Target, Value } from './figures.tsx'

/** What every row of one table shares; it must keep its identity, or all rows are drawn again. */
export interface RowDoor {
  /** Where the rows' links lead. */
  readonly place: PlaceSearch
  /** Opens a KPI beside the table. */
  readonly open: (kpi: string) => void
  readonly nameOf: (period: string) => string
}

/** One KPI in one line: everything of it can be read without a pointer, and the whole line is its link. */
export const KpiRow = memo(function KpiRow(props: {
  row: ScorecardRow
  index: number
  door: RowDoor
  current: boolean
}): ReactNode {
  const { row, door } = props
  const { locale, day } = useNotation()
  const reach = row.reaches ?? row.answer.dataThrough
  const compare = bullet({ ...row, locale })
  const line = sparkline({
    ...row,
    period: row.answer.period,
    locale,
    nameOf: door.nameOf,
    width: 120,
    height: 28,
  })
  return (
    <div role="row" aria-rowindex={props.index} className={props.current ? 'row current' : 'row'}>
      <div role="rowheader" className="cell-name">
        <Link
          to="/kpis/$id"
          params={{ id: row.kpi }}
          search={door.place}
          className="row-link"
          data-kpi={row.kpi}
          aria-current={props.current ? 'true' : undefined}
          onClick={(event) => {
            if (!opens(event)) return
            event.preventDefault()
            door.open(row.kpi)
          }}
        >
          {row.name}
        </Link>
        {row.owner && <span className="row-owner">{row.owner.name}</span>}
      </div>
      <div role="cell" className="cell-status">
        <StatusMark state={shownState(row.answer)} />
        {row.alert && (
          <span className="row-signal" title={row.alert.text}>
            Signal<span className="hidden">: {row.alert.text}</span>
          </span>
        )}
      </div>
      <div role="cell" className="cell-value">
        <Value row={row} />
        <Change row={row} />
      </div>
      <div role="cell" className="cell-target">
        <Target row={row} />
      </div>
      <div role="cell" className="cell-gap">
        <Gap row={row} />
      </div>
      <div role="cell" className="cell-bullet">
        <Picture svg={compare.svg} label={compare.sentence} />
      </div>
      <div role="cell" className="cell-line">
        <Picture svg={line.svg} label={line.sentence} />
      </div>
      <div role="cell" className="cell-fresh">
        {reach === null ? <span className="hidden">No data yet</span> : day(reach, row.answer.asOf)}
      </div>
    </div>
  )
})

/** A plain click opens the panel; on phones, and for a new tab, the link leads to the KPI's page. */
function opens(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !isPhone()
}

/** An objective above its KPIs, quiet: its score, and how many of them reported. Its name folds them away. */
export function GroupRow(props: {
  group: ScorecardGroupView
  index: number
  folded: boolean
  onFold: (objective: string) => void
}): ReactNode {
  const { group } = props
  return (
    <div role="row" aria-rowindex={props.index} className="group">
      <div role="rowheader" className="group-name">
        <button
          type="button"
          className="group-fold"
          aria-expanded={!props.folded}
          onClick={() => props.onFold(group.objective)}
        >
          {group.name} <span className="group-perspective">{perspectives[group.perspective] ?? group.perspective}</span>
          <Icon name="chevron" />
        </button>
      </div>
      <div role="cell" className="group-score">
        {group.score === null ? null : (
          <>
            <strong>{Math.round(group.score)}</strong> of 100 <span aria-hidden="true">·</span>{' '}
          </>
        )}
        {group.reported} of {group.total} reported
      </div>
    </div>
  )
}

const perspectives: Readonly<Record<string, string>> = {
  financial: 'Financial',
  customer: 'Customer',
  internal: 'Internal',
  learning: 'Learning and growth',
}
