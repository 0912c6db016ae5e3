import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import type { Shown } from '../../charts/states.ts'
import type { ScorecardView } from '../../domain/view.ts'
import { scorecardQuery } from '../api.ts'
import { dayText, instantText } from '../dates.ts'
import { Attention } from '../scorecard/attention.tsx'
import { attentionOf, type CountName, linesOf, type Sort, sorts } from '../scorecard/order.ts'
import { ScorecardTable } from '../scorecard/table.tsx'
import { Icon } from '../ui/icons.tsx'
import { Listbox } from '../ui/listbox.tsx'
import { Failure, Notice, Waiting } from '../ui/notices.tsx'
import { PlacePickers } from '../ui/place-pickers.tsx'
import { StatusShape } from '../ui/status.tsx'
import { toggleDensity } from '../ui/theme.ts'
import { TopLine } from '../ui/top-line.tsx'

/** Are we on track, what is not, and every KPI of the scorecard in one line each. */
export function Scorecard(): ReactNode {
  const { id } = useParams({ from: '/scorecards/$id' })
  const search = useSearch({ from: '__root__' })
  const query = useQuery(scorecardQuery(id, { period: search.period, scope: search.scope }))
  const view = query.data
  if (!view)
    return (
      <>
        <TopLine crumbs={[{ label: 'Scorecards' }]} />
        {query.error ? (
          <Failure error={query.error} what="This scorecard" retry={() => void query.refetch()} />
        ) : (
          <Waiting rows={12} />
        )}
      </>
    )
  return (
    <>
      <TopLine crumbs={[{ label: 'Scorecards' }, { label: view.name }]}>
        <PlacePickers pickers={view.pickers} period={view.period} scope={view.scope} />
      </TopLine>
      <Body view={view} stale={query.isPlaceholderData} sort={sortOf(search.sort)} show={showOf(search.show)} />
    </>
  )
}

function Body(props: { view: ScorecardView; stale: boolean; sort: Sort; show: CountName | null }): ReactNode {
  const { view, sort, show } = props
  const lines = useMemo(() => linesOf(view, sort, show), [view, sort, show])
  const attention = useMemo(() => attentionOf(view), [view])
  const total = view.groups.reduce((sum, group) => sum + group.rows.length, 0)
  return (
    <div className={props.stale ? 'page stale' : 'page'} aria-busy={props.stale}>
      <p className="page-name">{view.name}</p>
      <h1 className="sentence">
        {view.sentence.lead} <span className="sentence-rest">{view.sentence.rest}</span>
      </h1>
      <p className="facts">{factsOf(view)}</p>
      <div className="phone-pickers">
        <PlacePickers pickers={view.pickers} period={view.period} scope={view.scope} />
      </div>
      {total === 0 ? (
        <Notice title="This scorecard has no KPIs yet">Add KPI ids to its groups; they appear here at once.</Notice>
      ) : (
        <>
          <Attention rows={attention} />
          <Counts view={view} sort={sort} show={show} />
          <ScorecardTable
            lines={lines}
            periodLabel={view.period.label}
            grain={view.groups[0]?.rows[0]?.answer.grain ?? 'month'}
          />
        </>
      )}
    </div>
  )
}

function factsOf(view: ScorecardView): string {
  const parts = [
    `${view.period.label}, ${view.period.complete ? 'complete' : 'so far'}.`,
    view.dataThrough === null ? 'No data yet.' : `Data to ${dayText(view.dataThrough)}.`,
    `${view.reported} of ${view.total} reported.`,
    view.score === null ? '' : `Score ${Math.round(view.score)} of 100.`,
    `As of ${instantText(view.asOf)}.`,
  ]
  return parts.filter(Boolean).join(' ')
}

const counted: readonly { readonly name: CountName; readonly word: string; readonly shape: Shown }[] = [
  { name: 'off-track', word: 'Off track', shape: 'off-track' },
  { name: 'at-risk', word: 'At risk', shape: 'at-risk' },
  { name: 'on-track', word: 'On track', shape: 'on-track' },
  { name: 'ahead', word: 'Ahead', shape: 'ahead' },
  { name: 'not-judged', word: 'Not judged', shape: 'no-data' },
]

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

function sortOf(text: string | undefined): Sort {
  return sorts.find((sort) => sort.value === text)?.value ?? 'importance'
}

function showOf(text: string | undefined): CountName | null {
  return counted.find((one) => one.name === text)?.name ?? null
}
