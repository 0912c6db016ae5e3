import { combine, exact } from '../domain/amount.ts'
import type { Amount, Reading } from '../domain/answer.ts'
import type { Baseline } from '../domain/baseline.ts'
import type { Catalog } from '../domain/catalog.ts'
import { cut, type Frame, type Part, type Span, spanOf } from '../time/frame.ts'
import { back, contains } from '../time/period.ts'
import { type Bag, collect, earlierFrame, type Line, type Place, referred } from './collect.ts'
import { absenceOf, absent, amountsOf, type Evaluation, evaluator, present, type World } from './evaluate.ts'

/** A baseline of earlier periods. */
export type EarlierBaseline = Exclude<Baseline, { kind: 'version' | 'benchmark' }>

/** What a period is compared with: its value and the days that were read, which are fewer where the period is unfinished. */
export interface Compared {
  readonly reading: Reading
  /** The earlier period; null where they are several. */
  readonly ordinal: number | null
  readonly span: Span | null
  /** How far the period has come, where the earlier one was read as far and no further. */
  readonly part: Part | null
}

/** The earlier periods that a baseline reads for one, newest first; null where the calendar or grain has none. */
function earlierOrdinals(baseline: EarlierBaseline, { frame }: Place, ordinal: number): readonly number[] | null {
  const { calendar, grain } = frame
  if (grain === 'total') return null
  switch (baseline.kind) {
    case 'prior':
      return [ordinal - 1]
    case 'average':
      return Array.from({ length: baseline.periods }, (_, step) => ordinal - step - 1)
    case 'year-weekday':
      if (grain === 'day') return [ordinal - 364]
      if (grain !== 'week' && !contains(calendar, grain, 'week')) return null
  }
  const before = grain === 'year' ? ordinal - 1 : back(calendar, grain, ordinal, 1, 'year')
  return before === null ? null : [before]
}

/** Adds every term that comparing the periods of a line can need. */
export function collectBaselines(bag: Bag, line: Line, baselines: readonly EarlierBaseline[]): void {
  for (const baseline of baselines) {
    const ranges = new Map<Frame, { from: number; until: number }>()
    for (let ordinal = line.from; ordinal < line.until; ordinal++) {
      const frame = earlierFrame(bag.elapsed, line, ordinal)
      if (frame === null) continue
      for (const before of earlierOrdinals(baseline, line, ordinal) ?? []) {
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
    const ordinals = earlierOrdinals(baseline, line, ordinal)
    const frame = earlierFrame(world.elapsed, line, ordinal)
    if (ordinals === null) return { ...nothing, reading: absent('not-applicable') }
    const only = ordinals.length === 1 ? (ordinals[0] ?? null) : null
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
