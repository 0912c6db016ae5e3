import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { fullNumber } from '../../domain/number-format.ts'
import type { Explanation, KpiView } from '../../domain/view.ts'
import { explainQuery } from '../api.ts'
import { useNotation } from '../notation.tsx'
import { Failure, Waiting } from '../ui/notices.tsx'
import { placeOfView } from '../ui/place.ts'
import { Scroll } from '../ui/scroll.tsx'

/** Enough to trust or to doubt one number: rows, deliveries, statements, and the value computed once more. */
export function Explain({ view }: { view: KpiView }): ReactNode {
  const query = useQuery(explainQuery(view.row.kpi, placeOfView(view)))
  if (query.error) return <Failure error={query.error} what="This explanation" retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={4} />
  return <Body explanation={query.data} view={view} />
}

function Body({ explanation, view }: { explanation: Explanation; view: KpiView }): ReactNode {
  const { answer, recomputed } = explanation
  const { locale, moment } = useNotation()
  const write = (value: string | number | null) =>
    value === null ? 'no value' : fullNumber(view.row.unit, locale, value)
  const whole = (count: number) => fullNumber({ kind: 'count', symbol: '1' }, locale, count)
  return (
    <div className="explain">
      <h2 className="split-title">
        {recomputed.agrees
          ? `Computed twice, the same both times: ${write(answer.value)}`
          : `Computed twice with different results: ${write(answer.value)} and ${write(recomputed.value)}`}
      </h2>
      <p className="definition-text">
        {explanation.why} {explanation.judged === explanation.why ? '' : explanation.judged} {explanation.moved} From{' '}
        {whole(explanation.rowCount)} rows, asked {moment(answer.asOf)}. Definitions{' '}
        <code>{answer.revision.catalog}</code>
        {Object.entries(answer.revision.facts).map(([dataset, revision]) => (
          <span key={dataset}>
            , {dataset} <code>{revision}</code>
          </span>
        ))}
        .
      </p>
      {explanation.days.length > 0 && <p className="definition-text">Whose day: {explanation.days.join('. ')}.</p>}
      {explanation.batches.length > 0 && (
        <Scroll label="Deliveries it stands on">
          <table className="figures">
            <caption className="list-title">Deliveries it stands on</caption>
            <thead>
              <tr>
                <th scope="col">From</th>
                <th scope="col">Dataset</th>
                <th scope="col" className="number">
                  Rows
                </th>
                <th scope="col">Loaded</th>
                <th scope="col">Batch</th>
              </tr>
            </thead>
            <tbody>
              {explanation.batches.map((batch) => (
                <tr key={`${batch.batch} ${batch.origin}`}>
                  <th scope="row">{batch.origin}</th>
                  <td>{batch.dataset}</td>
                  <td className="number">{whole(batch.rows)}</td>
                  <td>{moment(batch.at)}</td>
                  <td>
                    <code>{batch.batch}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {explanation.statements.map((statement) => (
        <details key={statement.sql} className="statement">
          <summary>
            The statement over {statement.dataset}, {whole(statement.rows)} {statement.rows === 1 ? 'row' : 'rows'} back
          </summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys */}
          <pre tabIndex={0}>{statement.sql}</pre>
        </details>
      ))}
    </div>
  )
}
