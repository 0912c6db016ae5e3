import { type Day, parseDay } from '../../time/day.ts'
import type { Answer } from '../answer.ts'
import type { Kpi, StatusRule } from '../catalog.ts'
import { parseDecimal } from '../decimal.ts'
import type { UnitLabel } from '../view.ts'
import type { KpiSentenceInput } from './kpi.ts'
import type { WhyInput } from './why.ts'

/** Help for tests of sentences: what they are made of, from a few words. */

export const percent: UnitLabel = { kind: 'percent', symbol: '%' }
export const euro: UnitLabel = { kind: 'currency', symbol: 'EUR' }
export const hours: UnitLabel = { kind: 'other', symbol: 'hours' }
export const orders: UnitLabel = { kind: 'count', symbol: 'orders' }

export const rule = (
  status: StatusRule['status'],
  op: '<' | '<=' | '>' | '>=',
  of: 'percent' | 'absolute',
  text: string,
): StatusRule => {
  const threshold = parseDecimal(text)
  if (threshold === null) throw new Error(text)
  return { status, op, of, threshold }
}
const today: Day = parseDay('2026-04-03') ?? (0 as Day)
const monthText = (ordinal: number) => `${Math.floor(ordinal / 12)}-${String((ordinal % 12) + 1).padStart(2, '0')}`
export const march = 2026 * 12 + 2

function answerAt(ordinal: number, change: Partial<Answer>): Answer {
  return {
    kpi: 'x',
    scope: '',
    grain: 'month',
    period: monthText(ordinal),
    start: `${monthText(ordinal)}-01`,
    end: `${monthText(ordinal + 1)}-01`,
    state: 'value',
    value: '1',
    numerator: null,
    denominator: null,
    target: null,
    attainment: null,
    status: 'no-target',
    score: null,
    flags: [],
    asOf: '2026-04-03T07:40:00Z',
    dataThrough: '2026-04-02',
    revision: { catalog: 'a', facts: {} },
    ...change,
  }
}

/** A story in short: what differs from a month of March 2026 that has no target. */
export interface Told extends Partial<Answer> {
  readonly unit?: UnitLabel
  readonly good?: Kpi['good']
  readonly rules?: readonly StatusRule[]
  readonly final?: number
  readonly manual?: boolean
  readonly failure?: WhyInput['failure']
  readonly locale?: string
  readonly ordinal?: number
  /** The months before, oldest first. */
  readonly before?: readonly Partial<Answer>[]
}

export function input(told: Told): KpiSentenceInput {
  const { unit = percent, good = 'up', rules = [], final = 0, manual = false, failure = null, locale = 'en' } = told
  const { ordinal = march, before = [], ...answer } = told
  const own = answerAt(ordinal, answer)
  const series = [...before.map((one, index) => answerAt(ordinal - before.length + index, one)), own]
  return {
    kpi: { good, status: rules, finalAfterDays: final },
    unit,
    answer: own,
    series,
    period: ordinal === march ? 'March 2026' : ordinal === march + 1 ? 'April 2026' : 'May 2026',
    scope: 'North',
    failure,
    manual,
    today,
    locale,
    name: 'Delivered on time',
    nameOf: ({ period }) => period,
  }
}

export const off = (value: string | number): Told => ({ value, target: '0.95', status: 'off-track', attainment: 0.9 })
export const risk = (value: string | number, attainment: number): Told => ({
  value,
  target: '0.95',
  status: 'at-risk',
  attainment,
})
export const on = (value: string | number): Told => ({ value, target: '0.95', status: 'on-track', attainment: 1.02 })
export const band = { low: '2', high: '6' }
export const inside = { unit: hours, good: 'between' as const, target: band }
export const marks = [rule('on-track', '>=', 'absolute', '4.2'), rule('at-risk', '>=', 'absolute', '3.5')]
