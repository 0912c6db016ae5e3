import type { Rule } from './rule.ts'

export const movingRange: Rule = {
  id: 'moving-range',
  title: 'Moving range beyond its limit',
  help: 'The difference from the period before is above the upper range limit.',
  pattern: null,
  hits: (points) =>
    points.flatMap((point) =>
      point.range !== null && point.range > point.rangeUpper
        ? [{ at: point.index, periods: [point.index - 1, point.index], since: point.index - 1, side: 0 as const }]
        : [],
    ),
}
