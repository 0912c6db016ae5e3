import { useQuery } from '@tanstack/react-query'
import { createLazyRoute, Link, useParams, useSearch } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import type { KpiView } from '../../domain/view.ts'
import { kpiQuery } from '../api.ts'
import { Breakdown } from '../kpi/breakdown.tsx'
import { DataTable } from '../kpi/data-table.tsx'
import { Definition } from '../kpi/definition.tsx'
import { Explain } from '../kpi/explain.tsx'
import { Headline } from '../kpi/headline.tsx'
import { TrendFigure } from '../kpi/trend-figure.tsx'
import { Versions } from '../kpi/versions.tsx'
import { KnownThen, NotKept, ReadTo } from '../ui/known-then.tsx'
import { Failure, Waiting } from '../ui/notices.tsx'
import { askedOf, placeOfView } from '../ui/place.ts'
import { PlacePickers } from '../ui/place-pickers.tsx'
import { KpiSummary } from '../ui/summary.tsx'
import { TopLine } from '../ui/top-line.tsx'

/** What comes in a script of its own. */
const later = {
  pace: lazy(() => import('../kpi/pace.tsx')),
  calendar: lazy(() => import('../kpi/calendar.tsx')),
  drivers: lazy(() => import('../kpi/drivers.tsx')),
  forecast: lazy(() => import('../kpi/forecast.tsx')),
  effect: lazy(() => import('../kpi/effect.tsx')),
  signals: lazy(() => import('../kpi/signals.tsx')),
  history: lazy(() => import('../kpi/history.tsx')),
} as const

export const route = createLazyRoute('/kpis/$id')({ component: Kpi })

const tabs = [
  { id: 'breakdown', label: 'Breakdown' },
  { id: 'pace', label: 'Pace' },
  { id: 'calendar', label: 'Calendar' },
  { id: 'drivers', label: 'What moved it' },
  { id: 'forecast', label: 'Forecast' },
  { id: 'effect', label: 'Effect' },
  { id: 'signals', label: 'Signals' },
  { id: 'history', label: 'History' },
  { id: 'data', label: 'Data' },
  { id: 'definition', label: 'Definition' },
  { id: 'explain', label: 'Explain' },
  { id: 'versions', label: 'Versions' },
] as const
type Tab = (typeof tabs)[number]['id']

/** Days lie on a calendar only where a KPI has any. */
const tabsOf = ({ pickers }: KpiView) =>
  tabs.filter(({ id }) => id !== 'calendar' || pickers.grains.some(({ grain }) => grain === 'day'))

/** What is worked out from the rows of now and kept for no instant before. */
const computedNow: ReadonlySet<string> = new Set(['drivers', 'effect', 'explain'])

/** One KPI: the sentence, the number and its course; below it what explains them. */
function Kpi(): ReactNode {
  const { id } = useParams({ from: '/kpis/$id' })
  const search = useSearch({ from: '__root__' })
  const asked = askedOf(search)
  const query = useQuery(kpiQuery(id, asked))
  const view = query.data
  if (!view)
    return (
      <>
        <TopLine crumbs={[{ label: 'KPIs', to: '/kpis' }, { label: id }]} />
        <KnownThen />
        <ReadTo through={search.through ?? null} />
        {query.error ? (
          <Failure error={query.error} what="This KPI" retry={() => void query.refetch()} />
        ) : (
          <Waiting rows={4} />
        )}
      </>
    )
  const tab = tabs.find((one) => one.id === search.tab)?.id ?? 'breakdown'
  return (
    <>
      <TopLine crumbs={[{ label: 'KPIs', to: '/kpis' }, { label: view.row.name }]}>
        <PlacePickers pickers={view.pickers} period={view.period} scope={view.scope} grain={view.grain} />
      </TopLine>
      <KnownThen />
      <ReadTo through={view.through} />
      <div className={query.isPlaceholderData ? 'page stale' : 'page'} aria-busy={query.isPlaceholderData}>
        <p className="page-name">{view.row.name}</p>
        <h1 className="sentence sentence-kpi">
          {view.sentence.lead} <span className="sentence-rest">{view.sentence.rest}</span>
        </h1>
        <KpiSummary id={id} asked={{ ...placeOfView(view), asOf: search.asOf }} />
        <div className="phone-pickers">
          <PlacePickers pickers={view.pickers} period={view.period} scope={view.scope} grain={view.grain} />
        </div>
        <Headline view={view} />
        <TrendFigure view={view} />
        <nav className="tabs" aria-label="Details">
          {tabsOf(view).map((one) => (
            <Link
              key={one.id}
              to="/kpis/$id"
              params={{ id }}
              search={(before) => ({ ...before, tab: one.id === 'breakdown' ? undefined : one.id })}
              replace
              resetScroll={false}
              className="tab"
              activeOptions={{ exact: true }}
            >
              {one.label}
            </Link>
          ))}
        </nav>
        <section className="tab-panel" aria-label={tabs.find((one) => one.id === tab)?.label}>
          {search.asOf !== undefined && computedNow.has(tab) ? <NotKept /> : <Panel tab={tab} view={view} />}
        </section>
      </div>
    </>
  )
}

function Panel({ tab, view }: { tab: Tab; view: KpiView }): ReactNode {
  switch (tab) {
    case 'breakdown':
      return <Breakdown view={view} />
    case 'data':
      return <DataTable view={view} />
    case 'definition':
      return <Definition view={view} />
    case 'explain':
      return <Explain view={view} />
    case 'versions':
      return <Versions id={view.row.kpi} />
    default: {
      const Part = later[tab]
      return (
        <Later>
          <Part view={view} />
        </Later>
      )
    }
  }
}

/** The server draws its place, the browser fetches it once it has taken the page over. */
function Later({ children }: { children: ReactNode }): ReactNode {
  const [live, setLive] = useState(false)
  useEffect(() => setLive(true), [])
  const waiting = <Waiting rows={6} />
  return live ? <Suspense fallback={waiting}>{children}</Suspense> : waiting
}
