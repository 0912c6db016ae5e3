import type { RecordedAlert } from '../../domain/alert.ts'
import { headOf } from '../../domain/alert-groups.ts'
import type { AlertIncident, AlertView } from '../../domain/alert-view.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { numberStyle, withUnit } from '../../domain/number-format.ts'
import { ok, type Result } from '../../domain/result.ts'
import { type Ruling, stoodAt } from '../../domain/ruling.ts'
import { parseScope, scopeKey } from '../../domain/scope.ts'
import { alertText } from '../../domain/sentence/signals.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import { printDay } from '../../time/day.ts'
import { parsePeriod, periodEnd, periodStart } from '../../time/period.ts'
import type { AskDeps } from '../ask.ts'
import { knownAt } from '../view/as-of.ts'
import { labelScope } from '../view/label.ts'
import type { Place } from '../view/place.ts'
import type { Page } from '../view/row.ts'

/** What was told and waits for somebody, or with `all` whatever was ever told; newest first, one entry for one root cause. */
export async function alertIncidents(
  now: AskDeps,
  input: { readonly all?: boolean | undefined; readonly kpi?: string | undefined; readonly asOf?: string | undefined },
): Promise<Result<readonly AlertIncident[]>> {
  const known = knownAt(now, input.asOf)
  if (!known.ok) return known
  const { alerts } = await alertsKnown(known.value)
  const groups = new Map<number, AlertView[]>()
  const recorded = new Map(alerts.map(({ alert }) => [alert.id, alert]))
  for (const { alert, view } of alerts) groups.set(alert.incident, [...(groups.get(alert.incident) ?? []), view])
  const incidents = [...groups].flatMap(([id, views]): AlertIncident[] => {
    const [first, ...more] = [...views].sort((a, b) => a.id - b.id).flatMap((view) => recorded.get(view.id) ?? [])
    if (first === undefined) return []
    const head = headOf(known.value.catalog, [first, ...more])
    const speaks = views.find((view) => view.id === head.id)
    if (speaks === undefined) return []
    const others = views.filter((view) => view !== speaks).sort((a, b) => a.id - b.id)
    return [{ id, at: first.at, head: speaks, others, open: views.some(({ word }) => word === null) }]
  })
  const about = ({ head, others }: AlertIncident) => [head, ...others].some(({ kpi }) => kpi === input.kpi)
  return ok(incidents.filter((one) => (input.all === true || one.open) && (input.kpi === undefined || about(one))))
}

/** All alerts recorded by then, newest first, each with the word on it. */
export async function alertsKnown(
  deps: AskDeps,
  endsAfter?: string,
): Promise<{
  readonly alerts: readonly { readonly alert: RecordedAlert; readonly view: AlertView }[]
}> {
  const [recorded, rulings] = await Promise.all([
    deps.store.alerts.list(endsAfter === undefined ? {} : { endsAfter }),
    deps.store.rulings.list(),
  ])
  const asOf = deps.asOf ?? null
  const byKpi = Map.groupBy(
    rulings.filter((one) => stoodAt(one, asOf)),
    ({ kpi }) => kpi,
  )
  const alerts = recorded
    .filter(({ at }) => asOf === null || at <= asOf)
    .map((alert) => ({ alert, view: viewOf(deps.catalog, alert, byKpi.get(alert.kpi) ?? []) }))
  return { alerts }
}

function viewOf(catalog: Catalog, alert: RecordedAlert, rulings: readonly Ruling[]): AlertView {
  const kpi = catalog.kpis.get(alert.kpi)
  const { id, grain, period, since, rule, side, at, falseAlarmsPerMonth } = alert
  const scope = parseScope(alert.scope)
  const unit = kpi === undefined ? ({ kind: 'other', symbol: '' } as const) : unitLabel(kpi)
  const style = numberStyle(unit, catalog.workspace.locale, alert.observed, alert.expected)
  const write = (value: number | null) => (value === null ? '–' : withUnit(style, value))
  return {
    ...{ id, grain, period, since, rule, side, at, falseAlarmsPerMonth },
    kpi: alert.kpi,
    name: kpi?.name ?? alert.kpi,
    scope: scope === null ? { text: alert.scope, label: alert.scope } : labelScope(catalog, scope),
    text: alertText(rule, side, write(alert.observed), write(alert.expected)),
    word: rulings.find((one) => speaksOf(catalog, one, alert)) ?? null,
  }
}

/** A dismissal of what was told at the period, or new limits that begin within the incident or after it. */
function speaksOf(catalog: Catalog, ruling: Ruling, alert: RecordedAlert): boolean {
  if (ruling.scope !== alert.scope || ruling.grain !== alert.grain) return false
  if (ruling.kind === 'dismissal')
    return ruling.period === alert.period && (ruling.rule === null || ruling.rule === alert.rule)
  const from = parsePeriod(ruling.period, catalog.calendars, catalog.workspace.calendar)
  const calendar = from === null ? undefined : catalog.calendars.get(from.calendar)
  const start = from === null || calendar === undefined ? null : periodStart(calendar, from.grain, from.ordinal)
  if (start === null) return false
  const first = printDay(start)
  return first >= alert.sinceStart && first < alert.end
}

/** Of each KPI the newest alert in a place's scope and period that waits for somebody. */
export async function alertsIn(deps: AskDeps, place: Place): Promise<NonNullable<Page['alerts']>> {
  const { calendar, grain, ordinal } = place
  const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
  const scope = scopeKey(deps.catalog, place.scope)
  const { alerts } = await alertsKnown(deps, start === null ? undefined : printDay(start))
  const found = new Map<string, { readonly period: string; readonly text: string }>()
  for (const { alert, view } of alerts) {
    const inside = end === null || alert.start < printDay(end)
    if (alert.scope !== scope || view.word !== null || !inside || found.has(alert.kpi)) continue
    found.set(alert.kpi, { period: alert.period, text: view.text })
  }
  return found
}
