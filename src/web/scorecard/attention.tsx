import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { sparkline } from '../../charts/sparkline.ts'
import { shownState, states } from '../../charts/states.ts'
import type { ScorecardRow } from '../../domain/view.ts'
import { locale } from '../locale.ts'
import { Picture } from '../svg.tsx'
import { StatusShape } from '../ui/status.tsx'
import { keepPlace } from '../ui/top-line.tsx'
import { Gap, Value } from './figures.tsx'

/** The three KPIs to look at first, each with its number, its course and the sentence that explains it. */
export function Attention(props: { rows: readonly ScorecardRow[] }): ReactNode {
  if (props.rows.length === 0) return null
  return (
    <section className="attention" aria-label="Needs attention">
      {props.rows.map((row) => (
        <Tile key={row.kpi} row={row} />
      ))}
    </section>
  )
}

function Tile({ row }: { row: ScorecardRow }): ReactNode {
  const state = shownState(row.answer)
  const look = states[state]
  const line = sparkline({ ...row, period: row.answer.period, locale, width: 140, height: 44 })
  return (
    <article className="tile">
      <h2 className="tile-head">
        <StatusShape state={state} />
        <Link to="/kpis/$id" params={{ id: row.kpi }} search={keepPlace} className="tile-link">
          {row.name}
        </Link>
        <span className="tile-word" style={{ color: `var(--${look.text})` }}>
          {look.word}
        </span>
      </h2>
      <div className="tile-body">
        <div>
          <div className="tile-value">
            <Value row={row} long />
          </div>
          <div className="tile-gap">
            <Gap row={row} /> <span className="tile-to">to target</span>
          </div>
        </div>
        <Picture svg={line.svg} label={`${row.name} ${line.sentence}`} />
      </div>
      <p className="tile-why">{row.why}</p>
      {row.owner && <p className="tile-owner">{row.owner.name}</p>}
    </article>
  )
}
