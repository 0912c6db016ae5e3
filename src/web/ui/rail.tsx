import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { WorkspaceView } from '../../domain/view.ts'
import { Icon } from './icons.tsx'
import { keepPlace } from './place.ts'

/** The pages there are: a rail at the side, on phones a bar at the bottom. */
export function Rail({ workspace }: { workspace: WorkspaceView | undefined }): ReactNode {
  const scorecards = workspace?.scorecards ?? []
  return (
    <nav className="rail" aria-label="Main">
      <Link to="/" className="brand">
        <Icon name="bell" />
        <span className="rail-word">Bellwether</span>
      </Link>
      <Scorecards scorecards={scorecards} />
      <Link to="/kpis" className="rail-link" activeOptions={{ includeSearch: false }}>
        <Icon name="kpis" />
        <span className="rail-word">KPIs</span>
      </Link>
      <Link to="/data" className="rail-link" activeOptions={{ includeSearch: false }}>
        <Icon name="data" />
        <span className="rail-word">Data</span>
      </Link>
      <Link to="/closing" className="rail-link" activeOptions={{ includeSearch: false }}>
        <Icon name="closing" />
        <span className="rail-word">Closing</span>
      </Link>
      <Link to="/plan" className="rail-link" activeOptions={{ includeSearch: false }}>
        <Icon name="plan" />
        <span className="rail-word">Changes</span>
      </Link>
      {workspace && <p className="rail-foot">{workspace.name}</p>}
    </nav>
  )
}

/** One scorecard is a page; several are a list, their names below it where there is room. */
function Scorecards({ scorecards }: { scorecards: WorkspaceView['scorecards'] }): ReactNode {
  const [only, ...others] = scorecards
  if (only === undefined) return null
  if (others.length === 0)
    return (
      <Link
        to="/scorecards/$id"
        params={{ id: only.id }}
        search={keepPlace}
        className="rail-link"
        activeOptions={exact}
      >
        <Icon name="scorecards" />
        <span className="rail-word">Scorecards</span>
      </Link>
    )
  return (
    <>
      <Link to="/scorecards" className="rail-link" activeOptions={{ includeSearch: false }}>
        <Icon name="scorecards" />
        <span className="rail-word">Scorecards</span>
      </Link>
      {scorecards.slice(0, 8).map((one) => (
        <Link
          key={one.id}
          to="/scorecards/$id"
          params={{ id: one.id }}
          search={keepPlace}
          className="rail-link rail-more"
          activeOptions={exact}
        >
          <span className="rail-word">{one.name}</span>
        </Link>
      ))}
    </>
  )
}

const exact = { exact: true, includeSearch: false } as const
