import type { Assessment, Judged } from '../../domain/status.ts'
import type { Line } from '../../query/collect.ts'
import { contains, ordinalOn, periodStart } from '../../time/period.ts'

/**
 * The first period that must be judged for those of a line: its own first, or where statuses remember the one before, the one
 * with which that memory begins. It depends on the KPI alone, so that a status is the same whichever periods are asked for.
 * Periods shorter than the cadence are parts of one that is judged, and remember nothing.
 */
export function judgedFrom(line: Line): number {
  const first = memoryFrom(line)
  return first === null ? line.from : Math.min(line.from, first)
}

function memoryFrom({ kpi, frame: { calendar, grain } }: Line): number | null {
  const { hysteresis, cadence } = kpi
  if (hysteresis == null || grain === 'total') return null
  if (grain !== cadence && contains(calendar, cadence, grain)) return null
  const ordinal = ordinalOn(calendar, grain, hysteresis.since)
  const start = periodStart(calendar, grain, ordinal)
  return start === hysteresis.since ? ordinal : ordinal + 1
}

/** The last judged status before a period, for lines judged in order; what was not judged leaves it as it was. */
export class Memory {
  readonly #first: number | null
  #last: Judged | null = null

  constructor(line: Line) {
    this.#first = memoryFrom(line)
  }

  get before(): Judged | null {
    return this.#last
  }

  keep(ordinal: number, { status }: Pick<Assessment, 'status'>): void {
    if (this.#first === null || ordinal < this.#first) return
    if (status === 'on-track' || status === 'at-risk' || status === 'off-track') this.#last = status
  }
}
