import type { ForecastPeriod, ForecastView, SaidOdds } from '../domain/forecast-view.ts'
import { digits, type NumberStyle, numberStyle, trimmed, withUnit } from '../domain/number-format.ts'
import type { PeriodLabel } from '../domain/view.ts'
import { axisParts, font, gridParts, narrow, type Plot, plotOf, runsOf } from './axes.ts'
import { textWidth } from './place-label.ts'
import { type Chart, el, type Paint, root, type Svg, through } from './svg.ts'
import { words } from './words.ts'

export interface FanChartInput {
  readonly view: ForecastView
  readonly locale: string
  readonly width: number
}

/** One period of the picture: of the past a value, of the future a forecast. */
interface Step {
  readonly label: PeriodLabel
  readonly value: number | null
  readonly target: number | null
  readonly ahead: ForecastPeriod | null
}

const bands = [
  { level: 0.95, fill: 'fan-95' },
  { level: 0.8, fill: 'fan-80' },
  { level: 0.5, fill: 'fan-50' },
] as const

/**
 * A forecast as a fan: the past, from its last final value the ranges of 50, 80 and 95 % with the middle dotted, the target as a
 * step line with the odds of reaching it, and what came since where the forecast was made from an earlier point.
 */
export function fanChart({ view, locale, width }: FanChartInput): Chart {
  const phone = width < narrow
  const height = phone ? 268 : 380
  const steps = stepsOf(view, phone)
  const known = steps.flatMap(({ value, target, ahead }) => [
    value,
    target,
    ahead?.median ?? null,
    ...(ahead?.ranges ?? []).flatMap(({ lower, upper }) => [lower, upper]),
  ])
  const numbers = known.filter((one) => one !== null)
  const style = numberStyle(view.unit, locale, view.periods[0]?.median ?? null, ...numbers)
  const marginRight = phone ? 8 : 176
  const plot = plotOf({ values: numbers, style, periods: steps.length, width, height, marginRight })
  const parts: Svg[] = [
    ...gridParts(plot, style),
    ...bandParts(plot, steps),
    ...originParts(plot, steps, phone),
    ...targetParts(plot, steps),
    ...lineParts(plot, steps),
    ...axisParts(
      plot,
      steps.map(({ label }) => label),
    ),
    ...(phone ? phoneParts(plot, steps) : sideParts(plot, steps, style)),
  ]
  return {
    svg: root(width, height, el('g', { fontSize: font }, ...parts)),
    sentence: `${view.sentence.lead} ${view.sentence.rest}`.trim(),
    table: tableOf(view, style),
  }
}

function stepsOf(view: ForecastView, phone: boolean): readonly Step[] {
  const past = view.past.slice(-Math.max(phone ? 13 : 25, Math.ceil(view.periods.length * (phone ? 1 : 2))))
  return [
    ...past.map((one): Step => ({ ...one, ahead: null })),
    ...view.periods.map((one): Step => ({ label: one.label, value: one.actual, target: one.target, ahead: one })),
  ]
}

/** The last step of the past, in which the fan begins. */
const originOf = (steps: readonly Step[]): number => steps.findIndex(({ ahead }) => ahead !== null) - 1

function bandParts(plot: Plot, steps: readonly Step[]): readonly Svg[] {
  const origin = originOf(steps)
  const start = steps[origin]?.value ?? null
  const begin = start === null ? [] : [[plot.x(origin), plot.y(start)] as const]
  const edge = (level: number, side: 'lower' | 'upper') => [
    ...begin,
    ...steps.flatMap(({ ahead }, index) => {
      const range = ahead?.ranges.find((one) => one.level === level)
      return range === undefined ? [] : [[plot.x(index), plot.y(range[side])] as const]
    }),
  ]
  const parts: Svg[] = bands.flatMap(({ level, fill }) => {
    const [upper, lower] = [edge(level, 'upper'), edge(level, 'lower')]
    if (upper.length < 2) return []
    return [el('path', { d: `${through([...upper, ...[...lower].reverse()])}Z`, fill })]
  })
  for (const side of ['upper', 'lower'] as const) {
    const line = edge(0.8, side)
    if (line.length > 1) parts.push(lineOf(line, 'fan-edge', 1))
  }
  const middle = [
    ...begin,
    ...steps.flatMap(({ ahead }, index) => (ahead ? [[plot.x(index), plot.y(ahead.median)] as const] : [])),
  ]
  return [...parts, lineOf(middle, 'accent', 1.5, '1 4')]
}

