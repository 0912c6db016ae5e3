import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { shownState, stateWord } from '../../charts/states.ts'
import type { ScorecardRow } from '../../domain/view.ts'
import { kpiQuery } from '../api.ts'
import { Facts, HeadlineValue } from '../kpi/headline.tsx'
import { TrendFigure } from '../kpi/trend-figure.tsx'
import { useNotation } from '../notation.tsx'
import { Icon } from '../ui/icons.tsx'
import type { PlaceSearch } from '../ui/place.ts'

interface Props {
  readonly row: ScorecardRow
  readonly place: PlaceSearch
  readonly onClose: () => void
  /** The neighbours in the table; null at its ends. */
  readonly before: (() => void) | null
  readonly after: (() => void) | null
}

/** One KPI beside the scorecard: what its row has no room for, and its course. Escape closes it. */
export default function Panel(props: Props): ReactNode {
  const { row, place } = props
  const { day } = useNotation()
  const reach = row.reaches ?? row.answer.dataThrough
  const id = useId()
  const box = useRef<HTMLElement>(null)
  const view = useQuery(kpiQuery(row.kpi, place)).data
  const { onClose } = props
  useEffect(() => box.current?.focus(), [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const elsewhere = event.target instanceof Element && event.target.closest('dialog, .popover') !== null
      if (event.key === 'Escape' && !elsewhere) onClose()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onClose])
  return (
    <aside className="panel" ref={box} tabIndex={-1} aria-labelledby={id}>
      <div className="panel-head">
        <Step label="Previous KPI" icon="up" go={props.before} />
        <Step label="Next KPI" icon="chevron" go={props.after} />
        <Link to="/kpis/$id" params={{ id: row.kpi }} search={place} className="button panel-open">
          Open
        </Link>
        <button type="button" className="icon-button" onClick={onClose} aria-label="Close" aria-keyshortcuts="Escape">
          <Icon name="close" />
        </button>
      </div>
      <p className="panel-owner">{row.owner?.name ?? 'No owner'}</p>
      <h2 id={id} className="panel-name">
        {row.name}
      </h2>
      <p className="hidden" role="status">
        {row.name}: {stateWord(shownState(row.answer))}
      </p>
      <p className="panel-why">{row.why}</p>
      {row.alert && (
        <p className="facts">
          <span className="row-signal">Signal</span> {row.alert.text}.{' '}
          <Link to="/kpis/$id" params={{ id: row.kpi }} search={{ ...place, tab: 'signals' }} className="link">
            Look at it
          </Link>
        </p>
      )}
      {view && view.judged !== row.why && <p className="facts panel-judged">{view.judged}</p>}
      <HeadlineValue row={row} />
      <Facts
        row={view ? { ...row, compared: view.row.compared } : row}
        period={view?.period ?? null}
        labels={view?.labels ?? []}
        previous={view?.previous ?? null}
      />
      {view ? <TrendFigure view={view} /> : <div className="panel-wait" />}
      <p className="facts">
        {reach === null ? 'No data yet.' : `Data to ${day(reach)}.`} {row.purpose}
      </p>
    </aside>
  )
}

function Step(props: { label: string; icon: 'up' | 'chevron'; go: (() => void) | null }): ReactNode {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={props.label}
      aria-disabled={props.go === null}
      onClick={() => props.go?.()}
    >
      <Icon name={props.icon} />
    </button>
  )
}
