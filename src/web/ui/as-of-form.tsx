import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'
import { closingsQuery } from '../api.ts'
import { useNotation } from '../notation.tsx'

interface Props {
  readonly asOf: string | undefined
  readonly onClose: () => void
}

interface Chosen {
  readonly asOf: string | undefined
  readonly period?: string
}

/** Chooses as of when a page is shown. Escape closes it. */
export default function AsOfForm({ asOf, onClose }: Props): ReactNode {
  const navigate = useNavigate()
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const choose = ({ asOf: next, period }: Chosen) => {
    onClose()
    void navigate({
      to: '.',
      search: (before) => ({ ...before, asOf: next, ...(period === undefined ? {} : { period, grain: undefined }) }),
      resetScroll: false,
    })
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [on, at] = [form.get('day'), form.get('time')]
    if (typeof on === 'string' && on !== '') choose({ asOf: typeof at === 'string' && at !== '' ? `${on}T${at}` : on })
  }
  const [, chosenDay = '', chosenTime = ''] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})$)?/.exec(asOf ?? '') ?? []
  return (
    <div
      role="dialog"
      aria-label="As of"
      className="popover popover-end as-of"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <p className="as-of-words">Show every number as it was known then.</p>
      <form className="as-of-fields" onSubmit={submit}>
        <label>
          Day
          <input ref={first} type="date" name="day" className="field" required defaultValue={chosenDay} />
        </label>
        <label>
          Time, if not its end
          <input type="time" name="time" className="field" defaultValue={chosenTime} />
        </label>
        <button type="submit" className="button primary">
          Show
        </button>
      </form>
      <Published onChoose={choose} />
      {asOf !== undefined && (
        <button type="button" className="link as-of-now" onClick={() => choose({ asOf: undefined })}>
          Back to now
        </button>
      )}
    </div>
  )
}

/** Closed periods, as they were published. */
function Published({ onChoose }: { onChoose: (chosen: Chosen) => void }): ReactNode {
  const { moment } = useNotation()
  const standing = (useQuery(closingsQuery).data ?? []).filter(({ reopened }) => reopened === null)
  if (standing.length === 0)
    return (
      <p className="as-of-words">No period has been closed yet; closed ones can be shown as they were published.</p>
    )
  return (
    <ul className="as-of-published" aria-label="As published">
      {standing.slice(0, 12).map(({ id, period, at, actor }) => (
        <li key={id}>
          <button type="button" className="option" onClick={() => onChoose({ asOf: 'published', period })}>
            <span>{period} as published</span>
            <span className="option-note">
              {moment(at)} by {actor}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
