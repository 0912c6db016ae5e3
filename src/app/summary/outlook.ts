import type { Actor } from '../../domain/access.ts'
import { Failure } from '../../domain/failure.ts'
import type { ForecastView } from '../../domain/forecast-view.ts'
import type { OutlookKpi, OutlookView } from '../../domain/outlook-view.ts'
import { ok, type Result } from '../../domain/result.ts'
import { outlookSentences } from '../../domain/sentence/outlook.ts'
import type { ScorecardRow } from '../../domain/view.ts'
import type { AskDeps } from '../ask.ts'
import { forecastView } from '../forecast.ts'
import type { Asked } from '../view/place.ts'
import { scorecardView } from '../view/scorecard.ts'

export interface OutlookInput extends Asked {
  readonly id: string
  /** The place of the first KPI to be foretold, and how many: all unless stated. */
  readonly from?: number | undefined
  readonly count?: number | undefined
}

/**
 * Where the KPIs of a scorecard are heading, each by its forecast: whoever shows progress asks for a few at a time. A scorecard's
 * grain that has no forecast is refused as a forecast of one is.
 */
export async function outlookView(deps: AskDeps, input: OutlookInput, actor: Actor): Promise<Result<OutlookView>> {
  const { from = 0, count, ...asked } = input
  const found = await scorecardView(deps, asked, actor)
  if (!found.ok) return found
  const { id, name, grain, period, scope, groups, through } = found.value
  const rows = groups.flatMap((group) => group.rows)
  const kpis: OutlookKpi[] = []
  for (const row of rows.slice(from, count === undefined ? undefined : from + count)) {
    if (deps.signal?.aborted) throw new Failure('cancelled', 'The question was withdrawn.')
    const place = { period: period.text, scope: scope.text, grain, version: asked.version, through: through.day ?? '' }
    const forecast = await forecastView(deps, { ...place, kpi: row.kpi }, actor)
    if (!forecast.ok) return forecast
    kpis.push(endOf(row, forecast.value))
  }
  const sentences = kpis.length === rows.length ? outlookSentences(kpis) : []
  return ok({ id, name, grain, period, scope, total: rows.length, from, kpis, sentences })
}

function endOf({ kpi, name, unit }: ScorecardRow, { origin, landing, periods }: ForecastView): OutlookKpi {
  const end = origin === null ? undefined : (landing ?? periods.at(-1))
  if (end === undefined) return { kpi, name, unit, end: null, median: null, target: null, odds: null }
  const { label, median, target, odds } = end
  return { kpi, name, unit, end: label, median, target, odds }
}
