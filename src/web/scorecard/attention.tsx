import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { sparkline } from '../../charts/sparkline.ts'
import { shownState, states, stateWord } from '../../charts/states.ts'
import type { ScorecardRow } from '../../domain/view.ts'
import { useNotation } from '../notation.tsx'
import { Picture } from '../svg.tsx'
import type { PlaceSearch } from '../ui/place.ts'
import { StatusShape } from '../ui/status.tsx'
import { Gap, Value } from './figures.tsx'

interface Props {
  readonly rows: readonly ScorecardRow[]
  readonly place: PlaceSearch
  readonly nameOf: (period: string) => string
}

/** The three KPIs to look at first, each with its number, its course and the sentence that explains it. */
export function Attention(props: Props): ReactNode {
  if (props.rows.length === 0) return null
  return (
    <section className="attention" aria-label="Needs attention">
      {props.rows.map((row) => (
        <Tile key={row.kpi} row={row} place={props.place} nameOf={props.nameOf} />
      ))}
    </section>
  )
}

function Tile({ row, place, nameOf }: { row: ScorecardRow } & Omit<Props, 'rows'>): ReactNode {
  const { locale } = useNotation()
  const state = shownState(row.answer)
  const line = sparkline({ ...row, period: row.answer.period, locale, nameOf, width: 140, height: 44 })
  return (
    <article className="tile">
      <h2 className="tile-head">
        <StatusShape state={state} />
        <Link to="/kpis/$id" params={{ id: row.kpi }} search={place} className="tile-link">
          {row.name}
        </Link>
        <span className={`tile-word tone-${states[state].text}`}>{stateWord(state)}</span>
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
