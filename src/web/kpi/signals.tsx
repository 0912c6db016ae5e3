import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { controlChart } from '../../charts/control-chart.ts'
import type { SignalsView } from '../../domain/signals-view.ts'
import type { KpiView } from '../../domain/view.ts'
import { signalsQuery } from '../api.ts'
import { Failure, Waiting } from '../ui/notices.tsx'
import { Drawn } from './drawn.tsx'

/** Whether the KPI changed or only varied: the control chart, what was sent, and how both were reckoned. */
export default function Signals({ view }: { view: KpiView }): ReactNode {
  const place = { period: view.period.text, scope: view.scope.text, grain: view.grain }
  const query = useQuery(signalsQuery(view.row.kpi, place))
  if (query.error) return <Failure error={query.error} what="Its signals" retry={() => void query.refetch()} />
  return query.data ? <Body found={query.data} /> : <Waiting rows={6} />
}

function Body({ found }: { found: SignalsView }): ReactNode {
  const { proposal } = found
  const nameOf = (period: string) => found.periods.find(({ label }) => label.text === period)?.label.label ?? period
  return (
    <div className="drivers">
      <h2 className="split-title">
        {found.sentence.lead} <span className="sentence-rest">{found.sentence.rest}</span>
      </h2>
      <Drawn draw={(width, locale) => controlChart({ view: found, locale, width })} most={1216} label="Control chart" />
      {found.alerts.length > 0 && (
        <section className="drivers-part">
          <h2 className="split-title">Alerts, each told once</h2>
          <ul>
            {[...found.alerts].reverse().map((alert) => (
              <li key={`${alert.at} ${alert.rule}`}>
                {nameOf(alert.at)}: {alert.text}
              </li>
            ))}
          </ul>
        </section>
      )}
      {proposal && (
        <section className="drivers-part">
          <h2 className="split-title">New limits may be wanted from {nameOf(proposal.from)} on</h2>
          <ul>
            {proposal.questions.map(({ text, answer }) => (
              <li key={text}>
                {text} {answer === 'person' ? 'A person knows.' : answer === 'yes' ? 'Yes.' : 'No.'}
              </li>
            ))}
          </ul>
        </section>
      )}
      <ul className="drivers-unsplit">
        {found.facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </div>
  )
}
