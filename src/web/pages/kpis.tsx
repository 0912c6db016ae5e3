import { useQuery } from '@tanstack/react-query'
import { createLazyRoute, Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { WorkspaceView } from '../../domain/view.ts'
import { workspaceQuery } from '../api.ts'
import { Failure, Notice, Waiting } from '../ui/notices.tsx'
import { keepPlace } from '../ui/place.ts'
import { TopLine } from '../ui/top-line.tsx'

export const route = createLazyRoute('/kpis')({ component: Kpis })

/** Every KPI there is, by category, narrowed by typing. */
function Kpis(): ReactNode {
  const query = useQuery(workspaceQuery)
  return (
    <>
      <TopLine crumbs={[{ label: 'KPIs' }]} />
      {query.data ? (
        <List workspace={query.data} />
      ) : query.error ? (
        <Failure error={query.error} what="This list" retry={() => void query.refetch()} />
      ) : (
        <Waiting rows={12} />
      )}
    </>
  )
}

function List({ workspace }: { workspace: WorkspaceView }): ReactNode {
  const { q = '' } = useSearch({ from: '__root__' })
  const navigate = useNavigate()
  if (workspace.kpis.length === 0)
    return (
      <Notice title="There are no KPIs yet">
        Write a document of the kind “kpi” into the workspace folder; it appears here at once.
      </Notice>
    )
  const wanted = q.toLowerCase()
  const found = workspace.kpis.filter((kpi) =>
    `${kpi.name} ${kpi.id} ${kpi.objective ?? ''} ${kpi.owner ?? ''}`.toLowerCase().includes(wanted),
  )
  const categories = [...new Set(found.map((kpi) => kpi.category))]
  return (
    <div className="page">
      <h1 className="sentence">
        {workspace.kpis.length} KPIs <span className="sentence-rest">in {workspace.name}.</span>
      </h1>
      <label className="filter">
        <span className="hidden">Narrow the list</span>
        <input
          type="search"
          className="field"
          placeholder="Name, objective or owner"
          value={q}
          onChange={(event) => {
            const text = event.target.value
            void navigate({
              to: '.',
              search: (before) => ({ ...before, q: text === '' ? undefined : text }),
              replace: true,
              resetScroll: false,
            })
          }}
        />
      </label>
      <p className="hidden" role="status">
        {found.length} found
      </p>
      {found.length === 0 && <p className="facts">Nothing matches “{q}”.</p>}
      {categories.map((category) => (
        <section key={category} className="list-section">
          <h2 className="list-title">{titleCase(category)}</h2>
          <ul className="list">
            {found
              .filter((kpi) => kpi.category === category)
              .map((kpi) => (
                <li key={kpi.id} className="list-row">
                  <Link to="/kpis/$id" params={{ id: kpi.id }} search={keepPlace} className="row-link">
                    {kpi.name}
                  </Link>
                  <span className="list-note">{kpi.objective}</span>
                  <span className="list-note">{kpi.owner}</span>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function titleCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
