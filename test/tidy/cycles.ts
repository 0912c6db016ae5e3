import type { Finding, Rule, Source } from './source.ts'

export const cycleRule: Rule = {
  title: 'no import cycles, type imports included',
  check: (sources) => {
    const byPath = new Map(sources.map((source) => [source.path, source]))
    return groups(byPath).map((group): Finding => {
      const path = shortest(byPath, group)
      const [first = '', second = ''] = path
      const line = byPath.get(first)?.imports.find((one) => one.to === second)?.line ?? 1
      const says = `these files import each other: ${[...path, first].join(' → ')}; move what they share into a file of its own below both`
      return { path: first, line, says }
    })
  },
}

const next = (byPath: ReadonlyMap<string, Source>, path: string): string[] =>
  (byPath.get(path)?.imports ?? []).filter((one) => one.local && byPath.has(one.to)).map((one) => one.to)

/** Groups of files that reach each other (Tarjan's strongly connected components), files that import themselves included. */
function groups(byPath: ReadonlyMap<string, Source>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (path: string): number => {
    const mine = index.size
    index.set(path, mine)
    let lowest = mine
    stack.push(path)
    for (const to of next(byPath, path)) {
      if (!index.has(to)) lowest = Math.min(lowest, visit(to))
      else if (stack.includes(to)) lowest = Math.min(lowest, index.get(to) ?? mine)
    }
    low.set(path, lowest)
    if (lowest === mine) {
      const group = stack.splice(stack.indexOf(path))
      if (group.length > 1 || next(byPath, path).includes(path)) found.push(group)
    }
    return lowest
  }
  for (const path of byPath.keys()) if (!index.has(path)) visit(path)
  return found
}

/** The shortest way from the group's first file back to itself. */
function shortest(byPath: ReadonlyMap<string, Source>, group: readonly string[]): string[] {
  const [start = ''] = [...group].sort()
  const ways: string[][] = [[start]]
  const seen = new Set<string>()
  for (const way of ways) {
    for (const to of next(byPath, way.at(-1) ?? '')) {
      if (to === start) return way
      if (group.includes(to) && !seen.has(to)) {
        seen.add(to)
        ways.push([...way, to])
      }
    }
  }
  return [start]
}
