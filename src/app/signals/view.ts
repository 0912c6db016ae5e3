import type { Catalog } from '../../domain/catalog.ts'
import { numberStyle, withUnit } from '../../domain/number-format.ts'
import { alertText, signalsSentence } from '../../domain/sentence/signals.ts'
import type { SignalFinding, SignalPeriod, SignalsView } from '../../domain/signals-view.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import { type Alert, rules, type SignalSeries } from '../../insight/signals/index.ts'
import type { Judged } from '../insight/judged.ts'
import { Labels, labelScope } from '../view/label.ts'
import { baselinesOf, type Course } from './course.ts'
import { dismissals } from './dismissals.ts'

/** Periods that are shown. */
const shown = 61

interface World extends Course {
  readonly catalog: Catalog
  readonly seen: Judged
}

/** The view of a course and what was told of it. */
export function signalsOf(catalog: Catalog, course: Course, seen: Judged): SignalsView {
  const world: World = { ...course, catalog, seen }
  const { kpi, place, from, series } = world
  const labels = new Labels(catalog, place, place.today)
  const name = (t: number) => labels.of(from + t)
  const spoken = (t: number) => labels.spoken(name(t).text)
  const first = Math.max(0, series.values.length - shown)
  const write = writer(world)
  const titles = new Map(rules.map(({ id, title }) => [id, title]))
  const dismissed = dismissals(course, [...seen.chart.findings, ...seen.alerts])
  const findings = seen.chart.findings
    .filter(({ at }) => at >= first)
    .map((finding): SignalFinding => {
      const { rule, at, since, side } = finding
      const title = titles.get(rule) ?? rule
      const text = `${title}${side === 0 ? '' : side > 0 ? ', above the centre' : ', below the centre'}`
      return { rule, title, at: name(at).text, since: name(since).text, side, text, dismissed: dismissed(finding) }
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
      dismissed: dismissed(alert),
    }),
  )
  const newest = series.values.findLastIndex((value, t) => value !== null && series.flags?.[t] == null)
  const now = seen.chart.findings.findLast((one) => one.at === newest && dismissed(one) === null)
  const last = seen.alerts.findLast((one) => dismissed(one) === null)
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
      dismissed: new Set([...findings, ...alerts].flatMap(({ dismissed: word }) => word?.id ?? [])).size,
    }),
    chart: chartOf(seen, series),
    periods: series.values
      .slice(first)
      .map((value, index) => periodOf(world, first + index, value, name(first + index))),
    findings,
    alerts,
    falseAlarmsPerMonth: seen.policy.falseAlarmsPerMonth,
    segments: segmentsOf(world, name),
    proposal: proposalOf(seen, name),
    rulings: [...course.rulings].reverse(),
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

/** Stretches with limits of their own; those after the first rest on a person's word. */
function segmentsOf(world: World, name: (t: number) => SignalPeriod['label']): SignalsView['segments'] {
  const words = new Map(baselinesOf(world).map(({ ruling, segment }) => [segment.from, ruling]))
  return world.seen.chart.segments.map(({ from, until, status, points, kind }) => ({
    from: name(from).text,
    to: name(until - 1).text,
    status,
    points,
    kind,
    ruling: words.get(from) ?? null,
  }))
}
