import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Issue } from '../../domain/issue.ts'
import { ApiFailure } from '../api.ts'
import { TopLine } from './top-line.tsx'

/** What happened, what it means and one thing to do; used wherever a page has nothing else to show. */
export function Notice(props: { title: string; children?: ReactNode; action?: ReactNode }): ReactNode {
  return (
    <div className="notice">
      <h1>{props.title}</h1>
      {props.children && <p>{props.children}</p>}
      {props.action && <div className="notice-action">{props.action}</div>}
    </div>
  )
}

/** A failed question, in words; the page's frame stays usable. */
export function Failure(props: { error: unknown; retry?: () => void; what: string }): ReactNode {
  const failure = props.error instanceof ApiFailure ? props.error : null
  const again = props.retry && (
    <button type="button" className="button" onClick={props.retry}>
      Try again
    </button>
  )
  if (failure?.status === 404)
    return (
      <Notice title={`${props.what} does not exist`} action={<AllKpis />}>
        It may have been renamed or removed. Search finds everything that is defined now.
      </Notice>
    )
  if (failure?.status === 403)
    return <Notice title={`${props.what} is not open to you`}>Its owner can give you access.</Notice>
  if (failure && failure.issues.length > 0)
    return (
      <Notice title={`${props.what} cannot be shown`} action={again}>
        <Issues issues={failure.issues} />
      </Notice>
    )
  return (
    <Notice title="The server does not answer" action={again}>
      The numbers come back by themselves when it does.
    </Notice>
  )
}

/** An address that leads nowhere. */
export function Lost(): ReactNode {
  return (
    <>
      <TopLine crumbs={[{ label: 'Not found' }]} />
      <Notice title="There is no page at this address" action={<AllKpis />}>
        The link may be old. Search finds every scorecard and KPI.
      </Notice>
    </>
  )
}

/** A page that broke while drawing. */
export function PageFailure(props: { error: unknown; reset?: () => void }): ReactNode {
  return (
    <>
      <TopLine crumbs={[{ label: 'Something went wrong' }]} />
      <Failure error={props.error} what="This page" {...(props.reset ? { retry: props.reset } : {})} />
    </>
  )
}

/** Mistakes with their places, as `check` prints them. */
export function Issues(props: { issues: readonly Issue[] }): ReactNode {
  return (
    <span className="issues">
      {props.issues.map((issue) => (
        <span className="issue" key={`${issue.file}:${issue.line}:${issue.column}:${issue.code}:${issue.message}`}>
          {issue.file !== undefined && (
            <code>
              {issue.file}
              {issue.line === undefined ? '' : `:${issue.line}`}
            </code>
          )}
          <span>{issue.message}</span>
          {issue.hint !== '' && <span className="issue-hint">{issue.hint}</span>}
        </span>
      ))}
    </span>
  )
}

/** Grey bars where the page will be: shown only when nothing is known yet. */
export function Waiting(props: { rows: number }): ReactNode {
  return (
    <div className="waiting" role="status" aria-label="Loading">
      <span className="bone bone-title" />
      <span className="bone bone-line" />
      {Array.from({ length: props.rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike and never move
        <span className="bone bone-row" key={index} />
      ))}
    </div>
  )
}

function AllKpis(): ReactNode {
  return (
    <Link to="/kpis" className="button">
      All KPIs
    </Link>
  )
}
