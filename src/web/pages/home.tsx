import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { workspaceQuery } from '../api.ts'
import { Failure, Notice, Waiting } from '../ui/notices.tsx'
import { TopLine } from '../ui/top-line.tsx'

/** Only seen where there is no scorecard to go to. */
export function Home(): ReactNode {
  const query = useQuery(workspaceQuery)
  return (
    <>
      <TopLine crumbs={[{ label: query.data?.name ?? 'Bellwether' }]} />
      {query.error ? (
        <Failure error={query.error} what="This workspace" retry={() => void query.refetch()} />
      ) : query.data ? (
        <Notice
          title="There is no scorecard yet"
          action={
            <Link to="/kpis" className="button">
              All KPIs
            </Link>
          }
        >
          Write a document of the kind “scorecard” into the workspace folder; it opens here at once.
        </Notice>
      ) : (
        <Waiting rows={6} />
      )}
    </>
  )
}
