import type { ReactNode } from 'react'
import type { ClosingPeriod, RestatementLine } from '../../domain/closing-view.ts'
import { acceptRestatement, closePeriod, reopenPeriod } from '../api.ts'
import { ActDialog } from './act-dialog.tsx'

/** Publishes a period; where something stands in the way only with a reason. */
export function CloseDialog({ one, onDone }: { one: ClosingPeriod; onDone: () => void }): ReactNode {
  const late = one.state === 'blocked'
  const { text: period, label } = one.period
  return (
    <ActDialog
      title={late ? `Close ${label} although values are late?` : `Close ${label}?`}
      does={`Close ${label}`}
      keeps="Not yet"
      reason={late ? 'needed' : 'welcome'}
      act={(reason) => closePeriod({ period, reason, evenIfLate: late })}
      onDone={onDone}
    >
      <p>
        Its numbers are published as they are now. What becomes known later is shown as a restatement, beside what was
        published.
      </p>
    </ActDialog>
  )
}

/** Takes a closing back. */
export function ReopenDialog({ one, onDone }: { one: ClosingPeriod; onDone: () => void }): ReactNode {
  const period = one.closing?.period ?? one.period.text
  return (
    <ActDialog
      title={`Reopen ${one.period.label}?`}
      does="Reopen"
      keeps="Keep it closed"
      reason="needed"
      act={(reason) => reopenPeriod({ period, reason })}
      onDone={onDone}
    >
      <p>
        Its numbers count as not published until it is closed anew. That it was closed, and why not any more, is kept.
      </p>
    </ActDialog>
  )
}

/** Accepts one restatement. */
export function AcceptDialog({ line, onDone }: { line: RestatementLine; onDone: () => void }): ReactNode {
  const { kpi, period, scope } = line
  return (
    <ActDialog
      title={`Accept the new ${line.name} of ${line.periodName}?`}
      does="Accept"
      keeps="Not yet"
      reason="needed"
      act={(reason) => acceptRestatement({ kpi, period, scope: scope === '' ? 'all' : scope, reason })}
      onDone={onDone}
    >
      <p>Your word is kept with your name. When the number changes once more it is asked for again.</p>
    </ActDialog>
  )
}
