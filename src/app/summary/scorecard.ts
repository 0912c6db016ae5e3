import type { Actor } from '../../domain/access.ts'
import { ok, type Result } from '../../domain/result.ts'
import { scorecardSummary } from '../../domain/sentence/scorecard-summary.ts'
import type { SummaryView } from '../../domain/summary-view.ts'
import type { ScorecardView } from '../../domain/view.ts'
import { periodText } from '../../time/period.ts'
import { type AskDeps, todayOf } from '../ask.ts'
import { Labels } from '../view/label.ts'
import { type Asked, defaultScope, placeOf } from '../view/place.ts'
import { scorecardView } from '../view/scorecard.ts'

/** What changed on a scorecard since the period before and what that means, in sentences whose figures the scorecard shows. */
export async function scorecardSummaryView(
  deps: AskDeps,
  input: Asked & { readonly id: string },
  actor: Actor,
): Promise<Result<SummaryView>> {
  const now = await scorecardView(deps, input, actor)
  if (!now.ok) return now
  const { id, name, grain, period, scope } = now.value
  const { catalog } = deps
  const template = catalog.scorecards.get(id)
  if (template === undefined) throw new Error(`${id} was there a moment ago`)
  const defaults = {
    calendar: catalog.workspace.calendar,
    grain: template.grain,
    scope: defaultScope(catalog, null),
    datasets: [],
    take: 'latest' as const,
  }
  const place = await placeOf(deps, defaults, { period: period.text, scope: scope.text, grain })
  if (!place.ok) return place
  const { calendar, ordinal } = place.value
  const labels = new Labels(catalog, place.value, todayOf(deps))
  // A part of a period is no match for a whole one.
  const compared = grain !== 'total' && period.complete
  const asked = { ...input, period: periodText(calendar, place.value.grain, ordinal - 1), scope: scope.text, grain }
  const before = compared ? await scorecardView(deps, asked, actor) : null
  const earlier: ScorecardView | null = before?.ok === true ? before.value : null
  const spoken = (text: string) => labels.spoken(text)
  const sentences = scorecardSummary({ scorecard: now.value, before: earlier, spoken })
  return ok({ id, name, grain, period, scope, sentences })
}
