import { useQuery } from '@tanstack/react-query'
import { createLazyRoute, useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { ClosingPeriod, ClosingView } from '../../domain/closing-view.ts'
import { closingQuery } from '../api.ts'
import { CloseDialog, ReopenDialog } from '../closing/dialogs.tsx'
import { Restatements } from '../closing/restatements.tsx'
import { useNotation } from '../notation.tsx'
import { Icon } from '../ui/icons.tsx'
import { Listbox } from '../ui/listbox.tsx'
import { Failure, Issues, Notice, Waiting } from '../ui/notices.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { TopLine } from '../ui/top-line.tsx'

export const route = createLazyRoute('/closing')({ component: Closing })

/** Which periods are published, which can be and what stands in the way; and what became of the published numbers. */
function Closing(): ReactNode {
  const { grain } = useSearch({ from: '__root__' })
  const navigate = useNavigate()
  const query = useQuery(closingQuery(grain))
  const view = query.data
  return (
    <>
      <TopLine crumbs={[{ label: 'Closing' }]}>
        {view && (
          <Listbox
            label="By"
            value={view.grain}
            options={view.grains.map((one) => ({ value: one.grain, label: one.label }))}
            onChange={(next) => void navigate({ to: '.', search: (before) => ({ ...before, grain: next }) })}
            align="end"
          />
        )}
      </TopLine>
      {view ? (
        <Body view={view} />
      ) : query.error ? (
        <Failure error={query.error} what="The closing" retry={() => void query.refetch()} />
      ) : (
        <Waiting rows={8} />
      )}
    </>
  )
}

function Body({ view }: { view: ClosingView }): ReactNode {
  const [closing, setClosing] = useState<ClosingPeriod | null>(null)
  const [reopening, setReopening] = useState<ClosingPeriod | null>(null)
  const { lead, rest } = sentenceOf(view)
  const acting = closing !== null || reopening !== null
  if (
    !acting &&
    view.periods.every(({ state }) => state === 'nothing' || state === 'going-on') &&
    view.restatements.length === 0
  )
    return (
      <Notice title="There is nothing to close yet">
        What stands on a scorecard is recorded with each refresh; its periods appear here when they are over.
      </Notice>
    )
  return (
    <div className="page">
      <h1 className="sentence">
        {lead} <span className="sentence-rest">{rest}</span>
      </h1>
      <Scroll label="Periods">
        <table className="figures cards closing">
          <caption className="hidden">Periods</caption>
          <thead>
            <tr>
              <th scope="col">Period</th>
              <th scope="col">State</th>
              <th scope="col">What happened, or stands in the way</th>
              <th scope="col">
                <span className="hidden">Act</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {view.periods.map((one) => (
              <PeriodLine
                key={one.period.text}
                one={one}
                late={view.lateClosing}
                onClose={() => setClosing(one)}
                onReopen={() => setReopening(one)}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
      <h2 className="section-title">Restatements</h2>
      <Restatements lines={view.restatements} />
      {closing && <CloseDialog one={closing} onDone={() => setClosing(null)} />}
      {reopening && <ReopenDialog one={reopening} onDone={() => setReopening(null)} />}
    </div>
  )
}

/** What is true of the newest periods that are over, and what waits for a word. */
function sentenceOf({ periods, restatements }: ClosingView): { lead: string; rest: string } {
  const of = (state: ClosingPeriod['state']) => periods.filter((one) => one.state === state)
  const [ready, blocked] = [of('ready'), of('blocked')]
  const names = (some: readonly ClosingPeriod[]) => some.map(({ period }) => period.label)
  const lead =
    ready.length > 0
      ? `${listed(names(ready))} can be closed.`
      : blocked.length > 0
        ? `${listed(names(blocked))} cannot be closed yet.`
        : 'Everything that is over is closed.'
  const waits = ready.length > 0 && blocked.length > 0 ? `${listed(names(blocked))} cannot be yet. ` : ''
  const open = restatements.filter(({ accepted }) => accepted === null).length
  const said =
    open === 0 ? '' : open === 1 ? '1 restatement waits for a word.' : `${open} restatements wait for a word.`
  return { lead, rest: `${waits}${said}` }
}

/** The newest is named, of many only how many there are. */
function listed(names: readonly string[]): string {
  const [first = '', ...others] = names
  if (others.length === 0) return first
  return others.length === 1 ? `${first} and ${others[0]}` : `${first} and ${others.length} others`
}

const words = {
  'going-on': 'Goes on',
  nothing: 'No data',
  blocked: 'Blocked',
  ready: 'Ready',
  closed: 'Closed',
} as const

function PeriodLine(props: {
  one: ClosingPeriod
  late: ClosingView['lateClosing']
  onClose: () => void
  onReopen: () => void
}): ReactNode {
  const { one, late } = props
  const closable = one.state === 'ready' || (one.state === 'blocked' && late === 'with-reason')
  return (
    <tr>
      <th scope="row">{one.period.label}</th>
      <td data-label="State">
        <span className={`closing-state closing-${one.state}`}>
          {one.state === 'closed' ? <Icon name="check" /> : <span className="closing-shape" aria-hidden="true" />}
          {words[one.state]}
        </span>
      </td>
      <td data-label="" className="closing-words">
        <Happened one={one} />
      </td>
      <td className="batch-act">
        {closable && (
          <button type="button" className="link" onClick={props.onClose}>
            {one.state === 'ready' ? 'Close' : 'Close although late'}
          </button>
        )}
        {one.closing !== null && (
          <button type="button" className="link" onClick={props.onReopen}>
            Reopen
          </button>
        )}
      </td>
    </tr>
  )
}

function Happened({ one }: { one: ClosingPeriod }): ReactNode {
  const { moment, day } = useNotation()
  const { closing, obstacles, more, reopened } = one
  return (
    <>
      {one.state === 'going-on' && <p className="missing">Until {day(one.period.end)}.</p>}
      {closing !== null && (
        <p>
          Closed by {closing.actor}, {moment(closing.at)}: {one.sealed} {one.sealed === 1 ? 'reading' : 'readings'}.
          {closing.period !== one.period.text && ` With ${closing.period}.`}
          {closing.reason !== null && <q>{closing.reason}</q>}
        </p>
      )}
      {one.state === 'ready' && (
        <p>
          {one.readings - one.sealed} {one.readings - one.sealed === 1 ? 'reading' : 'readings'}, complete and final.
        </p>
      )}
      {obstacles.length > 0 && <Issues issues={obstacles} />}
      {more > 0 && <p className="missing">And {more} more.</p>}
      {reopened.map(({ id, at, reopened: back }) =>
        back === null ? null : (
          <p key={id} className="missing">
            Closed {moment(at)}, reopened by {back.actor}, {moment(back.at)}: <q>{back.reason}</q>
          </p>
        ),
      )}
    </>
  )
}
