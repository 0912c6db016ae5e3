import type { Actor } from '../../domain/access.ts'
import { ok, type Result } from '../../domain/result.ts'
import { kpiSummary } from '../../domain/sentence/kpi-summary.ts'
import type { SummaryView } from '../../domain/summary-view.ts'
import type { AskDeps } from '../ask.ts'
import { driversView } from '../drivers.ts'
import { forecastView } from '../forecast.ts'
import { paceView } from '../pace.ts'
import { signalsView } from '../signals.ts'
import { kpiView } from '../view/kpi.ts'
import { kpiPlace } from '../view/kpi-place.ts'
import { Labels } from '../view/label.ts'
import type { Asked } from '../view/place.ts'

/**
 * What changed in a KPI, what it means and where it is heading, in sentences that are made of figures which the other views show. As
 * of an instant nothing is said that was not recorded then: no cause, no pace, no forecast.
 */
export async function kpiSummaryView(
  deps: AskDeps,
  input: Asked & { readonly kpi: string },
  actor: Actor,
): Promise<Result<SummaryView>> {
  const view = await kpiView(deps, { ...input, id: input.kpi }, actor)
  if (!view.ok) return view
  const { row, grain, period, scope } = view.value
  const asked = { ...input, period: period.text, scope: scope.text, grain }
  const found = await kpiPlace(deps, row.kpi, asked)
  if (!found.ok) return found
  const { kpi, place } = found.value
  const labels = new Labels(deps.catalog, place, place.today)
  const now = input.asOf === undefined || input.asOf === ''
  const whole = now && grain !== 'total'
  const finished = whole && !row.answer.flags.includes('unfinished') && row.answer.state === 'value'
  const [signals, drivers, pace, forecast] = await Promise.all([
    grain === 'total' ? null : told(signalsView(deps, asked, actor)),
    finished ? told(driversView(deps, { ...asked, compare: 'prior' }, actor)) : null,
    whole ? told(paceView(deps, asked, actor)) : null,
    whole ? told(forecastView(deps, asked, actor)) : null,
  ])
  const locale = deps.catalog.workspace.locale
  const spoken = (text: string) => labels.spoken(text)
  const sentences = kpiSummary({ kpi: view.value, signals, drivers, pace, forecast, locale, spoken })
  return ok({ id: kpi.id, name: kpi.name, grain, period, scope, sentences })
}

/** What a view refuses, such as a forecast by the hour, it has nothing to say of. */
const told = async <T>(view: Promise<Result<T>>): Promise<T | null> => {
  const found = await view
  return found.ok ? found.value : null
}
