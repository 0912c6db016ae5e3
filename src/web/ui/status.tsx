import type { ReactNode } from 'react'
import { type Shown, states, stateWord, statusShape } from '../../charts/states.ts'
import { Picture } from '../svg.tsx'

/** Shape and word of a state, always both; the word stays grey unless the state is an exception. */
export function StatusMark(props: { state: Shown }): ReactNode {
  const look = states[props.state]
  return (
    <span className={`status tone-${look.text}${look.exception ? ' exception' : ''}`}>
      <StatusShape state={props.state} />
      {stateWord(props.state)}
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
