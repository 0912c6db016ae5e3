import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { effectWords } from '../../domain/effect-words.ts'
import type { BatchView } from '../../domain/view.ts'
import { setAsideQuery, undoBatch } from '../api.ts'
import { useNotation } from '../notation.tsx'
import { Failure } from '../ui/notices.tsx'
import { Scroll } from '../ui/scroll.tsx'

const SHOWN = 50

/** Deliveries, newest first. Taking one back asks first and says what follows. */
export function Batches({ batches }: { batches: readonly BatchView[] }): ReactNode {
  const [undoing, setUndoing] = useState<BatchView | null>(null)
  const [open, setOpen] = useState<string | null>(null)
  if (batches.length === 0) return <p className="tab-note">Nothing has been delivered yet. Load new data to begin.</p>
  const newest = [...batches].sort((a, b) => b.at.localeCompare(a.at)).slice(0, SHOWN)
  return (
    <>
      <Scroll label="Deliveries">
        <table className="figures cards">
          <caption className="hidden">Deliveries</caption>
          <thead>
            <tr>
              <th scope="col">Delivered</th>
              <th scope="col">Dataset</th>
              <th scope="col">From</th>
              <th scope="col" className="number">
                Rows
              </th>
              <th scope="col" className="number">
                Set aside
              </th>
              <th scope="col">
                <span className="hidden">Take back</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {newest.map((batch) => (
              <BatchLines
                key={batch.id}
                batch={batch}
                open={open === batch.id}
                onOpen={() => setOpen(open === batch.id ? null : batch.id)}
                onUndo={() => setUndoing(batch)}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
      {batches.length > SHOWN && (
        <p className="facts">
          The newest {SHOWN} of {batches.length} deliveries.
        </p>
      )}
      {undoing && <UndoDialog key={undoing.id} batch={undoing} onClose={() => setUndoing(null)} />}
    </>
  )
}

function BatchLines(props: { batch: BatchView; open: boolean; onOpen: () => void; onUndo: () => void }): ReactNode {
  const { count, moment } = useNotation()
  const { batch } = props
  const origins = batch.parts.map((part) => part.origin)
  return (
    <>
      <tr className={batch.undone ? 'undone' : undefined}>
        <th scope="row">{moment(batch.at)}</th>
        <td data-label="Dataset">{batch.dataset}</td>
        <td data-label="From" className="origins" title={origins.join('\n')}>
          {origins.slice(0, 2).join(', ')}
          {origins.length > 2 ? ` and ${origins.length - 2} more` : ''}
        </td>
        <td data-label="Rows" className="number">
          {count(batch.rows)}
          {batch.effect && <span className="did">{effectWords(batch.effect, count)}</span>}
        </td>
        <td data-label="Set aside" className="number">
          {batch.setAside === 0 ? (
            '0'
          ) : (
            <button type="button" className="link" aria-expanded={props.open} onClick={props.onOpen}>
              {count(batch.setAside)}
            </button>
          )}
        </td>
        <td className="batch-act">
          {batch.undone ? (
            <span className="missing">Taken back{batch.undone.reason === null ? '' : `: ${batch.undone.reason}`}</span>
          ) : (
            <button type="button" className="link" onClick={props.onUndo}>
              Take back
            </button>
          )}
        </td>
      </tr>
      {props.open && (
        <tr>
          <td colSpan={6}>
            <SetAside batch={batch.id} />
          </td>
        </tr>
      )}
    </>
  )
}

function SetAside({ batch }: { batch: string }): ReactNode {
  const query = useQuery(setAsideQuery(batch))
  if (query.error) return <Failure error={query.error} what="These rows" retry={() => void query.refetch()} />
  return (
    <ul className="set-aside">
      {(query.data ?? []).map((row) => (
        <li key={`${row.file}:${row.row}:${row.column}`}>
          <code>
            {row.file}:{row.row}
          </code>{' '}
          {row.column !== null && <strong>{row.column}</strong>} {row.value !== null && <q>{row.value}</q>} {row.rule}
        </li>
      ))}
    </ul>
  )
}

function UndoDialog(props: { batch: BatchView; onClose: () => void }): ReactNode {
  const { count, moment } = useNotation()
  const client = useQueryClient()
  const dialog = useRef<HTMLDialogElement | null>(null)
  const [reason, setReason] = useState('')
  const undo = useMutation({
    mutationFn: () => undoBatch(props.batch.id, reason.trim() === '' ? null : reason.trim()),
    onSuccess: async () => {
      await client.invalidateQueries()
      dialog.current?.close()
    },
  })
  const show = (element: HTMLDialogElement | null) => {
    dialog.current = element
    if (element && !element.open) element.showModal()
  }
  return (
    <dialog ref={show} className="dialog" aria-labelledby="undo-title" onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          undo.mutate()
        }}
      >
        <h2 id="undo-title">Take this delivery back?</h2>
        <p>
          {count(props.batch.rows)} rows of {props.batch.dataset}, delivered {moment(props.batch.at)}, no longer count.
          What stood before comes back, and every number follows at once.
        </p>
        <label className="dialog-field">
          Why
          <input
            className="field"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            autoComplete="off"
          />
        </label>
        {undo.error && (
          <p role="alert" className="form-failure">
            {undo.error.message}
          </p>
        )}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Keep it
          </button>
          <button type="submit" className="button primary" disabled={undo.isPending}>
            Take back
          </button>
        </div>
      </form>
    </dialog>
  )
}
