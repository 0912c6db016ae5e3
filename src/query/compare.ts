import { combine, exact } from '../domain/amount.ts'
import type { Amount, Reading } from '../domain/answer.ts'
import type { EarlierBaseline } from '../domain/baseline.ts'
import type { Catalog } from '../domain/catalog.ts'
import { type Calendar, type GrainName, isClockGrain } from '../time/calendar.ts'
import { sameTime } from '../time/clock-calendar.ts'
import { earlierSpan } from '../time/compare.ts'
import { carried, cut, type Frame, type Part, type Span, spanOf } from '../time/frame.ts'
import { back, ordinalOn, periodEnd, periodStart } from '../time/period.ts'
import { type Bag, collect, earlierFrame, type Line, type Place, referred } from './collect.ts'
import { absenceOf, absent, amountsOf, type Evaluation, evaluator, present, type World } from './evaluate.ts'

/** What a period is compared with: its value and the days that were read, which are fewer where the period is unfinished. */
export interface Compared {
  readonly reading: Reading
  /** The earlier period; null where they are several. */
  readonly ordinal: number | null
  readonly span: Span | null
  /** How far the period has come, where the earlier one was read as far and no further. */
  readonly part: Part | null
}

/** Where a baseline lies: periods, newest first, or the days of the year before that are no period there. */
interface Earlier {
  readonly ordinals: readonly number[]
  readonly year: Frame['year']
  /** Whether days are named by their dates or weekdays: then the same ones are read, whatever days people work on. */
  readonly dated: boolean
}

/** What a baseline reads for one period; null where the calendar or grain has none. */
function earlierOf(baseline: EarlierBaseline, { frame }: Place, ordinal: number): Earlier | null {
  const { calendar, grain } = frame
  if (grain === 'total') return null
  switch (baseline.kind) {
    case 'prior':
      return periods(ordinal - 1)
    case 'average':
      return periods(...Array.from({ length: baseline.periods }, (_, step) => ordinal - step - 1))
    case 'year':
      return periods(grain === 'year' ? ordinal - 1 : back(calendar, grain, ordinal, 1, 'year'))
    case 'year-date':
      return yearBefore(calendar, grain, ordinal, 'date')
    case 'year-weekday':
      return yearBefore(calendar, grain, ordinal, 'weekday')
    case 'restated':
      return yearBefore(calendar, grain, ordinal, 'restated')
  }
}

function periods(...ordinals: readonly (number | null)[]): Earlier | null {
  const known = ordinals.filter((one) => one !== null)
  return known.length < ordinals.length ? null : { ordinals: known, year: null, dated: false }
}

/** The days that a period has in the year before: a period too, or just days; of hours the same time of that day. */
function yearBefore(
  calendar: Calendar,
  grain: GrainName,
  ordinal: number,
  mode: NonNullable<Frame['year']>,
): Earlier | null {
  const { clock } = calendar
  if (isClockGrain(grain)) {
    const on = clock && earlierSpan(calendar, 'day', clock.dayOf(grain, ordinal), 1, mode)
    return on && periods(sameTime(clock, grain, ordinal, on.start))
  }
  const span = earlierSpan(calendar, grain, ordinal, 1, mode)
  if (span === null) return null
  const dated = mode !== 'restated'
  // The 28th of February by date is one day, also where a 29th comes before March.
  if (grain === 'day') return periods(span.start)
  const found = ordinalOn(calendar, grain, span.start)
  const whole = periodStart(calendar, grain, found) === span.start && periodEnd(calendar, grain, found) === span.end
  return whole ? { ordinals: [found], year: null, dated } : { ordinals: [ordinal], year: mode, dated }
}

/** The frame in which a baseline reads: as far as the period has come, on its own days or on those of the year before. */
function frameFor(elapsed: Bag['elapsed'], place: Place, ordinal: number, { year, dated }: Earlier): Frame | null {
  const frame = earlierFrame(elapsed, place, ordinal)
  if (frame === null) return null
  const read = dated && frame.part !== null ? cut(frame, { ...frame.part, by: 'day' }) : frame
  return year === null ? read : carried(read, year)
}