const lineOf = (points: readonly (readonly [number, number])[], stroke: Paint, width: number, dashes?: string): Svg =>
  el('path', {
    d: through(points),
    fill: 'none',
    stroke,
    strokeWidth: width,
    strokeLinejoin: 'round',
    ...(dashes !== undefined && { strokeDasharray: dashes, strokeLinecap: 'round' }),
  })

/** Where knowledge ends: a thin upright line with the period's name. */
function originParts(plot: Plot, steps: readonly Step[], phone: boolean): readonly Svg[] {
  const origin = originOf(steps)
  const label = steps[origin]?.label
  if (label === undefined) return []
  const x = plot.x(origin)
  const text = words.forecast.learntUntil(phone ? label.short : label.label)
  return [
    el('line', { x1: x, x2: x, y1: 22, y2: plot.bottom, stroke: 'control', strokeWidth: 1, strokeDasharray: '2 3' }),
    el('text', { x: x - 6, y: 18, textAnchor: 'end', fill: 'ink-3' }, text),
  ]
}

/** The target as steps, each period as wide as its share. */
function targetParts(plot: Plot, steps: readonly Step[]): readonly Svg[] {
  const edge = (x: number) => Math.min(plot.right, Math.max(plot.left, x))
  return runsOf(steps, ({ target }) => target !== null).map((run) => {
    const corners = run.flatMap((index) => {
      const y = plot.y(steps[index]?.target ?? 0)
      return [[edge(plot.x(index) - plot.step / 2), y] as const, [edge(plot.x(index) + plot.step / 2), y] as const]
    })
    return el('path', { d: through(corners), fill: 'none', stroke: 'target', strokeWidth: 1.25 })
  })
}

/** The values that were learnt from as a line; those that came since with marks, a ring outside the range of 80 %. */
function lineParts(plot: Plot, steps: readonly Step[]): readonly Svg[] {
  const origin = originOf(steps)
  const at = (index: number) => [plot.x(index), plot.y(steps[index]?.value ?? 0)] as const
  const lines = runsOf(steps, ({ value }) => value !== null).map((run) => lineOf(run.map(at), 'accent', 2))
  const marks = steps.flatMap(({ value, ahead }, index) => {
    if (value === null || ahead === null) return []
    const range = ahead.ranges.find(({ level }) => level === 0.8)
    const inside = range === undefined || (range.lower <= value && value <= range.upper)
    const [cx, cy] = at(index)
    return inside
      ? [el('circle', { cx, cy, r: 3, fill: 'accent', stroke: 'canvas', strokeWidth: 1.5 })]
      : [el('circle', { cx, cy, r: 4.5, fill: 'canvas', stroke: 'risk', strokeWidth: 2 })]
  })
  const start = steps[origin]?.value ?? null
  const dot = start === null ? [] : [el('circle', { cx: plot.x(origin), cy: plot.y(start), r: 3.5, fill: 'accent' })]
  return [...lines, ...dot, ...marks]
}

const phoneParts = (plot: Plot, steps: readonly Step[]): readonly Svg[] =>
  steps.some(({ ahead }) => (ahead?.ranges.length ?? 0) > 0)
    ? [el('text', { x: plot.right, y: plot.bottom + 10, textAnchor: 'end', fill: 'ink-3' }, words.forecast.bands)]
    : []

