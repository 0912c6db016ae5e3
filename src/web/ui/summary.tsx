import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ToldSentence } from '../../domain/summary-view.ts'
import type { Asked } from '../api.ts'
import { kpiSummaryQuery, scorecardSummaryQuery } from '../api.ts'

/** What the page says already, larger. */
const said: ReadonlySet<ToldSentence['from']> = new Set(['value', 'status'])

/** A KPI’s signal, its cause, its pace and where it is heading, below the sentence of the page. They come after it, never before. */
export function KpiSummary({ id, asked }: { id: string; asked: Asked }): ReactNode {
  const { data } = useQuery(kpiSummaryQuery(id, asked))
  return <Lines sentences={data?.sentences.filter(({ from }) => !said.has(from))} />
}

/** What changed on a scorecard since the period before. */
export function ScorecardSummary({ id, asked }: { id: string; asked: Asked }): ReactNode {
  const { data } = useQuery(scorecardSummaryQuery(id, asked))
  return <Lines sentences={data?.sentences.filter(({ about }) => about === 'changed')} />
}

function Lines({ sentences = [] }: { sentences?: readonly ToldSentence[] | undefined }): ReactNode {
  return (
    <p className="told" aria-live="polite">
      {sentences.map(({ text }) => text).join(' ')}
    </p>
  )
}
