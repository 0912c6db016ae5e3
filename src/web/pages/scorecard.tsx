import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import type { ScorecardRow, ScorecardView } from '../../domain/view.ts'
import { scorecardQuery } from '../api.ts'
import { useNotation } from '../notation.tsx'
import { Attention } from '../scorecard/attention.tsx'
import { attentionOf, type CountName, counted, linesOf, type Sort, showOf, sortOf, sorts } from '../scorecard/order.ts'
import type { RowDoor } from '../scorecard/row.tsx'
import { Score } from '../scorecard/score.tsx'
import { ScorecardTable } from '../scorecard/table.tsx'
import { Icon } from '../ui/icons.tsx'
import { KnownThen } from '../ui/known-then.tsx'
import { Listbox } from '../ui/listbox.tsx'
import { Failure, Notice, Waiting } from '../ui/notices.tsx'
import { askedOf } from '../ui/place.ts'
import { PlacePickers } from '../ui/place-pickers.tsx'
import { StatusShape } from '../ui/status.tsx'
import { ScorecardSummary } from '../ui/summary.tsx'
import { toggleDensity } from '../ui/theme.ts'
import { TopLine } from '../ui/top-line.tsx'

const Outlook = lazy(() => import('../scorecard/outlook.tsx'))
const Panel = lazy(() => import('../scorecard/panel.tsx'))

/** Are we on track, what is not, and every KPI of the scorecard in one line each. */
export function Scorecard(): ReactNode {
  const { id } = useParams({ from: '/scorecards/$id' })
  const search = useSearch({ from: '__root__' })
  const query = useQuery(scorecardQuery(id, askedOf(search)))
  const view = query.data
  if (!view)
    return (
      <>
        <TopLine crumbs={[{ label: 'Scorecards', to: '/scorecards' }, { label: id }]} />
        <KnownThen />
        {query.error ? (
          <Failure error={query.error} what="This scorecard" retry={() => void query.refetch()} />
        ) : (
          <Waiting rows={12} />
        )}
      </>
    )
  return (
    <>
      <TopLine crumbs={[{ label: 'Scorecards', to: '/scorecards' }, { label: view.name }]}>
        <PlacePickers pickers={view.pickers} period={view.period} scope={view.scope} grain={view.grain} />
      </TopLine>
      <KnownThen />
      <Body view={view} stale={query.isPlaceholderData} />
    </>
  )
}

function Body({ view, stale }: { view: ScorecardView; stale: boolean }): ReactNode {
  const { asOf, through } = useSearch({ from: '__root__' })
  const place = useMemo(
    () => ({
      period: view.period.text,
      scope: view.scope.text,
      grain: view.grain,
      asOf,
      // What is opened from here reads to the same day.
      through: view.through.day ?? undefined,
    }),
    [view, asOf],
  )
  const nameOf = useMemo(() => namesOf(view), [view])
  const attention = useMemo(() => attentionOf(view), [view])
  return (
    <div className={stale ? 'page stale' : 'page'} aria-busy={stale}>
      <p className="page-name">{view.name}</p>
      <h1 className="sentence">
        {view.sentence.lead} <span className="sentence-rest">{view.sentence.rest}</span>
      </h1>
      <ScorecardSummary id={view.id} asked={{ ...place, through }} />
      <ViewFacts view={view} />
      <div className="phone-pickers">
        <PlacePickers pickers={view.pickers} period={view.period} scope={view.scope} grain={view.grain} />
      </div>
      {view.total === 0 ? (
        <Notice title="This scorecard has no KPIs yet">Add KPI ids to its groups; they appear here at once.</Notice>
      ) : (
        <>
          <Attention rows={attention} place={place} nameOf={nameOf} />
          <Rows view={view} place={place} nameOf={nameOf} />
          <Ahead view={view} place={place} />
          <Score view={view} />
        </>
      )}
    </div>
  )
}

/** Where its KPIs are heading: reckoned once somebody wants to see it. */
function Ahead({ view, place }: { view: ScorecardView; place: RowDoor['place'] }): ReactNode {
  const [wanted, setWanted] = useState(false)
  // Only what is known now is foretold.
  if (place.asOf !== undefined || view.grain === 'total') return null
  return (
    <details className="score" onToggle={() => setWanted(true)}>
      <summary>Where its KPIs are heading</summary>
      {wanted && (
        <Suspense fallback={<Waiting rows={4} />}>
          <Outlook id={view.id} asked={place} />
        </Suspense>
      )}
    </details>
  )
}

/** Periods by the names that the picker has for them. */
function namesOf(view: ScorecardView): (period: string) => string {
  const names = new Map(view.pickers.periods.map((period) => [period.text, period.label]))
  return (period) => names.get(period) ?? period
}

