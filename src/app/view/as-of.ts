import { askIssue } from '../../domain/ask-issues.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { day, parseDay } from '../../time/day.ts'
import { instantOfLocal, isoInstant, parseInstant } from '../../time/zone.ts'
import type { AskDeps } from '../ask.ts'

/**
 * What everything of a page is asked with: as of an instant, or of a day, which means its end where the workspace is. Nothing
 * or empty text is now; `published` is now too, but closed periods as they were published.
 */
export function knownAt<D extends AskDeps>(deps: D, text: string | undefined): Result<D> {
  if (text === undefined || text === '') return ok(deps)
  if (text === 'published') return ok({ ...deps, published: true })
  const span = spanOf(deps, text)
  if (span === null) return failed(askIssue('ask/as-of', { text }, {}))
  const now = deps.clock.now()
  if (span.from > now) return failed(askIssue('ask/as-of-future', { text, now: isoInstant(now) }, {}))
  // A day that is still going on is known until now.
  return ok({ ...deps, asOf: isoInstant(Math.min(span.until, now)) })
}

/** A day and time without a zone are those of the workspace's clocks. */
function localInstant(text: string, zone: string): number | null {
  const [, on = '', hour, minute] = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  const date = parseDay(on)
  return date === null
    ? null
    : Number(instantOfLocal(date, (Number(hour) * 60 + Number(minute)) * 60_000_000, zone) / 1000n)
}

/** The first and the last millisecond that a text means. */
function spanOf({ catalog }: AskDeps, text: string): { readonly from: number; readonly until: number } | null {
  const on = parseDay(text)
  if (on === null) {
    const at = parseInstant(text) ?? localInstant(text, catalog.workspace.zone)
    return at === null ? null : { from: at, until: at }
  }
  const start = (of: number) => Number(instantOfLocal(day(of), 0, catalog.workspace.zone) / 1000n)
  return { from: start(on), until: start(on + 1) - 1 }
}
