import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { parseDay } from '../../time/day.ts'
import { useNotation } from '../notation.tsx'
import { useKnownText } from './as-of-picker.tsx'

/** The band above a page that is not shown as of now, and the way back. */
export function KnownThen(): ReactNode {
  const { asOf } = useSearch({ from: '__root__' })
  const known = useKnownText()
  if (asOf === undefined) return null
  return (
    <div className="known-then" role="status">
      <p>
        {asOf === 'published' ? (
          <>
            You see closed periods <strong>as they were published</strong>; open ones as they are now.
          </>
        ) : (
          <>
            You see what was known on <strong>{known(asOf)}</strong>. What was not tracked then has no number.
          </>
        )}
      </p>
      <BackToNow />
    </div>
  )
}

/** The band above a KPI that is read to one day, as the scorecard it was opened from, and the way to all its data. */
export function ReadTo({ through }: { through: string | null }): ReactNode {
  const { day } = useNotation()
  if (through === null || through === 'latest') return null
  return (
    <div className="known-then" role="status">
      <p>
        Every number reads to{' '}
        <strong>{parseDay(through) === null ? 'the last day that all its data have come for' : day(through)}</strong>.
      </p>
      <Link to="." search={(before) => ({ ...before, through: undefined })} resetScroll={false} className="button">
        Read to the newest data
      </Link>
    </div>
  )
}

/** In the place of what is worked out from today's rows and kept for no earlier instant. */
export function NotKept(): ReactNode {
  return (
    <div className="tab-note">
      <p>This is worked out from the rows of today and is not kept as it was then.</p>
      <p>
        <BackToNow />
      </p>
    </div>
  )
}

function BackToNow(): ReactNode {
  return (
    <Link to="." search={(before) => ({ ...before, asOf: undefined })} resetScroll={false} className="button">
      Back to now
    </Link>
  )
}
