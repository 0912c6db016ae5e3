import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { controlChart } from '../../charts/control-chart.ts'
import type { SignalFinding, SignalsView } from '../../domain/signals-view.ts'
import type { KpiView } from '../../domain/view.ts'
import { signalsQuery } from '../api.ts'
import { Failure, Waiting } from '../ui/notices.tsx'
import { placeOfView } from '../ui/place.ts'
import { Drawn } from './drawn.tsx'
import { NewLimits, Told, Words } from './signal-words.tsx'

/** Whether the KPI changed or only varied: the control chart, what was sent, what people said of it, and how it was reckoned. */
export default function Signals({ view }: { view: KpiView }): ReactNode {
  const { asOf } = useSearch({ from: '__root__' })
  const place = { ...placeOfView(view), asOf }
  const query = useQuery(signalsQuery(view.row.kpi, place))
  if (query.error) return <Failure error={query.error} what="Its signals" retry={() => void query.refetch()} />
  return query.data ? <Body found={query.data} past={asOf !== undefined} /> : <Waiting rows={6} />
}

/** Runs of the chart that are listed; the table of the chart has all. */
const listed = 6

function Body({ found, past }: { found: SignalsView; past: boolean }): ReactNode {
  const nameOf = (period: string) => found.periods.find(({ label }) => label.text === period)?.label.label ?? period
  const runs = runsOf(found.findings).slice(0, listed)
  return (
    <div className="drivers">
      <h2 className="split-title">
        {found.sentence.lead} <span className="sentence-rest">{found.sentence.rest}</span>
      </h2>
      <Drawn draw={(width, locale) => controlChart({ view: found, locale, width })} most={1216} label="Control chart" />
      {found.alerts.length > 0 && (
        <section className="drivers-part">
          <h2 className="split-title">Alerts, each told once</h2>
          <Told found={found} list={[...found.alerts].reverse()} nameOf={nameOf} past={past} />
        </section>
      )}
      {runs.length > 0 && (
        <section className="drivers-part">
          <h2 className="split-title">Rules of the chart, the latest</h2>
          <Told found={found} list={runs} nameOf={nameOf} past={past} />
        </section>
      )}
      {past || <NewLimits key={`${found.proposal?.from} ${found.rulings.length}`} found={found} nameOf={nameOf} />}
      <Words found={found} nameOf={nameOf} past={past} />
      <ul className="drivers-unsplit">
        {found.facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </div>
  )
}

/** Of each run that goes on from period to period its last completion, newest first. */
function runsOf(findings: readonly SignalFinding[]): readonly SignalFinding[] {
  const last = new Map(findings.map((one) => [`${one.rule} ${one.since}`, one]))
  return [...last.values()].reverse()
}
