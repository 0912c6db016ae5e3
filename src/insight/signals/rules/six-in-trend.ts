import type { Hit, Rule, Side } from './rule.ts'

/** Off in every set: little power, and many false signals where a KPI is autocorrelated. */
export const sixInTrend: Rule = {
  id: 'six-in-trend',
  title: 'Six rising or falling',
  help: 'Six successive values each above, or each below, the one before (Nelson 1984, test 3).',
  pattern: null,
  hits: (points) => {
    const hits: Hit[] = []
    let start = 0
    let side: Side = 0
    points.forEach((point, index) => {
      const before = points[index - 1]
      const step = before === undefined ? 0 : Math.sign(point.value - before.value)
      const now: Side = step > 0 ? 1 : step < 0 ? -1 : 0
      if (now !== side) start = now === 0 ? index : index - 1
      side = now
      if (now === 0 || index - start + 1 < 6) return
      const latest = points.slice(index - 5, index + 1).map((other) => other.index)
      hits.push({ at: point.index, periods: latest, since: points[start]?.index ?? point.index, side: now })
    })
    return hits
  },
}
