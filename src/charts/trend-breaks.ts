import type { PeriodLabel } from '../domain/view.ts'
import { type Attrs, el, type Svg } from './svg.ts'
import type { Plot } from './trend-parts.ts'
import { words } from './words.ts'

/**
 * Which periods are the first to be read with another formula: a period is read with the one in force on its last day. The
 * first period shown is no break, whatever came before it. `days` are ISO.
 */
export function breakIndexes(labels: readonly PeriodLabel[], days: readonly string[]): readonly number[] {
  const found = days.map((day) => labels.findIndex(({ end }) => end !== null && end > day))
  return [...new Set(found)].filter((index) => index > 0).sort((a, b) => a - b)
}

/** A line of dots between the last period of the old formula and the first of the new one, and its word where there is room. */
export function breakParts(indexes: readonly number[], plot: Plot, size: 'wide' | 'medium' | 'phone'): readonly Svg[] {
  return indexes.flatMap((index) => {
    const x = (plot.x(index - 1) + plot.x(index)) / 2
    const line: Attrs = {
      x1: x,
      x2: x,
      y1: plot.top - 8,
      y2: plot.bottom,
      stroke: 'ink-3',
      strokeWidth: 1,
      strokeDasharray: '1 3',
    }
    const nearEnd = x > plot.right - 90
    const text: Attrs = {
      x: nearEnd ? x - 6 : x + 6,
      y: plot.bottom - 8,
      textAnchor: nearEnd ? 'end' : 'start',
      fill: 'ink-3',
    }
    const word = size === 'phone' ? [] : [el('text', text, words.newFormula)]
    return [el('line', line), ...word]
  })
}
