import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { WorkspaceView } from '../../domain/view.ts'
import { ApiFailure, batchesQuery, loadDatasets, workspaceQuery } from '../api.ts'
import { Batches } from '../data/batches.tsx'
import { useNotation } from '../notation.tsx'
import { Failure, Issues, Notice, Waiting } from '../ui/notices.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { StatusMark } from '../ui/status.tsx'
import { TopLine } from '../ui/top-line.tsx'

export const route = createLazyRoute('/data')({ component: Data })

/** What was delivered, how far it reaches, what failed; loading again and taking a delivery back. */
function Data(): ReactNode {
  const query = useQuery(workspaceQuery)
  return (
    <>
      <TopLine crumbs={[{ label: 'Data' }]} />
      {query.data ? (
        <Body workspace={query.data} />
      ) : query.error ? (
        <Failure error={query.error} what="The data" retry={() => void query.refetch()} />
      ) : (
        <Waiting rows={8} />
      )}
    </>
  )
}

function Body({ workspace }: { workspace: WorkspaceView }): ReactNode {
  const batches = useQuery(batchesQuery)
  const failed = workspace.datasets.filter((one) => one.failure !== null)
  if (workspace.datasets.length === 0)
    return (
      <Notice title="There is no data yet">
        Describe a source and a dataset in the workspace folder; they appear here at once.
      </Notice>
    )
  return (
    <div className="page">
      <h1 className="sentence">
        {workspace.datasets.length === 1 ? '1 dataset' : `${workspace.datasets.length} datasets`},{' '}
        {failed.length === 0 ? 'all loaded.' : 'not all loaded.'}{' '}
        <span className="sentence-rest">
          {failed.length === 0 ? '' : `The last load of ${failed.map((one) => one.name).join(' and ')} failed.`}
        </span>
      </h1>
      <Loading datasets={workspace.datasets.map((one) => one.id).filter((id) => id !== 'manual-values')} />
      <Scroll label="Datasets">
        <table className="figures cards">
          <caption className="hidden">Datasets</caption>
          <thead>
            <tr>
              <th scope="col">Dataset</th>
              <th scope="col">State</th>
              <th scope="col" className="number">
                Rows
              </th>
              <th scope="col">Data to</th>
              <th scope="col">Last delivery</th>
            </tr>
          </thead>
          <tbody>
            {workspace.datasets.map((dataset) => (
              <DatasetLine
                key={dataset.id}
                dataset={dataset}
                at={batches.data?.find((batch) => batch.id === dataset.lastBatch)?.at ?? null}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
      <h2 className="section-title">Deliveries</h2>
      {batches.data ? (
        <Batches batches={batches.data} />
      ) : batches.error ? (
        <Failure error={batches.error} what="The deliveries" retry={() => void batches.refetch()} />
      ) : (
        <Waiting rows={4} />
      )}
    </div>
  )
}

/** Asks the sources for new rows, and says what came. */
function Loading({ datasets }: { datasets: string[] }): ReactNode {
  const client = useQueryClient()
  const [said, setSaid] = useState('')
  const { count } = useNotation()
  const load = useMutation({
    mutationFn: loadDatasets,
    onSuccess: (results) => {
      const rows = results.filter((one) => one.batch !== null)
      setSaid(
        rows.length === 0
          ? 'Nothing new was found.'
          : `New: ${rows.map((one) => `${one.dataset}, ${count(one.rows)} rows`).join('; ')}.`,
      )
    },
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <>
      <div className="tools">
        <p role="status" className="form-said">
          {load.isPending ? 'Looking for new data…' : said}
        </p>
        <button
          type="button"
          className="button primary"
          disabled={load.isPending}
          onClick={() => load.mutate(datasets)}
        >
          Load new data
        </button>
      </div>
      {load.error && (
        <div role="alert" className="form-failure">
          {load.error instanceof ApiFailure && load.error.issues.length > 0 ? (
            <Issues issues={load.error.issues} />
          ) : (
            load.error.message
          )}
        </div>
      )}
    </>
  )
}

function DatasetLine({ dataset, at }: { dataset: WorkspaceView['datasets'][number]; at: string | null }): ReactNode {
  const { count, day, moment } = useNotation()
  return (
    <tr>
      <th scope="row">
        {dataset.name}
        {dataset.failure && <span className="row-failure">{dataset.failure.message}</span>}
      </th>
      <td data-label="State">
        {dataset.failure ? (
          <StatusMark state="failed" />
        ) : dataset.rows === 0 ? (
          <StatusMark state="no-data" />
        ) : (
          <span className="status">Loaded</span>
        )}
      </td>
      <td data-label="Rows" className="number">
        {count(dataset.rows)}
      </td>
      <td data-label="Data to">
        {dataset.dataThrough === null ? <span className="missing">–</span> : day(dataset.dataThrough)}
      </td>
      <td data-label="Last delivery">
        {at === null ? (dataset.lastBatch ?? <span className="missing">None</span>) : moment(at)}
      </td>
    </tr>
  )
}
