import { monitorEventLoopDelay } from 'node:perf_hooks'

export type Subjects<K extends string> = Readonly<Record<K, () => Promise<unknown>>>

/** Milliseconds of each round by subject. */
export type Times<K extends string> = Readonly<Record<K, readonly number[]>>

/**
 * Measures subjects side by side: one after the other in every round, because the machine's speed changes between minutes. A
 * first round is not counted.
 */
export async function sideBySide<K extends string>(subjects: Subjects<K>, rounds: number): Promise<Times<K>> {
  const names = Object.keys(subjects) as K[]
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, number[]>
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const started = performance.now()
      await subjects[name]()
      if (round > 0) times[name].push(performance.now() - started)
    }
  }
  return times
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** The value that a share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** The median over rounds of one subject's time over another's. */
export const ratio = (above: readonly number[], below: readonly number[]): number =>
  median(above.map((time, round) => time / (below[round] ?? Number.NaN)))

/** Medians in ms as one line. */
export const timesLine = (times: Times<string>): string =>
  Object.entries(times)
    .map(([name, values]) => `${name} ${median(values).toFixed(1)} ms`)
    .join(', ')

/** The longest time in ms that other work had to wait for the event loop while `work` ran. */
export async function stallOf(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  try {
    // It measures from its first tick on.
    await new Promise((resolve) => setTimeout(resolve, 5))
    await work()
    await new Promise((resolve) => setTimeout(resolve, 5))
  } finally {
    delays.disable()
  }
  // The histogram counts the timer's own millisecond too.
  return Math.max(0, delays.max / 1e6 - 1)
}

/** Throws unless two lists of numbers are the same but for the last digits of a division. */
export function sameNumbers(what: string, ours: readonly number[], theirs: readonly number[]): void {
  if (ours.length !== theirs.length) throw new Error(`${what}: ${ours.length} values, not ${theirs.length}`)
  ours.forEach((value, index) => {
    const other = theirs[index] ?? Number.NaN
    const same = Object.is(value, other) || Math.abs(value - other) <= 1e-9 * Math.max(Math.abs(value), Math.abs(other))
    if (!same) throw new Error(`${what}: value ${index} is ${value}, not ${other}`)
  })
}
