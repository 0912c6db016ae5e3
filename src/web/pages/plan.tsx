import { useQuery } from '@tanstack/react-query'
import { createLazyRoute, Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { PlanView } from '../../domain/plan-view.ts'
import { applyProposal, planQuery, restateHistory } from '../api.ts'
import { ActDialog } from '../closing/act-dialog.tsx'
import { PlanTable } from '../closing/plan-table.tsx'
import { Failure, Issues, Waiting } from '../ui/notices.tsx'
import { TopLine } from '../ui/top-line.tsx'

export const route = createLazyRoute('/plan')({ component: Plan })

/** What a change of definitions would do to the numbers of the last 24 periods, and the act that puts it into force. */
function Plan(): ReactNode {
  const { restate, undo } = useSearch({ from: '__root__' })
  const query = useQuery(planQuery(restate, undo !== undefined))
  return (
    <>
      <TopLine crumbs={[{ label: 'Changes of definitions' }]} />
      {query.data ? (
        <Body view={query.data} restate={restate} />
      ) : query.error ? (
        <Failure error={query.error} what="This plan" retry={() => void query.refetch()} />
      ) : (
        <Waiting rows={8} />
      )}
    </>
  )
}

function Body({ view, restate }: { view: PlanView; restate: string | undefined }): ReactNode {
  const [acting, setActing] = useState(false)
  const { plan, lines, more, issues, scorecards } = view
  const { lead, rest } = sentenceOf(view, restate)
  return (
    <div className="page">
      <h1 className="sentence">
        {lead} <span className="sentence-rest">{rest}</span>
      </h1>
      {plan === null && view.files.length === 0 && (
        <p className="facts">
          Put changed files into the folder <code>.proposed</code> of the workspace, at the paths they have in it, and
          see here what they would do before they are in force.
        </p>
      )}
      {issues.length > 0 && (
        <div className={plan === null ? 'form-failure plan-issues' : 'plan-issues'}>
          <Issues issues={issues} />
        </div>
      )}
      {plan !== null && (
        <>
          <Documents view={view} plan={plan} />
          {scorecards.length > 0 && (
            <p className="facts">
              Seen on{' '}
              {scorecards.map(({ id, name }, at) => (
                <span key={id}>
                  {at > 0 && ', '}
                  <Link to="/scorecards/$id" params={{ id }} className="link">
                    {name}
                  </Link>
                </span>
              ))}
              .
            </p>
          )}
          <div className="tools">
            <p className="form-said">
              Planned on revision {plan.base.slice(0, 8)}
              {view.of === 'proposal' ? '; applied on no other.' : '.'}
            </p>
            <button type="button" className="button primary" onClick={() => setActing(true)}>
              {acts[view.of]}
            </button>
          </div>
          {lines.length > 0 && <PlanTable lines={lines} />}
          {more > 0 && <p className="facts">And {more} more; the command "bellwether plan" lists all of them.</p>}
        </>
      )}
      <Restatable view={view} />
      {acting && plan !== null && (
        <Act view={view} base={plan.base} restate={restate} onDone={() => setActing(false)} />
      )}
    </div>
  )
}

const acts = { proposal: 'Apply', restate: 'Restate history', undo: 'Take back' } as const

function sentenceOf({ of, plan, lines, more, files, restatable }: PlanView, restate: string | undefined) {
  const name = restatable.find(({ kpi }) => kpi === restate)?.name ?? restate ?? ''
  if (plan === null)
    return files.length === 0
      ? { lead: 'No change is proposed.', rest: '' }
      : { lead: 'What is proposed cannot be used.', rest: 'Nothing would be applied before this is mended.' }
  const count = lines.length + more
  const kpis = new Set(lines.map((line) => line.kpi)).size
  const what =
    of === 'restate'
      ? `Restating ${name} with its newest formula`
      : of === 'undo'
        ? `Taking the restatement of ${name} back`
        : files.length === 1
          ? `The proposed ${files[0]}`
          : `The ${files.length} proposed files`
  if (count === 0) return { lead: `${what} would change no number of the last 24 periods.`, rest: '' }
  return {
    lead: `${what} would change ${count === 1 ? '1 number' : `${count} numbers`} of ${kpis === 1 ? '1 KPI' : `${kpis} KPIs`}.`,
    rest: 'What was published stays as it was.',
  }
}

/** Which documents become others, and what nobody can know before. */
function Documents({ view, plan }: { view: PlanView; plan: NonNullable<PlanView['plan']> }): ReactNode {
  const { documents, reload, unknown } = plan
  return (
    <>
      {view.of === 'proposal' && (
        <ul className="plan-documents">
          {documents.map(({ kind, id, change }) => (
            <li key={`${kind} ${id}`}>
              <span className="missing">{change}</span> {kind} <code>{id}</code>
            </li>
          ))}
          {documents.length === 0 && <li>The documents say what those in force say.</li>}
        </ul>
      )}
      {reload.length > 0 && <p className="facts">To be read again: {reload.join(', ')}.</p>}
      {unknown.length > 0 && (
        <p className="facts">
          Known only after that, since their rows or calendars change first: {unknown.join(', ')}.
        </p>
      )}
    </>
  )
}

function Restatable({ view }: { view: PlanView }): ReactNode {
  if (view.restatable.length === 0) return null
  return (
    <>
      <h2 className="section-title">Histories with several formulas</h2>
      <p className="facts">Each period keeps the formula that was in force on its last day, unless that is restated.</p>
      <ul className="plan-documents">
        {view.restatable.map(({ kpi, name, can }) => (
          <li key={kpi}>
            <Link to="/plan" search={{ restate: kpi, ...(can === 'undo' ? { undo: 'true' } : {}) }} className="link">
              {can === 'restate' ? `Restate ${name} with its newest formula` : `Take the restatement of ${name} back`}
            </Link>
          </li>
        ))}
        {view.of !== 'proposal' && (
          <li>
            <Link to="/plan" className="link">
              Back to what is proposed
            </Link>
          </li>
        )}
      </ul>
    </>
  )
}

function Act(props: { view: PlanView; base: string; restate: string | undefined; onDone: () => void }): ReactNode {
  const { view, base, restate = '' } = props
  const proposal = view.of === 'proposal'
  const navigate = useNavigate()
  const act = async (reason: string | null) => {
    if (proposal) return applyProposal({ base, reason })
    await restateHistory({ kpi: restate, approve: true, undo: view.of === 'undo', reason })
    // What was planned is in force: asked for once more it would be refused.
    await navigate({ to: '/plan', search: {} })
  }
  return (
    <ActDialog
      title={proposal ? 'Put these definitions into force?' : `${acts[view.of]}?`}
      does={acts[view.of]}
      keeps="Not yet"
      reason={proposal ? 'welcome' : 'needed'}
      act={act}
      onDone={props.onDone}
    >
      <p>
        Every number follows at once. Published numbers stay as they were, and what changes is recorded with its cause.
      </p>
    </ActDialog>
  )
}
