import { useSearch } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useNotation } from '../notation.tsx'
import { Icon } from './icons.tsx'

const AsOfForm = lazy(() => import('./as-of-form.tsx'))

/** As of when a page is shown: now, a day, an instant, or closed periods as they were published. */
export function AsOfPicker(): ReactNode {
  const { asOf } = useSearch({ from: '__root__' })
  const known = useKnownText()
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])
  const close = useCallback(() => {
    setOpen(false)
    button.current?.focus()
  }, [])
  return (
    <div className="picker" ref={box}>
      <button
        type="button"
        ref={button}
        className="picker-button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className="picker-label">As of</span> <span className="picker-value">{asOf ? known(asOf) : 'Now'}</span>
        <Icon name="chevron" />
      </button>
      {open && (
        <Suspense fallback={null}>
          <AsOfForm asOf={asOf} onClose={close} />
        </Suspense>
      )}
    </div>
  )
}

/** A chosen as-of in words: `5 Mar 2026`, `5 Mar 2026, 09:30`, `Published`. */
export function useKnownText(): (asOf: string) => string {
  const { day, moment } = useNotation()
  return (asOf) => {
    if (asOf === 'published') return 'Published'
    if (/^\d{4}-\d{2}-\d{2}$/.test(asOf)) return day(asOf)
    const local = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})$/.exec(asOf)
    return local === null ? moment(asOf) : `${day(local[1] ?? '')}, ${local[2]}`
  }
}