function ViewFacts({ view }: { view: ScorecardView }): ReactNode {
  const { day, moment } = useNotation()
  const parts = [
    `${view.period.label}, ${view.period.complete ? 'complete' : 'so far'}.`,
    view.through.day === null
      ? view.dataThrough === null
        ? 'No data yet.'
        : `Data to ${day(view.dataThrough)}.`
      : throughText(view.through, day(view.through.day)),
    `${view.reported} of ${view.total} reported.`,
    view.score === null ? '' : `Score ${Math.round(view.score)} of 100${coverageOf(view)}.`,
    `As of ${moment(view.asOf)}.`,
  ]
  return <p className="facts">{parts.filter(Boolean).join(' ')}</p>
}

/** The one day that every value reads to, and whose data decides it. */
function throughText({ rule, held }: ScorecardView['through'], on: string): string {
  const [first] = held
  const why = rule === 'common' && first !== undefined ? `, where ${first.dataset} from ${first.source} ends` : ''
  return `Every KPI reads to ${on}${why}.`
}

/** How much of the weight a score rests on, where that is not all of it. */
const coverageOf = ({ coverage }: ScorecardView): string =>
  coverage === null || coverage >= 0.995 ? '' : ` on ${Math.floor(coverage * 100)}\u202f% of the weight`

/** The table with its tools, and the KPI that stands open beside it. */
function Rows(props: { view: ScorecardView; place: RowDoor['place']; nameOf: (period: string) => string }): ReactNode {
  const { view, place, nameOf } = props
  const search = useSearch({ from: '__root__' })
  const navigate = useNavigate()
  const [sort, show] = [sortOf(search.sort), showOf(search.show)]
  const [folded, setFolded] = useState<ReadonlySet<string>>(none)
  const open = useCallback(
    (kpi: string) =>
      void navigate({ to: '.', search: (before) => ({ ...before, kpi }), replace: true, resetScroll: false }),
    [navigate],
  )
  const onFold = useCallback(
    (objective: string) =>
      setFolded(
        (before) =>
          new Set(before.has(objective) ? [...before].filter((one) => one !== objective) : [...before, objective]),
      ),
    [],
  )
  const door = useMemo(() => ({ place, open, nameOf }), [place, open, nameOf])
  const lines = useMemo(() => linesOf(view, sort, show, folded), [view, sort, show, folded])
  const shown = lines.flatMap((line) => (line.kind === 'row' ? [line.row] : []))
  const at = shown.findIndex((row) => row.kpi === search.kpi)
  return (
    <>
      <Counts view={view} sort={sort} show={show} />
      <p className="hidden" role="status">
        {show === null ? '' : `${shown.length} of ${view.total} KPIs shown`}
      </p>
      <ScorecardTable
        lines={lines}
        periodLabel={view.period.label}
        grain={view.grain}
        door={door}
        openKpi={shown[at]?.kpi ?? null}
        folded={folded}
        onFold={onFold}
      />
      <OpenPanel rows={shown} at={at} place={place} open={open} />
    </>
  )
}

const none: ReadonlySet<string> = new Set()

/** The panel of the open row. It comes with the script: the server draws the page without it. */
function OpenPanel(props: {
  rows: readonly ScorecardRow[]
  at: number
  place: RowDoor['place']
  open: (kpi: string) => void
}): ReactNode {
  const { rows, at, open } = props
  const navigate = useNavigate()
  const [ready, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  const row = rows[at]
  const kpi = row?.kpi
  const close = useCallback(() => {
    void navigate({ to: '.', search: (before) => ({ ...before, kpi: undefined }), replace: true, resetScroll: false })
    document.querySelector<HTMLElement>(`.row-link[data-kpi="${kpi}"]`)?.focus({ preventScroll: true })
  }, [navigate, kpi])
  if (!ready || row === undefined) return null
  const step = (to: number) => {
    const next = rows[to]
    return next === undefined ? null : () => open(next.kpi)
  }
  return (
    <Suspense fallback={null}>
      <Panel row={row} place={props.place} onClose={close} before={step(at - 1)} after={step(at + 1)} />
    </Suspense>
  )
}

function Counts(props: { view: ScorecardView; sort: Sort; show: CountName | null }): ReactNode {
  const navigate = useNavigate()
  const change = (search: { sort?: string | undefined; show?: string | undefined }) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...search }), replace: true, resetScroll: false })
  return (
    <div className="tools">
      <div className="counts" role="group" aria-label="Show only">
        {counted
          .filter(({ name }) => props.view.counts[name] > 0)
          .map(({ name, word, shape }) => (
            <button
              type="button"
              key={name}
              className="count"
              aria-pressed={props.show === name}
              onClick={() => change({ show: props.show === name ? undefined : name })}
            >
              <StatusShape state={shape} /> {word} <strong>{props.view.counts[name]}</strong>
            </button>
          ))}
      </div>
      <Listbox
        label="Sort"
        value={props.sort}
        options={sorts}
        onChange={(sort) => change({ sort: sort === 'importance' ? undefined : sort })}
        align="end"
      />
      <button
        type="button"
        className="icon-button density"
        onClick={toggleDensity}
        aria-label="Switch between comfortable and compact rows"
      >
        <Icon name="density" />
      </button>
    </div>
  )
}
