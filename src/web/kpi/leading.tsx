import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { signed } from '../../domain/sentence/leading.ts'
import type { KpiView } from '../../domain/view.ts'
import { leadingQuery } from '../api.ts'
import { Failure, Waiting } from '../ui/notices.tsx'
import { placeOfView } from '../ui/place.ts'
import { Scroll } from '../ui/scroll.tsx'

/** Which KPIs move before this one, and which tell the same story. */
export function Leading({ view }: { view: KpiView }): ReactNode {
  const place = placeOfView(view)
  const query = useQuery(leadingQuery(view.row.kpi, place))
  if (query.error) return <Failure error={query.error} what="What moves before it" retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={2} />
  const { sentence, leads, grain } = query.data
  return (
    <section className="drivers-part">
      <h2 className="split-title">
        {sentence.lead} <span className="sentence-rest">{sentence.rest}</span>
      </h2>
      {leads.length > 0 && (
        <Scroll label="What moves before it">
          <table className="figures">
            <thead>
              <tr>
                <th scope="col">KPI</th>
                <th scope="col" className="number">
                  {grain}s before
                </th>
                <th scope="col" className="number">
                  Correlation
                </th>
                <th scope="col" className="number">
                  By chance
                </th>
              </tr>
            </thead>
            <tbody>
              {leads.map(({ kpi, name, lag, strength, chance }) => (
                <tr key={kpi}>
                  <th scope="row">
                    <Link to="/kpis/$id" params={{ id: kpi }} search={({ tab: _, ...rest }) => rest} className="link">
                      {name}
                    </Link>
                  </th>
                  <td className="number">{lag}</td>
                  <td className="number">{signed(strength)}</td>
                  <td className="number">{chance < 0.001 ? '< 0.1 %' : `${(100 * chance).toFixed(1)} %`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  )
}
