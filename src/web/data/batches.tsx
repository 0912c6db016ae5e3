import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import type { LateView } from '../../domain/late.ts'
import { effectWords } from '../../domain/row-effect.ts'
import type { BatchView } from '../../domain/view.ts'
import { lateQuery, setAsideQuery, undoBatch } from '../api.ts'
import { useNotation } from '../notation.tsx'
import { Failure } from '../ui/notices.tsx'
import { Scroll } from '../ui/scroll.tsx'

const SHOWN = 50

/** Which rows of a delivery are listed below it. */
type Part = 'set-aside' | 'late'

/** Deliveries, newest first. Taking one back asks first and says what follows. */
export function Batches({ batches }: { batches: readonly BatchView[] }): ReactNode {
  const [undoing, setUndoing] = useState<BatchView | null>(null)
  const [open, setOpen] = useState<{ readonly batch: string; readonly part: Part } | null>(null)
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
                open={open?.batch === batch.id ? open.part : null}
                onOpen={(part) =>
                  setOpen(open?.batch === batch.id && open.part === part ? null : { batch: batch.id, part })
                }
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

interface Lines {
  readonly batch: BatchView
  readonly open: Part | null
  readonly onOpen: (part: Part) => void
  readonly onUndo: () => void
}

function BatchLines(props: Lines): ReactNode {
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
          {batch.latePeriods > 0 && (
            <span className="did">
              <button
                type="button"
                className="link"
                aria-expanded={props.open === 'late'}
                onClick={() => props.onOpen('late')}
              >
                {batch.latePeriods === 1
                  ? 'one final value changed'
                  : `${count(batch.latePeriods)} final values changed`}
              </button>
            </span>
          )}
        </td>
        <td data-label="Set aside" className="number">
          {batch.setAside === 0 ? (
            '0'
          ) : (
            <button
              type="button"
              className="link"
              aria-expanded={props.open === 'set-aside'}
              onClick={() => props.onOpen('set-aside')}
            >
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
      {props.open !== null && (
        <tr>
          <td colSpan={6} className="listed">
            {props.open === 'late' ? <Late batch={batch.id} /> : <SetAside batch={batch.id} />}
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

const LISTED = 20

function Late({ batch }: { batch: string }): ReactNode {
  const query = useQuery(lateQuery(batch))
  if (query.error) return <Failure error={query.error} what="These rows" retry={() => void query.refetch()} />
  const { periods, rows } = query.data ?? { periods: [], rows: [] }
  const byPeriod = Map.groupBy(periods, ({ period, closed }) => `${period}${closed ? ' (closed)' : ''}`)
  return (
    <ul className="set-aside">
      {[...byPeriod].map(([period, of]) => (
        <li key={period}>
          <strong>{period}</strong> was final for {of.map(({ kpi }) => kpi).join(', ')}
        </li>
      ))}
      {rows.slice(0, LISTED).map((row) => (
        <li key={`${row.day} ${row.key?.join('\t')} ${row.act}`}>
          {row.day} {row.key !== null && <code>{row.key.join(', ')}</code>} {acts[row.act]}
        </li>
      ))}
      {rows.length > LISTED && <li>and more: the first {LISTED} are shown</li>}
    </ul>
  )
}

const acts: Readonly<Record<LateView['rows'][number]['act'], string>> = {
  new: 'is new',
  changed: 'is changed',
  removed: 'is gone',
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
