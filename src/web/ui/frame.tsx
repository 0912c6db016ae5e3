import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import type { WorkspaceView } from '../../domain/view.ts'
import { workspaceQuery } from '../api.ts'
import { useLost } from '../live.ts'
import { NotationProvider } from '../notation.tsx'
import { Issues } from './notices.tsx'
import { onPalette, openPalette } from './palette-state.ts'
import { Rail } from './rail.tsx'

const Palette = lazy(() => import('./palette.tsx'))

/** The frame of every page: rail (bottom bar on phones), the page itself, and below it what is wrong as a whole. */
export function Frame(): ReactNode {
  const workspace = useQuery(workspaceQuery).data
  useEffect(() => {
    // Until now buttons were only drawn; styles show that they do not answer yet.
    document.documentElement.dataset.live = ''
  }, [])
  return (
    <NotationProvider>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <Rail workspace={workspace} />
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Banners issues={workspace?.issues ?? []} />
      <PaletteDoor />
    </NotationProvider>
  )
}

/** Broken definitions, and a server that is not heard of: said once, at the foot of every page. */
function Banners({ issues }: { issues: WorkspaceView['issues'] }): ReactNode {
  const lost = useLost()
  return (
    <div className="banners">
      <p role="status" className={lost ? 'banner' : 'hidden'}>
        {lost && 'The server does not answer. These numbers may be old; they come back by themselves.'}
      </p>
      {issues.length > 0 && (
        <aside className="banner" aria-label="Definitions that need mending">
          <details>
            <summary>
              {issues.length === 1 ? 'One definition cannot be used' : `${issues.length} mistakes in the definitions`}
              <span className="banner-rest">. What you see is the last version that was right.</span>
            </summary>
            <Issues issues={issues} />
          </details>
        </aside>
      )}
    </div>
  )
}

/** Waits for ⌘K, Ctrl-K or the search button; the palette itself arrives with the first of them. */
function PaletteDoor(): ReactNode {
  const [wanted, setWanted] = useState(0)
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 'k') return
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
