import type { UnitLabel } from './view.ts'

/** How one KPI's numbers are written together: value, target and gap share power, decimals and unit. */
export interface NumberStyle {
  readonly locale: string
  /** Values are divided by it before they are written: 1e6 for "M", 0.01 for percentages. */
  readonly divisor: number
  readonly decimals: number
  /** What stands after a value: `M €`, `%`, `orders`. Empty for pure numbers. */
  readonly unit: string
  /** What stands after a difference: `pp` for percentages, else the unit. */
  readonly gapUnit: string
}

const MINUS = '−'
const NARROW_SPACE = ' '

/**
 * The style of three significant digits for the first reference that is a number (a KPI's value, else its target).
 * Percentages have one decimal; numbers that are all whole below 1,000 have none; thousands and more are compacted.
 */
export function numberStyle(
  unit: UnitLabel,
  locale: string,
  ...references: readonly (string | number | null)[]
): NumberStyle {
  const numbers = references.map(toNumber).filter((value) => value !== null)
  if (unit.kind === 'percent') return { locale, divisor: 0.01, decimals: 1, unit: '%', gapUnit: 'pp' }
  const symbol = unitSymbol(unit, locale)
  const first = Math.abs(numbers.find((value) => value !== 0) ?? 0)
  const power = powerOf(first)
  const suffix = power === 0 ? '' : compactWord(power, locale)
  const whole = power === 0 && numbers.every((value) => Number.isInteger(value))
  const decimals = whole ? 0 : decimalsFor(first / 10 ** power)
  const text = [suffix, symbol].filter((part) => part !== '').join(' ')
  return { locale, divisor: 10 ** power, decimals, unit: text, gapUnit: text }
}

/** The digits of a value in a style, with a real minus, without its unit: `12.9`, `−0.06`. */
export function digits(style: NumberStyle, value: number): string {
  return plain(style, value, false)
}

/** The digits of a difference with its sign; a difference that rounds to zero has none: `+0.3`, `−1.8`, `0.0`. */
export function signedDigits(style: NumberStyle, value: number): string {
  return plain(style, value, true)
}

/** A value with its unit, for sentences: `86.2 %`, `12.9 M €`. */
export function withUnit(style: NumberStyle, value: number): string {
  return style.unit === '' ? digits(style, value) : `${digits(style, value)} ${style.unit}`
}

/** A value without the zeros after its decimal sign, for promised numbers: `95 %`, with its unit where asked. */
export function trimmed(style: NumberStyle, value: number, unit: boolean): string {
  const scaled = Number((value / style.divisor).toFixed(style.decimals))
  const decimals = (String(scaled).split('.')[1] ?? '').length
  const short = { ...style, decimals: Math.min(decimals, style.decimals) }
  return unit ? withUnit(short, value) : digits(short, value)
}

/** What of a unit fits a narrow column beside its digits: power and symbol stay, `/ order` and long nouns go. */
export function shortUnit(unit: string): string {
  const numerator = unit.split(' / ')[0] ?? ''
  if (numerator.length <= 6) return numerator
  const first = numerator.split(' ')[0] ?? ''
  return first.length <= 4 && first !== numerator ? first : ''
}

/** A difference with its unit, for sentences: `−8.8 pp`. */
export function gapWithUnit(style: NumberStyle, value: number): string {
  return style.gapUnit === '' ? signedDigits(style, value) : `${signedDigits(style, value)} ${style.gapUnit}`
}

/** The whole number as the answer holds it, grouped for reading, nothing rounded away: `1,234,567.895 €`. */
export function fullNumber(unit: UnitLabel, locale: string, value: string | number): string {
  const text = unit.kind === 'percent' ? percentText(value) : String(value)
  const symbol = unit.kind === 'percent' ? '%' : unitSymbol(unit, locale)
  const grouped = groupDigits(text, locale)
  return symbol === '' ? grouped : `${grouped} ${symbol}`
}

/** The number of a value as JSON carries it (decimal string or double); null where there is none. */
export function toNumber(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** The symbol people write for a unit of measure: `EUR` is `€`, `EUR / order` is `€ / order`. */
export function unitSymbol(unit: UnitLabel, locale: string): string {
  if (unit.symbol === '1') return ''
  return unit.symbol.replace(/\b[A-Z]{3}\b/g, (code) => currencySymbol(code, locale))
}

const currencySymbols = new Map<string, string>()

function currencySymbol(code: string, locale: string): string {
  const key = `${locale} ${code}`
  const known = currencySymbols.get(key)
  if (known !== undefined) return known
  const options = { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' } as const
  const parts = new Intl.NumberFormat(locale, options).formatToParts(0)
  const symbol = parts.find((part) => part.type === 'currency')?.value ?? code
  currencySymbols.set(key, symbol)
  return symbol
}

function powerOf(magnitude: number): number {
  for (const power of [12, 9, 6, 3]) if (roundTo3(magnitude) >= 10 ** power) return power
  return 0
}

/** 999,950 reads as 1.00 M, not as 1,000 k. */
function roundTo3(magnitude: number): number {
  return magnitude === 0 ? 0 : Number(magnitude.toPrecision(3))
}

function decimalsFor(scaled: number): number {
  const rounded = roundTo3(scaled)
  if (rounded >= 100) return 0
  if (rounded >= 10) return 1
  if (rounded >= 1 || rounded === 0) return 2
  return Math.min(6, 2 - Math.floor(Math.log10(rounded)))
}

const compactWords = new Map<string, string>()

function compactWord(power: number, locale: string): string {
  const key = `${locale} ${power}`
  const known = compactWords.get(key)
  if (known !== undefined) return known
  const parts = new Intl.NumberFormat(locale, { notation: 'compact' }).formatToParts(10 ** power)
  const found = parts.find((part) => part.type === 'compact')?.value
  const word = found === undefined ? (power === 3 ? 'k' : `10^${power}`) : found === 'K' ? 'k' : found
  compactWords.set(key, word)
  return word
}

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(locale: string, decimals: number): Intl.NumberFormat {
  const key = `${locale} ${decimals}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  formats.set(key, made)
  return made
}

function plain(style: NumberStyle, value: number, signed: boolean): string {
  const scaled = value / style.divisor
  const text = formatOf(style.locale, style.decimals).format(Math.abs(scaled))
  const zero = !/[1-9]/.test(text.normalize('NFKD'))
  if (zero) return text
  return scaled < 0 ? MINUS + text : signed ? `+${text}` : text
}

/** A fraction as percent without rounding: moving the sign of a decimal text by two places. */
function percentText(value: string | number): string {
  const text = String(value)
  if (/[eE]/.test(text)) return String(Number(value) * 100)
  const negative = text.startsWith('-')
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const padded = fraction.padEnd(2, '0')
  const integer = (whole + padded.slice(0, 2)).replace(/^0+(?=\d)/, '')
  const rest = padded.slice(2).replace(/0+$/, '')
  return `${negative ? '-' : ''}${integer}${rest === '' ? '' : `.${rest}`}`
}

function groupDigits(text: string, locale: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return text.replace('-', MINUS)
  const [, sign = '', whole = '0', fraction] = match
  const format = formatOf(locale, 0)
  const grouped = format.format(BigInt(whole)).replace(/\s/g, NARROW_SPACE)
  const point = formatOf(locale, 1)
    .formatToParts(0.1)
    .find((part) => part.type === 'decimal')?.value
  return `${sign === '' ? '' : MINUS}${grouped}${fraction === undefined ? '' : `${point ?? '.'}${fraction}`}`
}
