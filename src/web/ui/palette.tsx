import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { workspaceQuery } from '../api.ts'
import { Icon } from './icons.tsx'
import { keepPlace } from './place.ts'

interface Entry {
  readonly kind: 'Scorecard' | 'KPI' | 'Page'
  readonly to: '/scorecards/$id' | '/kpis/$id' | '/kpis' | '/data'
  readonly id: string
  readonly name: string
  readonly note: string
}

const LIMIT = 12

/** Search over everything that has a name: type, arrow, Enter. */
export default function Palette(props: { wanted: number }): ReactNode {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const navigate = useNavigate()
  const workspace = useQuery(workspaceQuery).data
  useEffect(() => {
    if (props.wanted === 0 || dialog.current?.open) return
    setText('')
    setActive(0)
    dialog.current?.showModal()
  }, [props.wanted])

  const entries = workspace ? entriesOf(workspace) : []
  const found = find(entries, text)
  const close = () => dialog.current?.close()
  const go = (entry: Entry | undefined) => {
    if (!entry) return
    close()
    if (entry.to === '/kpis' || entry.to === '/data') void navigate({ to: entry.to })
    else void navigate({ to: entry.to, params: { id: entry.id }, search: (before) => keepPlace(before) })
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(found.length - 1, active + 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(0, active - 1))
    else if (event.key === 'Enter') go(found[active])
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; the click is on its backdrop
    <dialog
      ref={dialog}
      className="palette"
      aria-label="Search"
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className="palette-field">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={found[active] ? `${id}-${active}` : undefined}
          aria-label="Search scorecards and KPIs"
          placeholder="Search scorecards and KPIs"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setActive(0)
          }}
          onKeyDown={keys}
        />
        <button type="button" className="icon-button" onClick={close} aria-label="Close search">
          <Icon name="close" />
        </button>
      </div>
      <Results id={id} found={found} active={active} onPoint={setActive} onChoose={go} />
      {found.length === 0 && (
        <p className="palette-none" role="status">
          Nothing is called “{text}”.
        </p>
      )}
    </dialog>
  )
}

function Results(props: {
  id: string
  found: readonly Entry[]
  active: number
  onPoint: (index: number) => void
  onChoose: (entry: Entry) => void
}): ReactNode {
  return (
    <div role="listbox" id={`${props.id}-list`} aria-label="Results" className="options">
      {props.found.map((entry, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field answers the keys
        <div
          key={`${entry.kind} ${entry.id}`}
          id={`${props.id}-${index}`}
          role="option"
          aria-selected={index === props.active}
          className={index === props.active ? 'option active' : 'option'}
          onClick={() => props.onChoose(entry)}
          onPointerMove={() => props.onPoint(index)}
        >
          <span>{entry.name}</span>
          <span className="option-note">{entry.note}</span>
        </div>
      ))}
    </div>
  )
}

function entriesOf(workspace: {
  scorecards: readonly { id: string; name: string }[]
  kpis: readonly { id: string; name: string; category: string; objective: string | null }[]
}): readonly Entry[] {
  return [
    ...workspace.scorecards.map(
      (one): Entry => ({ kind: 'Scorecard', to: '/scorecards/$id', id: one.id, name: one.name, note: 'Scorecard' }),
    ),
    ...workspace.kpis.map(
      (one): Entry => ({
        kind: 'KPI',
        to: '/kpis/$id',
        id: one.id,
        name: one.name,
        note: one.objective ?? one.category,
      }),
    ),
    { kind: 'Page', to: '/kpis', id: 'kpis', name: 'All KPIs', note: 'Page' },
    { kind: 'Page', to: '/data', id: 'data', name: 'Data and loads', note: 'Page' },
  ]
}

/** Every word of the text must begin a word of the name, or stand in the id; names that begin with the text come first. */
function find(entries: readonly Entry[], text: string): readonly Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return entries.slice(0, LIMIT)
  const first: Entry[] = []
  const rest: Entry[] = []
  for (const entry of entries) {
    const name = entry.name.toLowerCase()
    if (!words.every((word) => name.startsWith(word) || name.includes(` ${word}`) || entry.id.includes(word))) continue
    if (name.startsWith(words[0] ?? '')) first.push(entry)
    else rest.push(entry)
    if (first.length >= LIMIT) break
  }
  return [...first, ...rest].slice(0, LIMIT)
}
