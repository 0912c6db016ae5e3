import type { ReactNode } from 'react'
import { type Shown, states, statusShape } from '../../charts/states.ts'
import { Picture } from '../svg.tsx'

/** Shape and word of a state, always both; `quiet` keeps the word grey unless the state is an exception. */
export function StatusMark(props: { state: Shown }): ReactNode {
  const look = states[props.state]
  return (
    <span className={look.exception ? 'status exception' : 'status'} style={{ color: `var(--${look.text})` }}>
      <StatusShape state={props.state} />
      {look.word}
    </span>
  )
}

/** The shape alone, where the word stands elsewhere on the line. */
export function StatusShape(props: { state: Shown }): ReactNode {
  return <Picture svg={shapes[props.state]} className="shape" />
}

const shapes = Object.fromEntries(Object.keys(states).map((state) => [state, statusShape(state as Shown)])) as Record<
  Shown,
  ReturnType<typeof statusShape>
>
