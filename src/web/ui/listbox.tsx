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
  const id = useId()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const chosen = props.options.findIndex((option) => option.value === props.value)

  useEffect(() => {
    if (!open) return
    list.current?.focus()
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])
  useEffect(() => {
    if (open) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [open, active, id])

  const show = () => {
    setActive(Math.max(0, chosen))
    setOpen(true)
  }
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const choose = (index: number) => {
    const option = props.options[index]
    close()
    if (option && option.value !== props.value) props.onChange(option.value)
  }
  const keys = (event: KeyboardEvent) => {
    const last = props.options.length - 1
    const moves: Record<string, number> = {
      ArrowDown: Math.min(last, active + 1),
      ArrowUp: Math.max(0, active - 1),
      Home: 0,
      End: last,
      PageDown: Math.min(last, active + 8),
      PageUp: Math.max(0, active - 8),
    }
    const to = moves[event.key]
    if (to !== undefined) setActive(to)
    else if (event.key === 'Enter' || event.key === ' ') choose(active)
    else if (event.key === 'Escape') close()
    else if (event.key === 'Tab') return setOpen(false)
    else if (event.key.length === 1 && !event.metaKey && !event.ctrlKey) setActive(search(event))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const search = (event: KeyboardEvent) => {
    const fresh = event.timeStamp - typed.current.at > 700
    typed.current = { text: (fresh ? '' : typed.current.text) + event.key.toLowerCase(), at: event.timeStamp }
    const found = props.options.findIndex((option) => option.label.toLowerCase().startsWith(typed.current.text))
    return found < 0 ? active : found
  }

  return (
    <div className="picker" ref={box}>
      <button
        type="button"
        ref={button}
        className="picker-button"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-label={`${props.label}: ${props.shown ?? props.options[chosen]?.label ?? ''}`}
        onClick={() => (open ? close() : show())}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          show()
        }}
      >
        <span className="picker-label">{props.label}</span>
        <span className="picker-value">{props.shown ?? props.options[chosen]?.label}</span>
        <Icon name="chevron" />
      </button>
      {open && (
        <div className={`popover ${props.align === 'end' ? 'popover-end' : ''}`}>
          {props.children}
          <div
            role="listbox"
            ref={list}
            tabIndex={-1}
            aria-label={props.label}
            aria-activedescendant={`${id}-${active}`}
            className="options"
            onKeyDown={keys}
          >
            {props.options.map((option, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself answers the keys
              <div
                key={option.value}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === chosen}
                className={index === active ? 'option active' : 'option'}
                style={option.depth ? { paddingInlineStart: 12 + option.depth * 16 } : undefined}
                onClick={() => choose(index)}
                onPointerMove={() => setActive(index)}
              >
                <span>{option.label}</span>
                {option.note && <span className="option-note">{option.note}</span>}
                {index === chosen && <Icon name="check" />}
              </div>
            ))}
          </div>
        </div>
      )}
    </div>
  )
}
