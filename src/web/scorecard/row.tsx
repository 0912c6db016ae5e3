import { Link } from '@tanstack/react-router'
import { memo, type ReactNode } from 'react'
import { bullet } from '../../charts/bullet.ts'
import { sparkline } from '../../charts/sparkline.ts'
import { shownState } from '../../charts/states.ts'
import type { ScorecardGroupView, ScorecardRow } from '../../domain/view.ts'
import { dayText } from '../dates.ts'
import { locale } from '../locale.ts'
import { Picture } from '../svg.tsx'
import { StatusMark } from '../ui/status.tsx'
import { keepPlace } from '../ui/top-line.tsx'
import { Gap, Target, Value } from './figures.tsx'

/** One KPI in one line: everything of it can be read without a pointer, and the whole line is its link. */
export const KpiRow = memo(function KpiRow({ row, index }: { row: ScorecardRow; index: number }): ReactNode {
  const compare = bullet({ ...row, locale })
  const line = sparkline({ ...row, period: row.answer.period, locale, width: 120, height: 28 })
  return (
    <div role="row" aria-rowindex={index} className="row">
      <div role="rowheader" className="cell-name">
        <Link to="/kpis/$id" params={{ id: row.kpi }} search={keepPlace} className="row-link">
          {row.name}
        </Link>
        {row.owner && <span className="row-owner">{row.owner.name}</span>}
      </div>
      <div role="cell" className="cell-status">
        <StatusMark state={shownState(row.answer)} />
      </div>
      <div role="cell" className="cell-value">
        <Value row={row} />
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
        {row.answer.dataThrough === null ? (
          <span className="hidden">No data yet</span>
        ) : (
          dayText(row.answer.dataThrough, row.answer.asOf)
        )}
      </div>
    </div>
  )
})

/** An objective above its KPIs, quiet: its score, and how much of its weight reported. */
export function GroupRow({ group, index }: { group: ScorecardGroupView; index: number }): ReactNode {
  return (
    <div role="row" aria-rowindex={index} className="group">
      <div role="rowheader" className="group-name">
        {group.name} <span className="group-perspective">{perspectives[group.perspective] ?? group.perspective}</span>
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
