import type { Calendar } from '../../time/calendar.ts'
import { sameDate } from '../../time/compare.ts'
import { day } from '../../time/day.ts'
import { back } from '../../time/period.ts'
import type { Decimal } from '../decimal.ts'
import { type RateAt, type RateTable, rateScale } from './rule.ts'

/** One row of a rate table: on this day 1 of `from` was worth `rate` of `to`. */
export interface Quote {
  readonly from: string
  readonly to: string
  readonly day: number
  readonly rate: Decimal
}

/** A quotient of whole numbers: rates stay exact until they are written. */
interface Ratio {
  readonly top: bigint
  readonly bottom: bigint
}

/** The quotes of one pair of currencies, in the order of their days. */
interface Pair {
  readonly days: readonly number[]
  readonly rates: readonly Ratio[]
}

/** Which rate counts on a day, and what a table's definition says of gaps and of pairs that it does not hold. */
export interface Resolving {
  readonly table: Pick<RateTable, 'through' | 'goodForDays'>
  readonly at: RateAt
  /** Of `average` and `closing`. */
  readonly calendar: Calendar | null
  readonly yearsBack: number
}

/** Rates in units of 10^-22 on the days [from, from + rates.length); null where none is good. */
export interface DailyRates {
  readonly currency: string
  readonly from: number
  readonly rates: readonly (bigint | null)[]
}

/**
 * What a rate table says on each day, for every currency it names. A rate is looked for in this order: as the table quotes the
 * pair, turned round (1 ÷ rate), and through the table's currency for such pairs. On a day without a quote the last one before
 * it counts while it is good. An average is the mean of the quotes in the period; a closing rate the one on the period's last
 * day, or on the last day that any quote has come for where that is earlier. Both are taken of what is quoted, before a
 * pair is turned round or led through another. Each rate is rounded once, to 22 digits after the point, half away from zero.
 */
export class RateBook {
  readonly #pairs = new Map<string, Pair>()
  readonly #currencies = new Set<string>()
  readonly #how: Resolving
  readonly #first: number
  /** The last day that any quote has come for. */
  readonly #last: number
  readonly #known = new Map<string, Ratio | null>()

  constructor(quotes: readonly Quote[], how: Resolving) {
    this.#how = how
    const sorted = [...quotes].sort((a, b) => a.day - b.day)
    const pairs = new Map<string, { days: number[]; rates: Ratio[] }>()
    for (const { from, to, day, rate } of sorted) {
      if (rate.units <= 0n) continue
      this.#currencies.add(from).add(to)
      let pair = pairs.get(`${from} ${to}`)
      if (pair === undefined) pairs.set(`${from} ${to}`, (pair = { days: [], rates: [] }))
      pair.days.push(day)
      pair.rates.push({ top: rate.units, bottom: 10n ** BigInt(rate.scale) })
    }
    for (const [name, pair] of pairs) this.#pairs.set(name, pair)
    this.#first = sorted[0]?.day ?? 0
    this.#last = sorted.at(-1)?.day ?? -1
  }

  /** Every currency that a quote names, sorted. */
  currencies(): readonly string[] {
    return [...this.#currencies].sort()
  }

  /** How much 1 of a currency is worth in another on a day, in units of 10^-22; null where no rate is good. */
  rate(from: string, to: string, on: number): bigint | null {
    const found = this.#ratio(from, to, this.#shifted(on))
    return found === null ? null : rounded(found)
  }

  /** The same for every day on which a rate may be good. */
  daily(currency: string, to: string): DailyRates {
    const { from, until } = this.#range()
    const rates: (bigint | null)[] = []
    let [last, written]: [Ratio | null, bigint | null] = [null, null]
    for (let on = from; on < until; on++) {
      const found = this.#ratio(currency, to, this.#shifted(on))
      if (found === null || last === null || found.top !== last.top || found.bottom !== last.bottom)
        written = found === null ? null : rounded(found)
      last = found
      rates.push(written)
    }
    return { currency, from, rates }
  }

  /** The day whose rate counts for one: itself, its date some years before, or a day of its period then. */
  #shifted(on: number): number | null {
    const { at, calendar, yearsBack } = this.#how
    if (yearsBack === 0) return on
    if (at.kind === 'day' || calendar === null) return sameDate(day(on), yearsBack)
    const grain = calendar.grains.get(at.grain)
    const before = grain && back(calendar, at.grain, grain.ordinalOf(day(on)), yearsBack, 'year')
    return grain === undefined || before == null ? null : grain.startOf(before + 1) - 1
  }

