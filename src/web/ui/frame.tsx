import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { workspaceQuery } from '../api.ts'
import type { WorkspaceView } from '../wire.ts'
import { Icon } from './icons.tsx'
import { Issues } from './notices.tsx'
import { onPalette, openPalette } from './palette-state.ts'
import { keepPlace } from './top-line.tsx'

const Palette = lazy(() => import('./palette.tsx'))

/** The frame of every page: rail (bottom bar on phones), the banner of broken definitions, the page itself. */
export function Frame(): ReactNode {
  const workspace = useQuery(workspaceQuery).data
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <Rail workspace={workspace} />
      <main id="main" tabIndex={-1}>
        <Outlet />
        {workspace && workspace.issues.length > 0 && <Banner issues={workspace.issues} />}
      </main>
      <PaletteDoor />
    </>
  )
}

function Rail({ workspace }: { workspace: WorkspaceView | undefined }): ReactNode {
  const [first, ...others] = workspace?.scorecards ?? []
  return (
    <nav className="rail" aria-label="Main">
      <Link to="/" className="brand">
        <Icon name="bell" />
        <span className="rail-word">Bellwether</span>
      </Link>
      {first ? (
        <Link
          to="/scorecards/$id"
          params={{ id: first.id }}
          search={keepPlace}
          className="rail-link"
          activeOptions={{ exact: true, includeSearch: false }}
        >
          <Icon name="scorecards" />
          <span className="rail-word rail-long">{others.length > 0 ? first.name : 'Scorecards'}</span>
          <span className="rail-word rail-short">Scorecards</span>
        </Link>
      ) : null}
      {others.slice(0, 7).map((scorecard) => (
        <Link
          key={scorecard.id}
          to="/scorecards/$id"
          params={{ id: scorecard.id }}
          search={keepPlace}
          className="rail-link rail-more"
          activeOptions={{ exact: true, includeSearch: false }}
        >
          <Icon name="scorecards" />
          <span className="rail-word">{scorecard.name}</span>
        </Link>
      ))}
      <Link to="/kpis" className="rail-link" activeOptions={{ includeSearch: false }}>
        <Icon name="kpis" />
        <span className="rail-word">KPIs</span>
      </Link>
      <Link to="/data" className="rail-link" activeOptions={{ includeSearch: false }}>
        <Icon name="data" />
        <span className="rail-word">Data</span>
      </Link>
      {workspace && <p className="rail-foot">{workspace.name}</p>}
    </nav>
  )
}

/** Some definitions cannot be used; the pages show what the last good ones say. */
function Banner({ issues }: { issues: WorkspaceView['issues'] }): ReactNode {
  return (
    <aside className="banner" aria-label="Definitions that need mending">
      <details>
        <summary>
          {issues.length === 1 ? 'One definition cannot be used' : `${issues.length} mistakes in the definitions`}
          <span className="banner-rest">. What you see is the last version that was right.</span>
        </summary>
        <Issues issues={issues} />
      </details>
    </aside>
  )
}

/** Waits for ⌘K, Ctrl-K, `/` or the search button; the palette itself arrives with the first of them. */
function PaletteDoor(): ReactNode {
  const [wanted, setWanted] = useState(0)
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
      const slash = event.key === '/' && !typing && !event.metaKey && !event.ctrlKey && !event.altKey
      if (!slash && !((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k')) return
      event.preventDefault()
      openPalette()
    }
    document.addEventListener('keydown', keys)
    const stop = onPalette(() => setWanted((count) => count + 1))
    return () => {
      document.removeEventListener('keydown', keys)
      stop()
    }
  }, [])
  return wanted === 0 ? null : (
    <Suspense fallback={null}>
      <Palette wanted={wanted} />
    </Suspense>
  )
}
