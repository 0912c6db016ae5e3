import { type NumberStyle, numberStyle, toNumber, withUnit } from '../domain/number-format.ts'
import type { SignalFinding, SignalPeriod, SignalsView } from '../domain/signals-view.ts'
import { axisParts, font, gridParts, narrow, type Plot, plotOf, runsOf } from './axes.ts'
import { type Chart, el, root, type Svg, through } from './svg.ts'
import { words } from './words.ts'

export interface ControlChartInput {
  readonly view: SignalsView
  readonly locale: string
  readonly width: number
}

/**
 * A control chart: the values, the centre and the natural limits as a pale band that follows season and trend, and a mark with a
 * word on every period that completes a rule. An alert is a filled mark, a rule of the chart a ring.
 */
export function controlChart({ view, locale, width }: ControlChartInput): Chart {
  const phone = width < narrow
  const periods = view.periods.slice(phone ? -25 : -61)
  const height = phone ? 268 : 340
  const known = periods.flatMap(({ value, lower, upper }) => [value, lower, upper]).filter((one) => one !== null)
  const style = numberStyle(view.unit, locale, periods.findLast(({ value }) => value !== null)?.value ?? null, ...known)
  const marginRight = phone ? 8 : 120
  const plot = plotOf({ values: known, style, periods: periods.length, width, height, marginRight })
  const parts: Svg[] = [
    ...gridParts(plot, style),
    ...axisParts(
      plot,
      periods.map(({ label }) => label),
    ),
    ...limitParts(plot, periods),
    ...segmentParts(plot, periods, view),
    ...lineParts(plot, periods),
    ...markParts(plot, periods, view),
    ...(phone ? [] : sideParts(plot, periods)),
  ]
  return {
    svg: root(width, height, el('g', { fontSize: font }, ...parts)),
    sentence: `${view.sentence.lead} ${view.sentence.rest}`,
    table: tableOf(view, style),
  }
}

/** Band and centre as steps, each period as wide as its share: limits belong to periods, not to the time between. */
function limitParts(plot: Plot, periods: readonly SignalPeriod[]): readonly Svg[] {
  const parts: Svg[] = []
  const { step } = plot
  const edge = (x: number) => Math.min(plot.right, Math.max(plot.left, x))
  for (const run of runsOf(periods, ({ centre }) => centre !== null)) {
    const corners = (read: (period: SignalPeriod) => number | null) =>
      run.flatMap((index) => {
        const period = periods[index]
        const value = period === undefined ? null : read(period)
        if (value === null) return []
        const y = plot.y(value)
        return [[edge(plot.x(index) - step / 2), y] as const, [edge(plot.x(index) + step / 2), y] as const]
      })
    const [upper, lower] = [corners((one) => one.upper), corners((one) => one.lower)]
    parts.push(
      el('path', { d: `${through([...upper, ...[...lower].reverse()])}Z`, fill: 'band-risk' }),
      el('path', { d: through(corners((one) => one.centre)), fill: 'none', stroke: 'target', strokeWidth: 1 }),
      el('path', { d: through(upper), fill: 'none', stroke: 'control', strokeWidth: 1, strokeDasharray: '4 3' }),
      el('path', { d: through(lower), fill: 'none', stroke: 'control', strokeWidth: 1, strokeDasharray: '4 3' }),
    )
  }
  return parts
}

/** Where limits were reckoned anew: a line between the periods, with its word at the top. */
function segmentParts(plot: Plot, periods: readonly SignalPeriod[], view: SignalsView): readonly Svg[] {
  return view.segments.flatMap(({ from, ruling }) => {
    const index = periods.findIndex(({ label }) => label.text === from)
    if (ruling === null || index < 1) return []
    const x = plot.x(index) - plot.step / 2
    const half = words.signals.newLimits.length * font * 0.28
    const text = { x: Math.min(Math.max(x, plot.left + half), plot.right - half), y: 22, textAnchor: 'middle' as const }
    return [
      el('line', { x1: x, x2: x, y1: 28, y2: plot.bottom, stroke: 'control', strokeWidth: 1 }),
      el('text', { ...text, fill: 'ink-3' }, words.signals.newLimits),
    ]
  })
}

