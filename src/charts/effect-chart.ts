import type { EffectStep, EffectView } from '../domain/effect-view.ts'
import { digits, gapWithUnit, type NumberStyle, numberStyle, withUnit } from '../domain/number-format.ts'
import { axisParts, font, gridParts, narrow, type Plot, plotOf, runsOf } from './axes.ts'
import { type Chart, el, type Paint, root, type Svg, through } from './svg.ts'
import { words } from './words.ts'

export interface EffectChartInput {
  readonly view: EffectView
  readonly locale: string
  readonly width: number
}

/**
 * A KPI around a day on which something was done: its values, and since then what was expected as if nothing had been, dotted
 * with its range of 95 %.
 */
export function effectChart({ view, locale, width }: EffectChartInput): Chart {
  const phone = width < narrow
  const height = phone ? 268 : 380
  const steps = stepsOf(view, phone)
  const values = steps.flatMap(({ value, expected }) =>
    [value, expected?.lower ?? null, expected?.upper ?? null].filter((one) => one !== null),
  )
  const style = numberStyle(view.unit, locale, steps.findLast(({ value }) => value !== null)?.value ?? null, ...values)
  const plot = plotOf({ values, style, periods: steps.length, width, height, marginRight: phone ? 8 : 176 })
  const begin = steps.findIndex(({ label }) => label.text === view.from.text)
  const parts: Svg[] = [
    ...gridParts(plot, style),
    ...expectedParts(plot, steps),
    ...dayParts(plot, begin, phone ? view.day.short : view.day.label),
    ...valueParts(plot, steps),
    ...axisParts(
      plot,
      steps.map(({ label }) => label),
    ),
    ...(phone ? [] : sideParts(plot, steps, style)),
  ]
  return {
    svg: root(width, height, el('g', { fontSize: font }, ...parts)),
    sentence: `${view.sentence.lead} ${view.sentence.rest}`.trim(),
    table: tableOf(view, style),
  }
}

/** All that counts, and of what was before so much that the picture is about the day. */
function stepsOf({ periods, from }: EffectView, phone: boolean): readonly EffectStep[] {
  const begin = periods.findIndex(({ label }) => label.text === from.text)
  const since = begin < 0 ? 0 : periods.length - begin
  const before = Math.max(phone ? 8 : 24, since)
  return begin < 0 ? periods.slice(-before) : periods.slice(Math.max(0, begin - before))
}

function expectedParts(plot: Plot, steps: readonly EffectStep[]): readonly Svg[] {
  return runsOf(steps, ({ expected }) => expected !== null).flatMap((run) => {
    const edge = (side: 'lower' | 'upper' | 'value') =>
      run.map((index) => [plot.x(index), plot.y(steps[index]?.expected?.[side] ?? 0)] as const)
    const [upper, lower] = [edge('upper'), edge('lower')]
    return [
      el('path', { d: `${through([...upper, ...[...lower].reverse()])}Z`, fill: 'fan-95' }),
      line(upper, 'fan-edge', 1),
      line(lower, 'fan-edge', 1),
      line(edge('value'), 'fan-edge', 1.5, '1 4'),
    ]
  })
}

const line = (points: readonly (readonly [number, number])[], stroke: Paint, width: number, dashes?: string): Svg =>
  el('path', {
    d: through(points),
    fill: 'none',
    stroke,
    strokeWidth: width,
    strokeLinejoin: 'round',
    ...(dashes !== undefined && { strokeDasharray: dashes, strokeLinecap: 'round' }),
  })

/** Between what was before and what counts: an upright line with the day. */
function dayParts(plot: Plot, begin: number, day: string): readonly Svg[] {
  if (begin < 0) return []
  const x = Math.max(plot.left, plot.x(begin) - plot.step / 2)
  const near = x > (plot.left + plot.right) / 2
  return [
    el('line', { x1: x, x2: x, y1: 22, y2: plot.bottom, stroke: 'control', strokeWidth: 1, strokeDasharray: '2 3' }),
    el(
      'text',
      { x: near ? x - 6 : x + 6, y: 18, textAnchor: near ? 'end' : 'start', fill: 'ink-3' },
      words.effect.since(day),
    ),
  ]
}

/** The values as a line; those that count with marks, a ring where one lies outside its range. */
function valueParts(plot: Plot, steps: readonly EffectStep[]): readonly Svg[] {
  const at = (index: number) => [plot.x(index), plot.y(steps[index]?.value ?? 0)] as const
  const lines = runsOf(steps, ({ value }) => value !== null).map((run) => line(run.map(at), 'accent', 2))
  const marks = steps.flatMap(({ value, expected }, index) => {
    if (value === null || expected === null) return []
    const [cx, cy] = at(index)
    const inside = expected.lower <= value && value <= expected.upper
    // Marks that would touch one another hide the line.
    if (inside && plot.step < 9) return []
    return inside
      ? [el('circle', { cx, cy, r: 3, fill: 'accent', stroke: 'canvas', strokeWidth: 1.5 })]
      : [el('circle', { cx, cy, r: 4.5, fill: 'canvas', stroke: 'risk', strokeWidth: 2 })]
  })
  return [...lines, ...marks]
}

/** What came and what was expected of the last period, at the right where their lines end. */
function sideParts(plot: Plot, steps: readonly EffectStep[], style: NumberStyle): readonly Svg[] {
  const last = steps.findLast(({ value, expected }) => value !== null && expected !== null)
  if (!last || last.value === null || last.expected === null) return []
  const [value, expected] = [plot.y(last.value) + 4, plot.y(last.expected.value) + 4]
  const push = Math.max(0, 16 - Math.abs(value - expected)) / 2
  const up = value <= expected ? -push : push
  const x = plot.right + 10
  const { actual, expected: name } = words.forecast
  return [
    el('text', { x, y: value + up, fill: 'accent', fontWeight: 500 }, `${actual} ${withUnit(style, last.value)}`),
    el('text', { x, y: expected - up, fill: 'ink-3' }, `${name} ${withUnit(style, last.expected.value)}`),
  ]
}

function tableOf({ periods, of }: EffectView, style: NumberStyle): Chart['table'] {
  const { columns, forecast, effect } = words
  const rows = periods.map(({ label, value, expected, gap }) => [
    label.label,
    value === null ? '' : withUnit(style, value),
    expected === null ? '' : withUnit(style, expected.value),
    expected === null ? '' : forecast.between(digits(style, expected.lower), digits(style, expected.upper)),
    gap === null ? '' : gapWithUnit(style, gap.value),
  ])
  const gap = of === 'total' ? effect.addedUp : effect.onAverage
  return { columns: [columns.period, forecast.actual, forecast.expected, forecast.range(95), gap], rows }
}
