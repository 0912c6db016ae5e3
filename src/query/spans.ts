import { better, type Cell, cellAt, setCell, type Track } from './track.ts'

/** Runs of base periods by period of a question: [from, until), both ascending; they may overlap. */
export interface Spans {
  readonly from: Int32Array
  readonly until: Int32Array
}

/** Sums of an adding track over spans: zero where there is nothing. */
export function sums(track: Track, spans: Spans): Track {
  if (track instanceof Float64Array) {
    const running = overlap(track, spans) ? runningSums(track) : null
    return running === null ? added(track, spans) : between(running, spans)
  }
  const running: bigint[] = [0n]
  for (const value of track) running.push((running.at(-1) ?? 0n) + (value ?? 0n))
  return Array.from(spans.from, (from, index) => (running[spans.until[index] ?? 0] ?? 0n) - (running[from] ?? 0n))
}

function added(track: Float64Array, { from, until }: Spans): Float64Array {
  const result = new Float64Array(from.length)
  for (let index = 0; index < from.length; index++) {
    let sum = 0
    const end = until[index] ?? 0
    for (let period = from[index] ?? 0; period < end; period++) sum += track[period] ?? 0
    result[index] = sum
  }
  return result
}

function between(running: Float64Array, { from, until }: Spans): Float64Array {
  const result = new Float64Array(from.length)
  for (let index = 0; index < from.length; index++)
    result[index] = (running[until[index] ?? 0] ?? 0) - (running[from[index] ?? 0] ?? 0)
  return result
}

/** Sums up to each period; null where their differences would not be exact. */
function runningSums(track: Float64Array): Float64Array | null {
  const running = new Float64Array(track.length + 1)
  let size = 0
  for (let period = 0; period < track.length; period++) {
    const value = track[period] ?? 0
    size += Math.abs(value)
    if (!Number.isInteger(value) || size > Number.MAX_SAFE_INTEGER) return null
    running[period + 1] = (running[period] ?? 0) + value
  }
  return running
}

/** Whether adding span by span would read most periods several times. */
function overlap(track: Track, { from, until }: Spans): boolean {
  let read = 0
  for (let index = 0; index < from.length; index++) read += (until[index] ?? 0) - (from[index] ?? 0)
  return read > 2 * track.length
}

/** The least or greatest value of each span. */
export function extremes(which: 'min' | 'max', track: Track, spans: Spans): Track {
  const wins = (a: Cell, b: Cell): boolean => a !== null && (b === null || (which === 'min' ? a < b : a > b))
  return picked(track, spans, (a, b) => wins(cellAt(track, a), cellAt(track, b)))
}

/** The first or last value of each span, by stamps. */
export function ends(which: 'first' | 'last', values: Track, stamps: Track, spans: Spans): Track {
  const wins = (a: number, b: number): boolean =>
    better(which, cellAt(stamps, a), cellAt(values, a), cellAt(stamps, b), cellAt(values, b))
  return picked(values, spans, wins)
}

/** The value of each span's winning period. Candidates that a later one beats are dropped, so each is looked at once. */
function picked(track: Track, { from, until }: Spans, wins: (a: number, b: number) => boolean): Track {
  const result: Track =
    track instanceof Float64Array ? new Float64Array(from.length) : new Array<bigint | null>(from.length).fill(null)
  const candidates: number[] = []
  let [head, next] = [0, 0]
  for (let index = 0; index < from.length; index++) {
    const [start, end] = [from[index] ?? 0, until[index] ?? 0]
    if (start < end) {
      for (next = Math.max(next, start); next < end; next++) {
        while (candidates.length > head && wins(next, candidates.at(-1) ?? 0)) candidates.pop()
        candidates.push(next)
      }
      while ((candidates[head] ?? end) < start) head++
    }
    const winner = start < end ? candidates[head] : undefined
    setCell(result, index, winner === undefined ? null : cellAt(track, winner))
  }
  return result
}

/** Each span cut to its last base period that has rows. */
export function lastWithRows(rows: Track, { from, until }: Spans): Spans {
  const last = new Int32Array(rows.length + 1).fill(-1)
  for (let period = 0; period < rows.length; period++)
    last[period + 1] = Number(cellAt(rows, period) ?? 0) > 0 ? period : (last[period] ?? -1)
  const cut: Spans = { from: new Int32Array(from.length), until: new Int32Array(from.length) }
  for (let index = 0; index < from.length; index++) {
    const [start, end] = [from[index] ?? 0, until[index] ?? 0]
    const found = last[end] ?? -1
    cut.from[index] = found >= start ? found : end
    cut.until[index] = found >= start ? found + 1 : end
  }
  return cut
}

/** What an adding track has come to in each period. */
export function runningTotals(track: Track): Track {
  if (track instanceof Float64Array) {
    const totals = new Float64Array(track.length)
    let sum = 0
    for (let period = 0; period < track.length; period++) totals[period] = sum += track[period] ?? 0
    return totals
  }
  let sum = 0n
  return track.map((value) => (sum += value ?? 0n))
}

/** How many base periods of each span have rows. */
export function daysWithRows(rows: Track, spans: Spans): Track {
  const days = new Float64Array(rows.length)
  for (let period = 0; period < days.length; period++) days[period] = Number(cellAt(rows, period) ?? 0) > 0 ? 1 : 0
  return sums(days, spans)
}
