import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { ApiFailure } from '../api.ts'
import { Issues } from '../ui/notices.tsx'

interface Props {
  readonly title: string
  readonly children?: ReactNode
  /** The word on the button that acts, and on the one that does not. */
  readonly does: string
  readonly keeps: string
  /** Whether the act needs a reason. */
  readonly reason: 'needed' | 'welcome'
  readonly act: (reason: string | null) => Promise<unknown>
  readonly onDone: () => void
}

/** Asks before an act that others will see, with the reason that is kept with it; says why where it is refused. */
export function ActDialog(props: Props): ReactNode {
  const client = useQueryClient()
  const dialog = useRef<HTMLDialogElement | null>(null)
  const [reason, setReason] = useState('')
  const act = useMutation({
    mutationFn: () => props.act(reason.trim() === '' ? null : reason.trim()),
    onSuccess: async () => {
      await client.invalidateQueries()
      dialog.current?.close()
    },
  })
  const show = (element: HTMLDialogElement | null) => {
    dialog.current = element
    if (element && !element.open) element.showModal()
  }
  const { error } = act
  return (
    <dialog ref={show} className="dialog" aria-labelledby="act-title" onClose={props.onDone}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          act.mutate()
        }}
      >
        <h2 id="act-title">{props.title}</h2>
        {props.children}
        <label className="dialog-field">
          {props.reason === 'needed' ? 'Why' : 'Why, if it should be kept'}
          <input
            className="field"
            value={reason}
            required={props.reason === 'needed'}
            onChange={(event) => setReason(event.target.value)}
            autoComplete="off"
          />
        </label>
        {error && (
          <div role="alert" className="form-failure">
            {error instanceof ApiFailure && error.issues.length > 0 ? <Issues issues={error.issues} /> : error.message}
          </div>
        )}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {props.keeps}
          </button>
          <button type="submit" className="button primary" disabled={act.isPending}>
            {props.does}
          </button>
        </div>
      </form>
    </dialog>
  )
}
