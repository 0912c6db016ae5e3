import { normalTail } from '../statistics/normal.ts'
import type { Pattern } from './rules/rule.ts'

/** How often a set of rules signals by chance alone, limits known and values normal and independent. */
export interface RunLength {
  /** Mean number of points up to and including the first false signal. */
  readonly mean: number
  /** P(at least one false signal within the first n points). */
  readonly within: (points: number) => number
  /** States of the Markov chain. */
  readonly states: number
}

/** A band between neighbouring cut points: which side, how far out, how probable. */
interface Band {
  readonly side: number
  /** Index of the highest cut passed; 0 between the centre and the first cut. */
  readonly level: number
  readonly probability: number
}

/**
 * Exact in-control run length by the Markov chain of C. W. Champ and W. H. Woodall, Technometrics 29 (1987) 393: a state is
 * what the rules still remember of the past (run so far, and which of the last points lay how far out).
 */
export function runLength(patterns: readonly Pattern[]): RunLength {
  const chain = explore(patterns, bandsOf(patterns))
  const survival: number[] = [1]
  let at = new Float64Array(chain.length)
  at[0] = 1
  const step = () => {
    const next = new Float64Array(chain.length)
    chain.forEach((arcs, from) => {
      const here = at[from] ?? 0
      for (const arc of arcs) next[arc.to] = (next[arc.to] ?? 0) + here * arc.probability
    })
    at = next
    survival.push(next.reduce((total, value) => total + value, 0))
  }
  const ratio = () => (survival.at(-1) ?? 0) / (survival.at(-2) ?? 1)
  // Survival soon falls by a constant ratio (the chain's largest eigenvalue); its sum then closes in one term.
  for (let n = 0, before = -1; n < 20_000 && (n < burnIn || Math.abs(ratio() - before) > 1e-15); n++) {
    before = ratio()
    step()
  }
  const last = survival.at(-1) ?? 0
  const head = survival.slice(0, -1).reduce((total, value) => total + value, 0)
  const decay = ratio()
  return {
    mean: head + last / (1 - decay),
    within: (points) => 1 - (survival[points] ?? last * decay ** (points - survival.length + 1)),
    states: chain.length,
  }
}

/** Steps before the ratio of survivals may be trusted: longer than any rule's memory many times over. */
const burnIn = 300

interface Arc {
  readonly to: number
  readonly probability: number
}

function bandsOf(patterns: readonly Pattern[]): readonly Band[] {
  const cuts = new Set([0])
  for (const pattern of patterns) if (pattern.kind === 'some') cuts.add(pattern.sigmas)
  const sorted = [...cuts].sort((a, b) => a - b)
  return sorted.flatMap((cut, level) => {
    const beyond = sorted[level + 1]
    const probability = normalTail(cut) - (beyond === undefined ? 0 : normalTail(beyond))
    return [1, -1].map((side): Band => ({ side, level, probability }))
  })
}

/** The last points as signed levels (side × (level + 1)), and the run on one side so far. */
interface Memory {
  readonly recent: readonly number[]
  readonly run: number
}

function explore(patterns: readonly Pattern[], bands: readonly Band[]): readonly (readonly Arc[])[] {
  const levels = levelsOf(patterns)
  const known = new Map<string, number>()
  const queue: Memory[] = []
  const place = (memory: Memory): number => {
    const key = keyOf(memory, patterns, levels)
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, queue.length)
    queue.push(memory)
    return queue.length - 1
  }
  place({ recent: [], run: 0 })
  const chain: Arc[][] = []
  for (let index = 0; index < queue.length; index++) {
    const memory = queue[index]
    if (memory === undefined) break
    const arcs: Arc[] = []
    for (const band of bands) {
      const next = after(memory, band, patterns)
      if (!signals(next, patterns, levels)) arcs.push({ to: place(next), probability: band.probability })
    }
    chain.push(arcs)
  }
  return chain
}

/** The level that a value must reach for each `some` pattern; 0 for the others. */
function levelsOf(patterns: readonly Pattern[]): readonly number[] {
  const cuts = [...new Set([0, ...patterns.flatMap((p) => (p.kind === 'some' ? [p.sigmas] : []))])].sort(
    (a, b) => a - b,
  )
  return patterns.map((p) => (p.kind === 'some' ? cuts.indexOf(p.sigmas) + 1 : 0))
}

function after(memory: Memory, band: Band, patterns: readonly Pattern[]): Memory {
  const keep = Math.max(...patterns.map((p) => (p.kind === 'some' ? p.of : 1)))
  const recent = [...memory.recent, band.side * (band.level + 1)].slice(-keep)
  const run = Math.sign(memory.run) === band.side ? memory.run + band.side : band.side
  return { recent, run }
}

const signals = (memory: Memory, patterns: readonly Pattern[], levels: readonly number[]): boolean =>
  patterns.some((pattern, index) => {
    if (pattern.kind === 'run') return Math.abs(memory.run) >= pattern.length
    const level = levels[index] ?? 0
    const last = memory.recent.at(-1) ?? 0
    if (Math.abs(last) < level) return false
    const window = memory.recent.slice(-pattern.of)
    return window.filter((value) => value * Math.sign(last) >= level).length >= pattern.least
  })

/** What still matters for the next signal: per pattern the points inside its window that lie far enough out. */
function keyOf(memory: Memory, patterns: readonly Pattern[], levels: readonly number[]): string {
  return patterns
    .map((pattern, index) => {
      if (pattern.kind === 'run') return memory.run
      if (pattern.of === 1) return ''
      const level = levels[index] ?? 0
      const out = memory.recent.slice(1 - pattern.of).map((value) => (Math.abs(value) < level ? 0 : Math.sign(value)))
      return out.join(',').replace(/^(0,)+/, '')
    })
    .join('|')
}
