import { factorKind, type MeasureUnit, multiply, power, printUnit } from '../measure-unit.ts'
import { convertedScale, currencyPath, isRowCurrency, type RateRule, type Reporting } from '../rates/rule.ts'
import type { RowExpr, ValueType } from './algebra.ts'
import type { Run } from './context.ts'
import { textLiteral } from './literal.ts'
import { refuse } from './refuse.ts'
import { type RowValue, scaleLimit } from './row-value.ts'
import { date, double, text } from './types.ts'

/** The currencies of a unit of measure, those that rows name included. */
export const currenciesOf = (unit: MeasureUnit | null): readonly string[] =>
  Object.keys(unit ?? {}).filter((name) => factorKind(name) === 'currency')

/** The same unit in another currency; as it is where it has none, or several. */
export function inCurrency(unit: MeasureUnit, currency: string): MeasureUnit {
  const [only, ...others] = currenciesOf(unit)
  const exponent = only === undefined ? undefined : unit[only]
  if (only === undefined || exponent === undefined || others.length > 0 || only === currency) return unit
  return multiply(multiply(unit, power({ [only]: 1 }, -exponent)), power({ [currency]: 1 }, exponent))
}

/**
 * Money of a row in the currency of its KPI. What is no money, or in that currency already, stays as it is, and so does money of
 * one foreign currency where no rates are named. Null, and an issue, where money whose currency rows name cannot be taken so.
 */
export function reported(run: Run, value: RowValue): RowValue | null {
  const { reporting } = run.context
  const [factor, ...others] = currenciesOf(value.unit)
  const byRow = factor !== undefined && [factor, ...others].some(isRowCurrency)
  if (factor === undefined || value.unit === null) return value
  if (!byRow && (reporting?.rates == null || reporting.currency === null || factor === reporting.currency)) return value
  if (others.length > 0 || value.unit[factor] !== 1)
    return byRow ? refuse(run, 'formula/money-power', { unit: printUnit(value.unit) }, value.at) : value
  if (reporting?.rates == null) return refuse(run, 'formula/no-rates', { currency: factor.slice(1) }, value.at)
  if (reporting.currency === null) return refuse(run, 'formula/no-currency', {}, value.at)
  return converted(run, value, factor, { ...reporting, currency: reporting.currency, rates: reporting.rates })
}

interface Known extends Reporting {
  readonly currency: string
  readonly rates: RateRule
}

function converted(run: Run, value: RowValue, factor: string, { currency, rates, scale }: Known): RowValue | null {
  const { dataset } = run.context
  if (dataset === null || dataset.time === null)
    return refuse(run, 'formula/no-rate-day', { dataset: dataset?.id ?? '' }, value.at)
  const of = value.expr.type
  const type: ValueType = of.kind === 'decimal' ? { kind: 'decimal', scale: convertedScale(of.scale, scale) } : double
  if (type.kind === 'decimal' && type.scale > scaleLimit)
    return refuse(run, 'formula/digits', { scale: type.scale, limit: scaleLimit }, value.at)
  const from: RowExpr = isRowCurrency(factor)
    ? { kind: 'column', path: currencyPath(factor), type: text }
    : textLiteral(factor)
  const inForce = rates.at.kind !== 'day' && dataset.rows === 'validity'
  const expr: RowExpr = {
    kind: 'convert',
    arg: value.expr,
    currency: from,
    to: currency,
    // The closing rate of what is in force is that of the day on which it is read, the last of whatever period is asked.
    rates: inForce && rates.at.kind === 'closing' ? { ...rates, at: { kind: 'day' } } : rates,
    day: inForce ? dayRead : rowDay,
    type,
  }
  return { ...value, expr, unit: inCurrency(value.unit ?? {}, currency) }
}

const rowDay: RowExpr = { kind: 'day', type: date }
const dayRead: RowExpr = { kind: 'apply', primitive: 'as_of', args: [], type: date }

/**
 * Values that are added, compared or chosen between: each in the currency of the KPI where they are of several, or where a
 * number written out stands beside money whose currency rows name (`amount > 1000`). Zero is zero in all of them.
 */
export function ofOneCurrency(run: Run, values: readonly RowValue[]): readonly RowValue[] | null {
  const met = new Set(values.flatMap(({ unit, literal }) => (literal === null ? currenciesOf(unit) : [])))
  const numbers = values.some(({ literal }) => literal === 'number')
  if (met.size < 2 && !(numbers && [...met].some(isRowCurrency))) return values
  const found = values.map((value) => reported(run, value))
  const sound = found.filter((value) => value !== null)
  return sound.length < found.length ? null : sound
}
