import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { shownState, stateWord } from '../../charts/states.ts'
import type { Answer } from '../../domain/answer.ts'
import { fullNumber } from '../../domain/number-format.ts'
import type { ChangeView, KpiView } from '../../domain/view.ts'
import { changesQuery, closingQuery } from '../api.ts'
import { causeWord, Restatements } from '../closing/restatements.tsx'
import { useNotation } from '../notation.tsx'
import { Failure, Waiting } from '../ui/notices.tsx'
import { Scroll } from '../ui/scroll.tsx'

/** What was recorded of a KPI in this scope: every change with what it was, what it became, why, and by whom. */
export default function History({ view }: { view: KpiView }): ReactNode {
  const { asOf } = useSearch({ from: '__root__' })
  const { moment } = useNotation()
  const query = useQuery(changesQuery(view.row.kpi, { scope: view.scope.text === '' ? 'all' : view.scope.text, asOf }))
  if (query.error) return <Failure error={query.error} what="This history" retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={6} />
  const changes = query.data.filter(({ cause }) => cause !== 'first')
  const since = query.data.at(-1)?.at
  if (since === undefined)
    return (
      <p className="tab-note">
        Nothing has been recorded of {view.row.name} for {view.scope.label}. What stands on a scorecard of this scope is
        recorded with each refresh.
      </p>
    )
  return (
    <>
      <Published kpi={view.row.kpi} />
      <p className="tab-note">
        {changes.length === 0 ? 'Nothing has changed since it was first recorded on ' : 'Recorded since '}
        {moment(since)}.
      </p>
      {changes.length > 0 && <Changes changes={changes} view={view} />}
    </>
  )
}

/** Published periods of this KPI that are now known to be others. */
function Published({ kpi }: { kpi: string }): ReactNode {
  const lines = (useQuery(closingQuery(undefined)).data?.restatements ?? []).filter((line) => line.kpi === kpi)
  if (lines.length === 0) return null
  return (
    <>
      <h2 className="split-title">
        Not what was published, <Link to="/closing">see the closing</Link>
      </h2>
      <Restatements lines={lines} plain />
    </>
  )
}

function Changes({ changes, view }: { changes: readonly ChangeView[]; view: KpiView }): ReactNode {
  return (
    <Scroll label="Recorded changes">
      <table className="figures cards">
        <caption className="hidden">Recorded changes of {view.row.name}</caption>
        <thead>
          <tr>
            <th scope="col">Recorded</th>
            <th scope="col">Period</th>
            <th scope="col" className="number">
              Before
            </th>
            <th scope="col" className="number">
              After
            </th>
            <th scope="col">Why</th>
            <th scope="col">Revision</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <Line key={change.id} change={change} view={view} />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function Line({ change, view }: { change: ChangeView; view: KpiView }): ReactNode {
  const { moment } = useNotation()
  const label = view.labels.find(({ text }) => text === change.period)?.label ?? change.period
  const { before, after, by } = change
  const facts = Object.entries(change.factsRevision)
  return (
    <tr>
      <th scope="row">{moment(change.at)}</th>
      <td data-label="Period">{label}</td>
      <td data-label="Before" className="number">
        {before === null ? <span className="missing">–</span> : <Side answer={before} other={after} view={view} />}
      </td>
      <td data-label="After" className="number">
        <Side answer={after} other={before} view={view} />
      </td>
      <td data-label="Why" className="wrapped">
        {causeWord(change.cause)}
        {by !== null && (
          <span className="missing">
            {' '}
            {actWords[by.what]} {by.id} by {by.actor}
          </span>
        )}
        {by?.reason != null && (
          <>
            : <q>{by.reason}</q>
          </>
        )}
      </td>
      <td data-label="Revision" title={facts.map(([dataset, revision]) => `${dataset} ${revision}`).join(', ')}>
        <code>{change.catalogRevision.slice(0, 8)}</code>
      </td>
    </tr>
  )
}

const actWords = { delivery: 'with', undo: 'taken back:', document: 'in', override: 'as override' } as const

/** A value, and beside it what else is not as on the other side: status and target. */
function Side(props: { answer: Answer; other: Answer | null; view: KpiView }): ReactNode {
  const { answer, other, view } = props
  const { locale } = useNotation()
  const full = (value: string | number) =>
    fullNumber(view.row.unit, locale, typeof value === 'number' ? Number(value.toPrecision(8)) : value)
  const target = (of: Answer | null) =>
    of?.target == null
      ? 'none'
      : typeof of.target === 'object'
        ? `${full(of.target.low)}–${full(of.target.high)}`
        : full(of.target)
  const judged = other !== null && other.status !== answer.status
  const promised = other !== null && target(other) !== target(answer)
  return (
    <>
      {answer.value === null ? stateWord(shownState(answer)) : full(answer.value)}
      {judged && answer.value !== null && <span className="change-more">{stateWord(shownState(answer))}</span>}
      {promised && <span className="change-more">target {target(answer)}</span>}
    </>
  )
}
