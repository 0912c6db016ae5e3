import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { numberStyle, trimmed, withUnit } from '../../domain/number-format.ts'
import type { OutlookKpi } from '../../domain/outlook-view.ts'
import { oddsText } from '../../domain/sentence/forecast.ts'
import { outlookSentences } from '../../domain/sentence/outlook.ts'
import { type Asked, outlookQuery } from '../api.ts'
import { useNotation } from '../notation.tsx'
import { Failure } from '../ui/notices.tsx'
import { Scroll } from '../ui/scroll.tsx'

/** Where the KPIs of a scorecard are heading, a few at a time: a forecast of many takes long, and says how far it is. */
export default function Outlook({ id, asked }: { id: string; asked: Asked }): ReactNode {
  const query = useInfiniteQuery(outlookQuery(id, asked))
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage])
  const kpis = query.data?.pages.flatMap((page) => page.kpis) ?? []
  const total = query.data?.pages[0]?.total ?? null
  const done = total !== null && kpis.length >= total
  return (
    <>
      {query.error ? (
        <Failure error={query.error} what="Where they are heading" retry={() => void query.refetch()} />
      ) : done ? (
        <p className="score-why">
          {outlookSentences(kpis)
            .map(({ text }) => text)
            .join(' ')}
        </p>
      ) : (
        <p className="score-why" role="status">
          <progress value={kpis.length} max={total ?? 1} aria-label="KPIs foretold" />{' '}
          {total === null ? 'The first are being foretold.' : `${kpis.length} of ${total} foretold.`}
        </p>
      )}
      {kpis.length > 0 && <Ends kpis={kpis} />}
    </>
  )
}

function Ends({ kpis }: { kpis: readonly OutlookKpi[] }): ReactNode {
  return (
    <Scroll label="Where KPIs are heading">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">KPI</th>
            <th scope="col">By the end of</th>
            {['Expected', 'Target', 'Odds'].map((head) => (
              <th scope="col" className="number" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kpis.map((one) => (
            <End key={one.kpi} {...one} />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function End({ kpi, name, unit, end, median, target, odds }: OutlookKpi): ReactNode {
  const { locale } = useNotation()
  const style = numberStyle(unit, locale, median, target)
  return (
    <tr>
      <th scope="row">
        <Link
          to="/kpis/$id"
          params={{ id: kpi }}
          search={({ kpi: _, ...rest }) => ({ ...rest, tab: 'forecast' })}
          className="link"
        >
          {name}
        </Link>
      </th>
      <td>{end === null ? 'Cannot be told yet' : end.label}</td>
      <td className="number">{median === null ? '–' : withUnit(style, median)}</td>
      <td className="number">{target !== null ? trimmed(style, target, true) : odds === null ? '–' : 'its band'}</td>
      <td className="number">{odds === null ? '–' : oddsText(odds)}</td>
    </tr>
  )
}