  /** Whole periods around what is quoted, and the days that the last quotes are good for; later by the years that it looks back. */
  #range(): { readonly from: number; readonly until: number } {
    if (this.#last < this.#first) return { from: 0, until: 0 }
    const last = this.#last + this.#how.table.goodForDays
    const until = Math.max(last, this.#periodOf(this.#last).last) + 1
    return { from: this.#periodOf(this.#first).first, until: until + 366 * this.#how.yearsBack }
  }

  #ratio(from: string, to: string, on: number | null): Ratio | null {
    if (on === null) return null
    if (from === to) return { top: 1n, bottom: 1n }
    const direct = this.#either(from, to, on)
    const { through } = this.#how.table
    if (direct !== null || through === null || from === through || to === through) return direct
    const [here, there] = [this.#either(from, through, on), this.#either(through, to, on)]
    return here === null || there === null ? null : { top: here.top * there.top, bottom: here.bottom * there.bottom }
  }

  /** As quoted, else turned round. */
  #either(from: string, to: string, on: number): Ratio | null {
    const quoted = this.#value(`${from} ${to}`, on)
    if (quoted !== null) return quoted
    const turned = this.#value(`${to} ${from}`, on)
    return turned === null ? null : { top: turned.bottom, bottom: turned.top }
  }

  #value(name: string, on: number): Ratio | null {
    const pair = this.#pairs.get(name)
    if (pair === undefined) return null
    const { at } = this.#how
    if (at.kind === 'day') return this.#lastKnown(pair, on)
    const { first, last } = this.#periodOf(on)
    const key = `${name} ${last > this.#last && at.kind === 'closing' ? on : first}`
    let found = this.#known.get(key)
    if (found === undefined) {
      const closing = Math.min(last, Math.max(this.#last, on))
      found = at.kind === 'average' ? meanOf(pair, first, last) : this.#lastKnown(pair, closing)
      this.#known.set(key, found)
    }
    return found
  }

  #lastKnown({ days, rates }: Pair, on: number): Ratio | null {
    const index = countUpTo(days, on) - 1
    const quoted = days[index]
    return quoted === undefined || on - quoted > this.#how.table.goodForDays ? null : (rates[index] ?? null)
  }

  #periodOf(on: number): { readonly first: number; readonly last: number } {
    const { at, calendar } = this.#how
    const grain = at.kind === 'day' ? undefined : calendar?.grains.get(at.grain)
    if (grain === undefined) return { first: on, last: on }
    const ordinal = grain.ordinalOf(day(on))
    return { first: grain.startOf(ordinal), last: grain.startOf(ordinal + 1) - 1 }
  }
}

/** The mean of the quotes on the days from `first` to `last`; null where there are none. */
function meanOf({ days, rates }: Pair, first: number, last: number): Ratio | null {
  const [from, until] = [countUpTo(days, first - 1), countUpTo(days, last)]
  if (from === until) return null
  let sum: Ratio = { top: 0n, bottom: 1n }
  for (const { top, bottom } of rates.slice(from, until))
    sum =
      bottom === sum.bottom
        ? { top: sum.top + top, bottom }
        : { top: sum.top * bottom + top * sum.bottom, bottom: sum.bottom * bottom }
  return { top: sum.top, bottom: sum.bottom * BigInt(until - from) }
}

/** How many of the ascending days are not after one. */
function countUpTo(days: readonly number[], on: number): number {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle] ?? 0) <= on) low = middle + 1
    else high = middle
  }
  return low
}

const unit = 10n ** BigInt(rateScale)

/** Half away from zero; rates are above zero. */
const rounded = ({ top, bottom }: Ratio): bigint => (2n * top * unit + bottom) / (2n * bottom)
