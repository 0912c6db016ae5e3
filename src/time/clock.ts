import { type Day, day, printDay } from './day.ts'
import { instantOfLocal, localDay, transitions } from './zone.ts'

/** Hours or minutes as a zone's clocks show them: consecutive integers, each a span of instants (ms since 1970 UTC). */
export interface ClockGrain {
  readonly name: 'hour' | 'minute'
  readonly ordinalAt: (ms: number) => number
  /** The first instant of an ordinal; the next one's is its end. */
  readonly startOf: (ordinal: number) => number
  /** For the instants from one up to another: pieces in which ordinals are counted straight on. */
  readonly spine: (from: number, until: number) => readonly SpinePiece[]
}

/** Instants before `until`: their ordinal is `floor((ms + offset) / length) + shift`. All in ms; the last piece has no end. */
export interface SpinePiece {
  readonly until: number
  readonly offset: number
  readonly length: number
  readonly shift: number
}

/** The clocks of one zone. */
export interface Clock {
  readonly zone: string
  readonly hour: ClockGrain
  readonly minute: ClockGrain
  /** `2026-03-29T02+02:00`, for minutes `2026-03-29T02:15+02:00`. */
  readonly print: (grain: 'hour' | 'minute', ordinal: number) => string
  /** Null for other texts, and for hours that the zone did not have. */
  readonly parse: (text: string) => { readonly grain: 'hour' | 'minute'; readonly ordinal: number } | null
  readonly dayOf: (grain: 'hour' | 'minute', ordinal: number) => Day
  /** Minutes since midnight that the clock shows when an ordinal begins. */
  readonly wallOf: (grain: 'hour' | 'minute', ordinal: number) => number
  /** The first instant of a day: where midnight is skipped, the moment clocks go on from. */
  readonly dayStart: (of: Day) => number
}

const lengths = { hour: 3_600_000, minute: 60_000 } as const
const msPerDay = 86_400_000

const known = new Map<string, Clock>()

/** The clocks of an IANA zone: days of clock changes have 23 or 25 hours, or 23.5. Throws a RangeError for unknown zones. */
export function clockOf(zone: string): Clock {
  let clock = known.get(zone)
  if (clock === undefined) known.set(zone, (clock = makeClock(zone)))
  return clock
}

function makeClock(zone: string): Clock {
  const grains = { hour: clockGrain('hour', zone), minute: clockGrain('minute', zone) }
  const wall = (grain: 'hour' | 'minute', ordinal: number) => {
    const start = grains[grain].startOf(ordinal)
    const [piece] = grains[grain].spine(start, start + 1)
    const local = start + (piece?.offset ?? 0)
    return {
      offset: piece?.offset ?? 0,
      day: day(Math.floor(local / msPerDay)),
      minutes: Math.floor((local - Math.floor(local / msPerDay) * msPerDay) / 60_000),
    }
  }
  const print = (grain: 'hour' | 'minute', ordinal: number): string => {
    const { offset, day: of, minutes } = wall(grain, ordinal)
    const time =
      grain === 'hour' ? two(Math.floor(minutes / 60)) : `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
    return `${printDay(of)}T${time}${offsetText(offset)}`
  }
  return {
    zone,
    ...grains,
    print,
    parse: (text) => parse(text, grains, print),
    dayOf: (grain, ordinal) => localDay(grains[grain].startOf(ordinal), zone),
    wallOf: (grain, ordinal) => wall(grain, ordinal).minutes,
    dayStart: (of) => Number(instantOfLocal(of, 0, zone) / 1000n),
  }
}

/** Every change of clocks begins a new hour, so an hour that occurs twice is two, and one that is cut is two parts. */
function clockGrain(name: 'hour' | 'minute', zone: string): ClockGrain {
  const length = lengths[name]
  const pieces: (SpinePiece & { readonly from: number })[] = []
  let shift = 0
  for (const { from, until, offset } of transitions(zone)) {
    const before = pieces.at(-1)
    if (before !== undefined) {
      const last = Math.floor((from - 1 + before.offset) / length) + before.shift
      shift = before.offset === offset ? before.shift : last + 1 - Math.floor((from + offset) / length)
    }
    pieces.push({ from, until, offset, length, shift })
  }
  const pieceAt = (ms: number) => found(pieces, (one) => ms < one.until)
  const ordinalIn = (piece: SpinePiece, ms: number): number => Math.floor((ms + piece.offset) / length) + piece.shift
  return {
    name,
    ordinalAt: (ms) => ordinalIn(pieceAt(ms), ms),
    startOf: (ordinal) => {
      const piece = found(pieces, (one) => ordinal <= ordinalIn(one, one.until - 1))
      return Math.max(piece.from, (ordinal - piece.shift) * length - piece.offset)
    },
    spine: (from, until) => pieces.filter((one) => one.until > from && one.from < until),
  }
}

/** The first piece of which something holds, as it does of all that follow. */
function found<P>(pieces: readonly P[], holds: (piece: P) => boolean): P {
  let [low, high] = [0, pieces.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    const piece = pieces[middle]
    if (piece !== undefined && holds(piece)) high = middle
    else low = middle + 1
  }
  const piece = pieces[low]
  if (piece === undefined) throw new Error('a zone has always some offset')
  return piece
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `+02:00`; offsets that are no whole minutes, as before 1900 or so, with their seconds. */
function offsetText(ms: number): string {
  const seconds = Math.abs(ms) / 1000
  const rest = seconds % 60 === 0 ? '' : `:${two(seconds % 60)}`
  return `${ms < 0 ? '-' : '+'}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}${rest}`
}

const form = /^(\d{4}-\d{2}-\d{2})T(\d{2})(?::(\d{2}))?([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/

function parse(
  text: string,
  grains: Readonly<Record<'hour' | 'minute', ClockGrain>>,
  print: Clock['print'],
): ReturnType<Clock['parse']> {
  const [, date = '', hour = '', minute, sign, hours = '', minutes = '', seconds = '0'] = form.exec(text) ?? []
  const midnight = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(midnight)) return null
  const grain = minute === undefined ? 'hour' : 'minute'
  const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === '-' ? -1000 : 1000)
  const start = midnight + Number(hour) * lengths.hour + Number(minute ?? 0) * lengths.minute - offset
  // A change of clocks may cut the first part of an hour off, or the last.
  for (const ms of [start, start + lengths[grain] - 1]) {
    const ordinal = grains[grain].ordinalAt(ms)
    if (print(grain, ordinal) === text) return { grain, ordinal }
  }
  return null
}
