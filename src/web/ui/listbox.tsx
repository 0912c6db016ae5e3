import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Icon } from './icons.tsx'

export interface Option {
  readonly value: string
  readonly label: string
  readonly depth?: number
  readonly note?: string
}

interface Props {
  readonly label: string
  readonly value: string
  readonly shown?: string
  readonly options: readonly Option[]
  readonly onChange: (value: string) => void
  readonly align?: 'start' | 'end'
  readonly children?: ReactNode
}

/** A button that opens a list to choose one from: arrows, Home, End, typing a name, Enter, Escape; on phones a sheet. */
export function Listbox(props: Props): ReactNode {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const chosen = props.options.findIndex((option) => option.value === props.value)
  const shown = props.shown ?? props.options[chosen]?.label
  useEffect(() => {
    if (!open) return
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const choose = (index: number) => {
    const option = props.options[index]
    close()
    if (option && option.value !== props.value) props.onChange(option.value)
  }
  return (
    <div className="picker" ref={box}>
      <button
        type="button"
        ref={button}
        className="picker-button"
        aria-haspopup="listbox"
        aria-expanded={open}
        onClick={() => (open ? close() : setOpen(true))}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          setOpen(true)
        }}
      >
        <span className="picker-label">{props.label}</span> <span className="picker-value">{shown}</span>
        <Icon name="chevron" />
      </button>
      {open && (
        <div className={`popover ${props.align === 'end' ? 'popover-end' : ''}`}>
          {props.children}
          <Options {...props} chosen={chosen} onChoose={choose} onClose={close} onLeave={() => setOpen(false)} />
        </div>
      )}
    </div>
  )
}

interface OptionsProps {
  readonly label: string
  readonly options: readonly Option[]
  readonly chosen: number
  readonly onChoose: (index: number) => void
  readonly onClose: () => void
  /** Tab was pressed: the focus goes on, not back to the button. */
  readonly onLeave: () => void
}

/** The open list: it has the focus, and one option is active. */
function Options(props: OptionsProps): ReactNode {
  const { options } = props
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(Math.max(0, props.chosen))
  const search = useTyping()
  useEffect(() => list.current?.focus(), [])
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, id])
  const keys = (event: KeyboardEvent) => {
    const to = moved(event.key, active, options.length - 1)
    if (to !== null) setActive(to)
    else if (event.key === 'Enter' || event.key === ' ') props.onChoose(active)
    else if (event.key === 'Escape') props.onClose()
    else if (event.key === 'Tab') return props.onLeave()
    else if (event.key.length === 1 && !event.metaKey && !event.ctrlKey) setActive(search(event, options) ?? active)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      role="listbox"
      ref={list}
      tabIndex={-1}
      aria-label={props.label}
      aria-activedescendant={`${id}-${active}`}
      className="options"
      onKeyDown={keys}
    >
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself answers the keys
        <div
          key={option.value}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === props.chosen}
          className={index === active ? 'option active' : 'option'}
          style={option.depth ? { paddingInlineStart: `${0.75 + option.depth}rem` } : undefined}
          onClick={() => props.onChoose(index)}
          onPointerMove={() => setActive(index)}
        >
          <span>{option.label}</span>
          {option.note && <span className="option-note">{option.note}</span>}
          {index === props.chosen && <Icon name="check" />}
        </div>
      ))}
    </div>
  )
}

/** Where a key moves the active option; null for keys that move nothing. */
function moved(key: string, active: number, last: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(last, active + 1),
    ArrowUp: Math.max(0, active - 1),
    Home: 0,
    End: last,
    PageDown: Math.min(last, active + 8),
    PageUp: Math.max(0, active - 8),
  }
  return moves[key] ?? null
}

/** Finds the option that begins with what was typed without a pause. */
function useTyping(): (event: KeyboardEvent, options: readonly Option[]) => number | null {
  const typed = useRef({ text: '', at: 0 })
  return (event, options) => {
    const fresh = event.timeStamp - typed.current.at > 700
    typed.current = { text: (fresh ? '' : typed.current.text) + event.key.toLowerCase(), at: event.timeStamp }
    const found = options.findIndex((option) => option.label.toLowerCase().startsWith(typed.current.text))
    return found < 0 ? null : found
  }
}
