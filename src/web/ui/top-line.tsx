import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode, useEffect } from 'react'
import { Icon } from './icons.tsx'
import { openPalette } from './palette-state.ts'
import { keepPlace } from './place.ts'
import { toggleTheme } from './theme.ts'

export interface Crumb {
  readonly label: string
  readonly to?: '/kpis' | '/scorecards'
}

/** The line above every page: where one is, the pickers, search and the theme. On phones its last crumb is the title. */
export function TopLine(props: { crumbs: readonly Crumb[]; children?: ReactNode }): ReactNode {
  const title = props.crumbs.at(-1)?.label ?? ''
  useEffect(() => {
    document.title = title === '' ? 'Bellwether' : `${title} · Bellwether`
  }, [title])
  return (
    <header className="top-line">
      <nav aria-label="Breadcrumb" className="crumbs">
        {props.crumbs.map((crumb, index) => (
          <Fragment key={crumb.label}>
            {index > 0 && (
              <span className="crumb-mark" aria-hidden="true">
                /
              </span>
            )}
            <CrumbText crumb={crumb} last={index === props.crumbs.length - 1} />
          </Fragment>
        ))}
      </nav>
      <div className="pickers">{props.children}</div>
      <button type="button" className="search-button" onClick={openPalette} aria-keyshortcuts="Meta+K Control+K">
        <Icon name="search" />
        <span className="search-word">Search</span>
        <kbd aria-hidden="true" className="keys-mac">
          ⌘K
        </kbd>
        <kbd aria-hidden="true" className="keys-other">
          Ctrl K
        </kbd>
      </button>
      <button type="button" className="icon-button" onClick={toggleTheme} aria-label="Switch between light and dark">
        <Icon name="theme" />
      </button>
    </header>
  )
}

function CrumbText({ crumb, last }: { crumb: Crumb; last: boolean }): ReactNode {
  if (last) return <span className="crumb crumb-here">{crumb.label}</span>
  if (crumb.to === undefined) return <span className="crumb">{crumb.label}</span>
  return (
    <Link className="crumb" to={crumb.to} search={keepPlace}>
      {crumb.label}
    </Link>
  )
}
