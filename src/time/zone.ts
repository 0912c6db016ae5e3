import { type Day, day } from './day.ts'

const msPerDay = 86_400_000
const microsPerDay = 86_400_000_000n

/** A stretch of time with one offset from UTC; all in ms, `until` exclusive. */
export interface Stretch {
  readonly from: number
  readonly until: number
  readonly offset: number
}

/** Stretches found so far; the last used one stands first, because rows mostly come in order. */
const known = new Map<string, Stretch[]>()

function stretchAt(zone: string, ms: number): Stretch {
  let stretches = known.get(zone)
  if (stretches === undefined) {
    stretches = []
    known.set(zone, stretches)
  }
  const latest = stretches[0]
  if (latest !== undefined && ms >= latest.from && ms < latest.until) return latest
  const at = stretches.findIndex((one) => ms >= one.from && ms < one.until)
  const found = (at < 0 ? undefined : stretches.splice(at, 1)[0]) ?? findStretch(zone, ms)
  stretches.unshift(found)
  return found
}

function findStretch(zone: string, ms: number): Stretch {
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
  // "previous" is strictly earlier, and a change of clocks at this very ms begins the stretch.
  const before = local.add({ milliseconds: 1 }).getTimeZoneTransition('previous')
  const after = local.getTimeZoneTransition('next')
  return {
    from: before?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: after?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: local.offsetNanoseconds / 1_000_000,
  }
}

/** Rows lie between the years 1900 and 2199; before and after them clocks go on as they do at the ends. */
const [firstChange, lastChange] = [Date.UTC(1899, 0, 1), Date.UTC(2201, 0, 1)]

/** Every stretch of one offset that a zone has, in order; the first begins at minus infinity, the last has no end. */
export function transitions(zone: string): readonly Stretch[] {
  const stretches: Stretch[] = []
  let from = Number.NEGATIVE_INFINITY
  let local = Temporal.Instant.fromEpochMilliseconds(firstChange).toZonedDateTimeISO(zone)
  for (;;) {
    const next = local.getTimeZoneTransition('next')
    const until =
      next === null || next.epochMilliseconds > lastChange ? Number.POSITIVE_INFINITY : next.epochMilliseconds
    stretches.push({ from, until, offset: local.offsetNanoseconds / 1_000_000 })
    if (next === null || until === Number.POSITIVE_INFINITY) return stretches
    from = until
    local = next
  }
}

/** The civil day in a zone at an instant (ms since 1970 UTC). Throws a RangeError for unknown zones. */
export function localDay(epochMs: number, zone: string): Day {
  const ms = Math.floor(epochMs)
  return day(Math.floor((ms + stretchAt(zone, ms).offset) / msPerDay))
}

/**
 * The instant (µs since 1970 UTC) of wall time in a zone. Wall time that a change of clocks skips is moved on by the gap; of
 * wall time that occurs twice the first is meant. Throws a RangeError for unknown zones.
 */
export function instantOfLocal(of: Day, microsOfDay: number, zone: string): bigint {
  const around = stretchAt(zone, (of - 1) * msPerDay)
  const micros = BigInt(of) * microsPerDay + BigInt(microsOfDay)
  // No offset reaches a day beyond UTC's own day and the next, so one stretch over both has no doubtful wall time.
  if (around.until > (of + 2) * msPerDay) return micros - BigInt(Math.round(around.offset * 1000))
  const date = new Temporal.PlainDate(1970, 1, 1).add({ days: of })
  const whole = Math.floor(microsOfDay / 1000)
  const midnight = new Temporal.PlainTime()
  const local = date.toPlainDateTime(midnight).add({ milliseconds: whole, microseconds: microsOfDay - whole * 1000 })
  return local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochNanoseconds / 1000n
}

/** Whether a name is a time zone of the IANA database, such as `Europe/Paris`; offsets are none. */
export function validZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The IANA names there are, for hints. */
export const zoneNames = (): readonly string[] => Intl.supportedValuesOf('timeZone')

/** An instant (ms since 1970 UTC) as `2026-03-09T14:30:00.000Z`. */
export const isoInstant = (ms: number): string => new Date(ms).toISOString()

const instantText = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

/** The milliseconds since 1970 UTC of an instant as people write it, its zone said; null for any other text. */
export function parseInstant(text: string): number | null {
  const at = instantText.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : at
}