/** What the bands hold at their end, and the target with its odds, at the right where they end. */
function sideParts(plot: Plot, steps: readonly Step[], style: NumberStyle): readonly Svg[] {
  const { forecast } = words
  const last = steps.at(-1)?.ahead
  if (!last) return []
  const texts: { y: number; text: string; fill: Paint; strong: boolean }[] = []
  const push = (value: number, text: string, fill: Paint, strong = false) =>
    texts.push({ y: plot.y(value) + 4, text, fill, strong })
  for (const { level, lower, upper } of last.ranges) {
    if (level === 0.5) continue
    const percent = Math.round(level * 100)
    push(upper, forecast.upTo(percent, digits(style, upper)), 'ink-3')
    push(lower, forecast.from(percent, digits(style, lower)), 'ink-3')
  }
  push(last.median, `${forecast.expected} ${withUnit(style, last.median)}`, 'accent', true)
  if (last.target !== null) push(last.target, targetText(style, last.target, last.odds), 'ink-2')
  const parts = apart(texts, plot.bottom + 4).map(({ y, text, fill, strong }) =>
    el('text', { x: plot.right + 10, y, fill, ...(strong && { fontWeight: 500 }) }, text),
  )
  return last.target === null ? [...parts, ...endOfTarget(plot, steps, style)] : parts
}

const targetText = (style: NumberStyle, target: number, odds: SaidOdds | null): string =>
  [words.target(trimmed(style, target, false)), odds === null ? '' : oddsText(odds)].filter((one) => one).join(': ')

const oddsText = ({ word, percent }: SaidOdds): string => `${words.forecast.oddsOf[word]} ${percent} %`

/** The name of a target line that ends before the plot does. */
function endOfTarget(plot: Plot, steps: readonly Step[], style: NumberStyle): readonly Svg[] {
  const index = steps.findLastIndex(({ target, ahead }) => target !== null && ahead !== null)
  const step = steps[index]
  if (!step || step.target === null) return []
  const text = targetText(style, step.target, step.ahead?.odds ?? null)
  const x = Math.min(plot.x(index) + plot.step / 2 + 4, plot.right - textWidth(text, font, false))
  // A rim of the canvas keeps it readable over the fan.
  const rim = { stroke: 'canvas', strokeWidth: 3, paintOrder: 'stroke' } as const
  return [el('text', { x, y: plot.y(step.target) - 8, fill: 'ink-2', ...rim }, text)]
}

/** Texts one below the other, none nearer than a line, none below the plot. */
function apart<T extends { readonly y: number }>(texts: readonly T[], lowest: number): readonly T[] {
  const line = 16
  const sorted = [...texts].sort((a, b) => a.y - b.y)
  const down: T[] = []
  for (const text of sorted) down.push({ ...text, y: Math.max(text.y, (down.at(-1)?.y ?? -line) + line) })
  const over = Math.max(0, (down.at(-1)?.y ?? 0) - lowest)
  return down.map((text, index) => ({ ...text, y: Math.max(text.y - over, 12 + index * line) }))
}

function tableOf(view: ForecastView, style: NumberStyle): Chart['table'] {
  const { columns, forecast } = words
  const write = (value: number | null) => (value === null ? '' : withUnit(style, value))
  const come = view.periods.some(({ actual }) => actual !== null)
  const rangeText = ({ ranges }: Pick<ForecastPeriod, 'ranges'>, level: number) => {
    const range = ranges.find((one) => one.level === level)
    return range === undefined ? '' : forecast.between(digits(style, range.lower), digits(style, range.upper))
  }
  const ahead = [...view.periods, ...(view.landing === null ? [] : [view.landing])]
  const rows = ahead.map((one) => [
    one.label.label,
    write(one.median),
    ...[0.5, 0.8, 0.95].map((level) => rangeText(one, level)),
    write(one.target),
    one.odds === null ? '' : oddsText(one.odds),
    ...(come ? [write(one.actual)] : []),
  ])
  const ranges = [50, 80, 95].map(forecast.range)
  const actual = come ? [forecast.actual] : []
  return { columns: [columns.period, forecast.expected, ...ranges, columns.target, forecast.odds, ...actual], rows }
}
