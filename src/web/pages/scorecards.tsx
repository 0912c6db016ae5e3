import { useQuery } from '@tanstack/react-query'
import { createLazyRoute, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { WorkspaceView } from '../../domain/view.ts'
import { workspaceQuery } from '../api.ts'
import { Failure, Notice, Waiting } from '../ui/notices.tsx'
import { keepPlace } from '../ui/place.ts'
import { TopLine } from '../ui/top-line.tsx'

export const route = createLazyRoute('/scorecards')({ component: Scorecards })

/** Every scorecard there is. */
function Scorecards(): ReactNode {
  const query = useQuery(workspaceQuery)
  return (
    <>
      <TopLine crumbs={[{ label: 'Scorecards' }]} />
      {query.data ? (
        <List workspace={query.data} />
      ) : query.error ? (
        <Failure error={query.error} what="This list" retry={() => void query.refetch()} />
      ) : (
        <Waiting rows={4} />
      )}
    </>
  )
}

function List({ workspace }: { workspace: WorkspaceView }): ReactNode {
  const { scorecards } = workspace
  if (scorecards.length === 0)
    return (
      <Notice title="There is no scorecard yet">
        Write a document of the kind “scorecard” into the workspace folder; it opens here at once.
      </Notice>
    )
  return (
    <div className="page">
      <h1 className="sentence">
        {scorecards.length === 1 ? '1 scorecard' : `${scorecards.length} scorecards`}{' '}
        <span className="sentence-rest">in {workspace.name}.</span>
      </h1>
      {workspace.mission !== null && <p className="facts">{workspace.mission}</p>}
      <ul className="list list-section">
        {scorecards.map((scorecard) => (
          <li key={scorecard.id} className="list-row">
            <Link to="/scorecards/$id" params={{ id: scorecard.id }} search={keepPlace} className="row-link">
              {scorecard.name}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
