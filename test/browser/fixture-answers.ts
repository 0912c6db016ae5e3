import type { Absence, Answer, Flag, Status } from '../../src/domain/answer.ts'
import type { PeriodLabel } from '../../src/domain/view.ts'
import type { Sketch } from './fixture-kpis.ts'

export const asOf = '2026-04-03T07:40:00Z'
const revision = { catalog: '9c01e3ad5b7f2e64', facts: { orders: 12 } }
/** April 2026, the unfinished month, counted from year zero. */
export const LAST = 2026 * 12 + 3

/** A small repeatable generator: the pictures must not change from run to run. */
function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

const labels = new Map<string, PeriodLabel>()

/** A month, counted from year zero, as pages show it. */
export function monthLabel(ordinal: number, locale = 'en'): PeriodLabel {
  const key = `${locale} ${ordinal}`
  const known = labels.get(key) ?? makeLabel(ordinal, locale)
  labels.set(key, known)
  return known
}

function makeLabel(ordinal: number, locale: string): PeriodLabel {
  const year = Math.floor(ordinal / 12)
  const text = (at: number) => `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
  const name = (month: 'long' | 'short') =>
    new Intl.DateTimeFormat(locale, { month, timeZone: 'UTC' }).format(Date.UTC(year, ordinal % 12, 1))
  return {
    text: text(ordinal),
    label: `${name('long')} ${year}`,
    short: `${name('short')} ${String(year).slice(2)}`,
    start: `${text(ordinal)}-01`,
    end: `${text(ordinal + 1)}-01`,
    complete: ordinal < LAST,
  }
}

/** Answers of the last `count` months up to the unfinished one, the same in every run. */
export function answersOf(sketch: Sketch, count: number, asked: number): readonly Answer[] {
  const random = chance([...sketch.id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7))
  const all = Array.from({ length: 37 }, (_, index) => {
    const ordinal = LAST - 36 + index
    const drift = 1 + sketch.slope * (index - 20)
    const value = sketch.base * drift * (1 + (random() + random() - 1) * sketch.noise * 1.6)
    return answerAt(sketch, ordinal, asked, valueAt(sketch, ordinal, asked, value))
  })
  return all.slice(-count)
}

function valueAt(sketch: Sketch, ordinal: number, asked: number, value: number): number | null {
  if (lasting(sketch.state)) return null
  if (ordinal === asked) return sketch.state ? null : (sketch.last ?? value)
  if (sketch.gaps?.includes(asked - ordinal)) return null
  const last = sketch.last
  if (last !== undefined && ordinal > asked - 3 && ordinal < asked) {
    const share = (ordinal - (asked - 3)) / 3
    return value + (last - value) * share
  }
  return ordinal > asked && last !== undefined ? last * 1.008 : value
}

/** States that hold for every period alike. */
const lasting = (state: Absence | undefined): boolean => state === 'hidden' || state === 'not-applicable'

export function answerAt(sketch: Sketch, ordinal: number, asked: number, value: number | null): Answer {
  const label = monthLabel(ordinal)
  const raised =
    ordinal < 2026 * 12 && typeof sketch.target === 'number' && !lasting(sketch.state)
      ? sketch.target * (sketch.good === 'down' ? 1.03 : 0.975)
      : lasting(sketch.state)
        ? null
        : sketch.target
  const because = absenceOf(sketch, ordinal, asked)
  const status = value === null ? because : judge(sketch, value, raised)
  const flags: Flag[] = ordinal === LAST ? ['unfinished', 'provisional'] : []
  if (sketch.ahead && status === 'on-track') flags.push('ahead')
  const whole = sketch.unit.kind === 'count' && sketch.unit.symbol !== 'days'
  const written =
    value === null
      ? null
      : sketch.unit.kind === 'currency'
        ? value.toFixed(2)
        : whole
          ? String(Math.round(value))
          : value
  return {
    kpi: sketch.id,
    scope: 'unit:acme',
    grain: 'month',
    period: label.text,
    start: label.start,
    end: label.end,
    state: value === null ? because : 'value',
    value: written,
    numerator: null,
    denominator: null,
    target:
      raised === null
        ? null
        : typeof raised === 'number'
          ? String(raised)
          : { low: String(raised.low), high: String(raised.high) },
    attainment:
      typeof raised === 'number' && value !== null && raised !== 0
        ? sketch.good === 'down'
          ? raised / value
          : value / raised
        : null,
    status,
    score: null,
    flags,
    asOf,
    dataThrough: '2026-04-02',
    revision,
  }
}

function absenceOf(sketch: Sketch, ordinal: number, asked: number): Absence {
  if (ordinal === asked || lasting(sketch.state)) return sketch.state ?? 'no-data'
  return ordinal > asked ? 'not-due' : 'no-data'
}

function judge(sketch: Sketch, value: number, target: Sketch['target']): Status {
  if (target === null) return 'no-target'
  if (typeof target === 'object') return value >= target.low && value <= target.high ? 'on-track' : 'at-risk'
  if (target === 0) return value === 0 ? 'on-track' : 'off-track'
  const attainment = sketch.good === 'down' ? target / value : value / target
  return attainment >= 0.998 ? 'on-track' : attainment >= 0.96 ? 'at-risk' : 'off-track'
}
