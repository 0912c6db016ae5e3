import type { Hit, Rule } from './rule.ts'

export const beyondLimits: Rule = {
  id: 'beyond-limits',
  title: 'Beyond a natural limit',
  help: 'One value above the upper or below the lower natural process limit.',
  pattern: { kind: 'some', least: 1, of: 1, sigmas: 3 },
  hits: (points) =>
    points.flatMap((point): Hit[] => {
      const side =
        point.value > point.upper && point.open.upper ? 1 : point.value < point.lower && point.open.lower ? -1 : 0
      return side === 0 ? [] : [{ at: point.index, periods: [point.index], since: point.index, side }]
    }),
}