/** Adds every term that comparing the periods of a line can need. */
export function collectBaselines(bag: Bag, line: Line, baselines: readonly EarlierBaseline[]): void {
  for (const baseline of baselines) {
    const ranges = new Map<Frame, { from: number; until: number }>()
    for (let ordinal = line.from; ordinal < line.until; ordinal++) {
      const earlier = earlierOf(baseline, line, ordinal)
      const frame = earlier && frameFor(bag.elapsed, line, ordinal, earlier)
      if (earlier === null || frame === null) continue
      for (const before of earlier.ordinals) {
        const range = ranges.get(frame)
        if (range === undefined) ranges.set(frame, { from: before, until: before + 1 })
        else [range.from, range.until] = [Math.min(range.from, before), Math.max(range.until, before + 1)]
      }
    }
    for (const [frame, range] of ranges) collect(bag, { ...earlierPlace(bag.catalog, line, baseline), frame, ...range })
  }
}

/**
 * At constant rates a period is read with those of a year before, and so it is compared with that year as it was: what is left
 * is not the rates' doing.
 */
function earlierPlace<P extends Place>(catalog: Catalog, place: P, { kind }: EarlierBaseline): P {
  if (place.money?.rates !== 'constant' || (kind !== 'year' && kind !== 'year-weekday')) return place
  const { kpi } = place
  const own = referred(catalog, { kind: 'kpi', id: kpi.id, currency: place.money.currency }, null)
  return own === null ? place : { ...place, ...own }
}

/** Compares the periods of a line with a baseline: the same evaluation as of any other period, cut where the period is unfinished. */
export function comparer(world: World, line: Line, baseline: EarlierBaseline): (ordinal: number) => Compared {
  const evaluators = new Map<Frame, (ordinal: number) => Evaluation>()
  const before = earlierPlace(world.catalog, line, baseline)
  return (ordinal) => {
    const earlier = earlierOf(baseline, line, ordinal)
    if (earlier === null) return { ...nothing, reading: absent('not-applicable') }
    const { ordinals, year } = earlier
    const only = year === null && ordinals.length === 1 ? (ordinals[0] ?? null) : null
    const frame = frameFor(world.elapsed, line, ordinal, earlier)
    if (frame === null) return { ...nothing, reading: absent('no-data'), ordinal: only }
    let evaluate = evaluators.get(frame)
    if (evaluate === undefined) evaluators.set(frame, (evaluate = evaluator(world, { ...before, frame })))
    const evaluations = ordinals.map(evaluate)
    const part = ordinals.some((one) => isCut(frame, one)) ? frame.part : null
    return { reading: mean(evaluations), ordinal: only, span: around(frame, ordinals), part }
  }
}

const nothing = { ordinal: null, span: null, part: null }

/** A short month may be over on the day that a longer one has come to. */
const isCut = (frame: Frame, ordinal: number): boolean =>
  spanOf(frame, ordinal)?.until !== spanOf(cut(frame, null), ordinal)?.until

function around(frame: Frame, ordinals: readonly number[]): Span | null {
  const [newest, oldest] = [spanOf(frame, ordinals[0] ?? 0), spanOf(frame, ordinals.at(-1) ?? 0)]
  return newest === null || oldest === null ? null : { from: oldest.from, until: newest.until }
}

/** The mean of several periods: of rates the sum of numerators over that of denominators. Each of them must be there. */
function mean(evaluations: readonly Evaluation[]): Reading {
  const readings = evaluations.map(({ reading }) => reading)
  const [first] = readings
  const missing = absenceOf(readings)
  if (first === undefined || missing !== null) return missing ?? absent('no-data')
  if (evaluations.length === 1) return first
  const [above, below] = [sum(evaluations.map((one) => one.numerator)), sum(evaluations.map((one) => one.denominator))]
  const count = exact({ units: BigInt(evaluations.length), scale: 0 })
  const [total, by] = above !== null && below !== null ? [above, below] : [sum(amountsOf(readings)), count]
  const result = total === null ? null : combine('/', total, by)
  return result === null ? absent('undefined') : present(result)
}

function sum(amounts: readonly (Amount | null)[]): Amount | null {
  let total: Amount | null = null
  for (const amount of amounts) {
    if (amount === null) return null
    total = total === null ? amount : combine('+', total, amount)
    if (total === null) return null
  }
  return total
}
