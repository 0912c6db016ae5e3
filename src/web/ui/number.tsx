import { type ReactNode, useEffect, useRef, useState } from 'react'

/** Digits flush right beside a unit box, so that decimal points align in a column; flashes once when the digits change. */
export function Figure(props: { digits: string; unit: string; full?: string }): ReactNode {
  const flash = useFlash(props.digits)
  const { unit } = props
  return (
    <span className={flash ? 'figure flash' : 'figure'} data-full={props.full}>
      <span className="digits">{props.digits}</span>
      {unit === '' ? <span className="unit" /> : <span className="unit"> {unit}</span>}
    </span>
  )
}

/** True for a moment after a value became another; never for the first one. */
function useFlash(value: string): boolean {
  const before = useRef(value)
  const [flash, setFlash] = useState(false)
  useEffect(() => {
    if (before.current === value) return
    before.current = value
    setFlash(true)
    const timer = setTimeout(() => setFlash(false), 400)
    return () => clearTimeout(timer)
  }, [value])
  return flash
}

/** A number in full precision that a click copies. */
export function Copyable(props: { text: string; raw: string }): ReactNode {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard?.writeText(props.raw).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1200)
    })
  }
  return (
    <button type="button" className="copyable" onClick={copy} aria-label={`${props.text}, copy`} title="Copy">
      {props.text}
      <span aria-live="polite" className="copied">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  )
}
