import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
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