function lineParts(plot: Plot, periods: readonly SignalPeriod[]): readonly Svg[] {
  return runsOf(periods, ({ value, partial }) => value !== null && !partial).map((run) => {
    const points = run.map((index) => [plot.x(index), plot.y(periods[index]?.value ?? 0)] as const)
    const [only] = points
    return points.length === 1 && only
      ? el('circle', { cx: only[0], cy: only[1], r: 2.5, fill: 'accent' })
      : el('path', { d: through(points), fill: 'none', stroke: 'accent', strokeWidth: 2, strokeLinejoin: 'round' })
  })
}

/** Rings for rules, filled marks for alerts, the unfinished period hollow; words where they have room. */
function markParts(plot: Plot, periods: readonly SignalPeriod[], view: SignalsView): readonly Svg[] {
  const { signals } = words
  let free = Number.NEGATIVE_INFINITY
  return periods.flatMap((period, index) => {
    if (period.value === null) return []
    const at = { cx: plot.x(index), cy: plot.y(period.value) }
    if (period.partial)
      return [
        el('circle', { ...at, r: 4.5, fill: 'canvas', stroke: 'accent', strokeWidth: 2, strokeDasharray: '2.4 2.3' }),
      ]
    const here = (list: readonly SignalFinding[]) => list.filter((one) => one.at === period.label.text)
    const told = [...here(view.alerts), ...here(view.findings)]
    const finding = told.find(({ dismissed }) => dismissed === null)
    if (finding === undefined) {
      // What a person has dismissed stays to be seen, and says nothing more.
      const mark = { ...at, r: 4, fill: 'canvas', stroke: 'control', strokeWidth: 1.5 } as const
      return told.length === 0 ? [] : [el('circle', mark)]
    }
    const alert = view.alerts.includes(finding)
    const look = alert
      ? el('path', { d: diamond(at.cx, at.cy), fill: 'off', stroke: 'canvas', strokeWidth: 2 })
      : el('circle', { ...at, r: 4.5, fill: 'canvas', stroke: 'risk', strokeWidth: 2 })
    const text = alert ? signals.alert : (signals.rules[finding.rule] ?? finding.title)
    const width = text.length * font * 0.56
    const x = Math.min(Math.max(at.cx, plot.left + width / 2), plot.right - width / 2)
    const room = x - width / 2 > free
    if (room) free = x + width / 2 + 6
    const y = finding.side < 0 ? at.cy + 20 : at.cy - 11
    const fill = alert ? 'off-text' : 'risk-text'
    return [look, ...(room ? [el('text', { x, y, textAnchor: 'middle', fill, fontWeight: 500 }, text)] : [])]
  })
}

const diamond = (x: number, y: number): string => `M${x} ${y - 6.5}L${x + 6.5} ${y}L${x} ${y + 6.5}L${x - 6.5} ${y}Z`

/** Names of the lines at the right, where they end. */
function sideParts(plot: Plot, periods: readonly SignalPeriod[]): readonly Svg[] {
  const last = periods.findLast(({ centre }) => centre !== null)
  if (last === undefined) return []
  const { signals } = words
  const lines = [
    [signals.upper, last.upper],
    [signals.centre, last.centre],
    [signals.lower, last.lower],
  ] as const
  let above = Number.NEGATIVE_INFINITY
  return lines.flatMap(([text, value]) => {
    if (value === null) return []
    const y = Math.max(plot.y(value) + 4, above + 15)
    above = y
    return [el('text', { x: plot.right + 10, y, fill: 'ink-3' }, text)]
  })
}

function tableOf(view: SignalsView, style: NumberStyle): Chart['table'] {
  const { signals, columns } = words
  const write = (value: number | null) => (value === null ? '' : withUnit(style, toNumber(value) ?? 0))
  const { counts } = view.chart
  const rows = view.periods.map(({ label, value, denominator, centre, lower, upper, partial }) => {
    const told = [...view.alerts, ...view.findings]
      .filter(({ at }) => at === label.text)
      .map(({ title, dismissed }) => (dismissed === null ? title : words.signals.dismissed(title)))
    return [
      partial ? words.soFar(label.label) : label.label,
      write(value),
      ...(counts ? [denominator === null ? '' : denominator.toLocaleString(style.locale)] : []),
      write(lower),
      write(centre),
      write(upper),
      told.join(', '),
    ]
  })
  const outOf = counts ? [signals.outOf] : []
  return {
    columns: [columns.period, columns.value, ...outOf, signals.lower, signals.centre, signals.upper, signals.signal],
    rows,
  }
}
