import type { Actor } from '../domain/access.ts'
import { askIssue } from '../domain/ask-issues.ts'
import type { Catalog, Kpi } from '../domain/catalog.ts'
import type { Issue } from '../domain/issue.ts'
import { numberStyle, withUnit } from '../domain/number-format.ts'
import { ok, type Result } from '../domain/result.ts'
import { alertText, signalsSentence } from '../domain/sentence/signals.ts'
import type { SignalFinding, SignalPeriod, SignalsView } from '../domain/signals-view.ts'
import { unitLabel } from '../domain/unit-label.ts'
import { type Alert, rhythmOf, rules, type SignalGrain, type SignalSeries } from '../insight/signals/index.ts'
import { monthsInYear } from '../time/period.ts'
import { type AskDeps, ask } from './ask.ts'
import type { Judged } from './insight/judged.ts'
import { reckon } from './insight/statistics-thread.ts'
import { chartKindOf, isSignalGrain, seriesOf } from './signals/series.ts'
import { findKpi } from './view/find.ts'
import { kpiDefaults } from './view/kpi.ts'
import { Labels, labelScope } from './view/label.ts'
import { type Asked, type Place, placeOf } from './view/place.ts'

export interface SignalsInput extends Asked {
  readonly kpi: string
  /** Expected false alarms per month while nothing changes; the grain's usual policy unless stated. */
  readonly falseAlarms?: number | undefined
}

/** Periods that are learnt from at most: what a KPI was long ago says little about what is usual now. */
const longest: Readonly<Record<SignalGrain, number>> = {
  hour: 2000,
  day: 1100,
  week: 420,
  month: 240,
  quarter: 120,
  year: 60,
}
/** Periods that are shown. */
const shown = 61

/**
 * Whether a KPI changed or only varied, up to a period: its past is asked by `ask`, unfinished and provisional periods never signal.
 * Reckoned in a thread of its own: three years of days take a third of a second.
 */
export async function signalsView(deps: AskDeps, input: SignalsInput, actor: Actor): Promise<Result<SignalsView>> {
  const { catalog } = deps
  const issues: Issue[] = []
  const kpi = findKpi(catalog, input.kpi, issues)
  if (kpi === null) return { ok: false, issues }
  const found = await placeOf(deps, kpiDefaults(catalog, kpi), input)
  if (!found.ok) return found
  const place = found.value
  const { grain } = place
  if (!isSignalGrain(grain)) return { ok: false, issues: [askIssue('ask/no-course', { grain }, {})] }
  const until = place.ordinal + 1
  const from = Math.max(Math.min(place.first ?? place.ordinal, place.ordinal), until - longest[grain])
  const question = { kpi: kpi.id, scope: place.scope, calendar: place.calendar.id, grain, from, until, by: [] }
  const { answers } = await ask(deps, [question], actor)
  const series = seriesOf(catalog, kpi, rhythmOf(grain, monthsInYear(place.calendar)), answers)
  const policy = input.falseAlarms === undefined ? {} : { falseAlarmsPerMonth: input.falseAlarms }
  const seen = await reckon('signals', {
    series,
    options: { policy, good: kpi.good, chart: { kind: chartKindOf(kpi) } },
  })
  return ok(viewOf({ catalog, kpi, place, from, series, seen }))
}

interface World {
  readonly catalog: Catalog
  readonly kpi: Kpi
  readonly place: Place
  readonly from: number
  readonly series: SignalSeries
  readonly seen: Judged
}

function viewOf(world: World): SignalsView {
  const { catalog, kpi, place, from, series, seen } = world
  const labels = new Labels(catalog, place, place.today)
  const name = (t: number) => labels.of(from + t)
  const spoken = (t: number) => labels.spoken(name(t).text)
  const first = Math.max(0, series.values.length - shown)
  const write = writer(world)
  const titles = new Map(rules.map(({ id, title }) => [id, title]))
  const findings = seen.chart.findings
    .filter(({ at }) => at >= first)
    .map(({ rule, at, since, side }): SignalFinding => {
      const title = titles.get(rule) ?? rule
      const text = `${title}${side === 0 ? '' : side > 0 ? ', above the centre' : ', below the centre'}`
      return { rule, title, at: name(at).text, since: name(since).text, side, text }
    })
  const told = (alert: Alert) =>
    alertText(alert.rule, alert.side, write(alert.figures.observed), write(alert.figures.expected))
  const alerts = seen.alerts.map(
    (alert): SignalFinding => ({
      rule: alert.rule,
      title: alertTitles[alert.rule],
      at: name(alert.at).text,
      since: name(alert.since).text,
      side: alert.side,
      text: told(alert),
    }),
  )
  const newest = series.values.findLastIndex((value, t) => value !== null && series.flags?.[t] == null)
  const now = seen.chart.findings.findLast(({ at }) => at === newest)
  const last = seen.alerts.at(-1)
  return {
    kpi: kpi.id,
    name: kpi.name,
    unit: unitLabel(kpi),
    good: kpi.good,
    grain: place.grain,
    period: labels.of(place.ordinal),
    scope: labelScope(catalog, place.scope),
    sentence: signalsSentence({
      name: kpi.name,
      grain: place.grain,
      values: series.values.filter((value) => value !== null).length,
      limited: seen.chart.periods.filter((period) => period !== null).length,
      now: now === undefined ? null : { title: titles.get(now.rule) ?? now.rule, since: spoken(now.since) },
      alert: last === undefined ? null : { text: told(last), at: spoken(last.at), open: last.ending === 'open' },
      findings: new Set(findings.map(({ at }) => at)).size,
    }),
    chart: chartOf(seen, series),
    periods: series.values
      .slice(first)
      .map((value, index) => periodOf(world, first + index, value, name(first + index))),
    findings,
    alerts,
    falseAlarmsPerMonth: seen.policy.falseAlarmsPerMonth,
    proposal: proposalOf(seen, name),
    facts: seen.facts.map(({ text }) => text),
  }
}

/** Which chart the newest segment has, and why. */
const chartOf = ({ chart, facts }: Judged, { ratio }: SignalSeries): SignalsView['chart'] => ({
  kind: chart.segments.at(-1)?.kind ?? 'xmr',
  text: facts.find(({ id }) => id === 'chart')?.text ?? '',
  counts: ratio !== undefined,
})

const alertTitles = { point: 'One value out', shift: 'Another level', spread: 'More scatter' } as const

/** Values as sentences have them, all in one style. */
function writer({ catalog, kpi, series }: World): (value: number | null | undefined) => string {
  const style = numberStyle(
    unitLabel(kpi),
    catalog.workspace.locale,
    series.values.findLast((value) => value !== null) ?? null,
  )
  return (value) => (value == null ? '–' : withUnit(style, value))
}

function periodOf(
  { series, seen }: World,
  t: number,
  value: number | null,
  label: SignalPeriod['label'],
): SignalPeriod {
  const limits = seen.chart.periods[t] ?? null
  return {
    label,
    value,
    denominator: series.ratio?.denominators[t] ?? null,
    centre: limits?.centre ?? null,
    lower: limits?.lower ?? null,
    upper: limits?.upper ?? null,
    partial: series.flags?.[t] === 'partial',
  }
}

function proposalOf({ proposal }: Judged, name: (t: number) => SignalPeriod['label']): SignalsView['proposal'] {
  if (proposal === null) return null
  const { from, before, after, advisable, questions } = proposal
  return {
    from: name(from).text,
    before,
    after,
    advisable,
    questions: questions.map(({ text, answer }) => ({ text, answer })),
  }
}
