import type { GrainName } from '../../time/calendar.ts'

/** A dataset whose rows are exchange rates: on its day, 1 of `from` was worth `rate` of `to`. */
export interface RateTable {
  readonly from: CurrencyAt
  readonly to: CurrencyAt
  /** The column that holds the rate. */
  readonly rate: string
  /** The currency through which rates are found that the table does not hold; null where there is none. */
  readonly through: string | null
  /** How many days a rate is good for after its own. */
  readonly goodForDays: number
}

/** A column that names a currency in each row, or one currency for all of them. */
export type CurrencyAt = { readonly column: string } | { readonly currency: string }

/** Which rate of a table counts for a row. */
export interface RateRule {
  /** The dataset of rates. */
  readonly table: string
  readonly at: RateAt
  /** So many years before the row's own day: 0, or 1 for values at the rates of the year before. */
  readonly yearsBack: number
}

/** `day`: that of the row's day. `average`, `closing`: of the period of a calendar that the row's day lies in. */
export type RateAt =
  | { readonly kind: 'day' }
  | { readonly kind: 'average' | 'closing'; readonly calendar: string; readonly grain: RateGrain }

export type RateGrain = Extract<GrainName, 'month' | 'quarter' | 'year'>

/** The currency that money of rows is taken in, and at which rates. */
export interface Reporting {
  /** Null where neither the KPI nor the workspace says one. */
  readonly currency: string | null
  /** Null where no table of rates is named. */
  readonly rates: RateRule | null
  /** Digits after the point of the rates of that table. */
  readonly scale: number
}

/** In which currency and at which rates a KPI is asked, where that is not its own way. */
export interface MoneyView {
  /** Null: the KPI's own. */
  readonly currency: string | null
  /** Null: the KPI's own. `constant`: its own, of the year before. */
  readonly rates: 'constant' | { readonly table: string } | null
}

/** Digits after the point that a rate is kept with. */
export const rateScale = 22

/** Money times a rate is reckoned with no more digits after the point than this; twelve before it are left. */
const productScale = 26

/** Digits after the point of a rate beside money with so many: all of them, but for money with more than four. */
export const rateDigits = (moneyScale: number): number => Math.min(rateScale, productScale - moneyScale)

/**
 * Digits after the point that converted money of a row is kept with: all that money and quotes have together, and at least ten,
 * so that what is divided by a quote (15,000 JPY at 150) comes out as people expect it.
 */
export const convertedScale = (moneyScale: number, quoteScale: number): number => Math.max(10, moneyScale + quoteScale)

/** The factor of a unit of measure for money whose currency a column names in each row. */
export const rowCurrency = (path: readonly string[]): string => `¤${path.join('.')}`

export const isRowCurrency = (factor: string): boolean => factor.startsWith('¤')

/** The column that names the currency. */
export const currencyPath = (factor: string): readonly string[] => factor.slice(1).split('.')

/** How a rule is named where it must be one word: in tables, and in maps. */
export function ruleText({ table, at, yearsBack }: RateRule): string {
  const when = at.kind === 'day' ? 'day' : `${at.kind} ${at.calendar} ${at.grain}`
  return `${table} ${when}${yearsBack === 0 ? '' : ` ${yearsBack} back`}`
}
