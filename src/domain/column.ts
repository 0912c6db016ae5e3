import type { ValueType } from './formula/algebra.ts'
import type { MeasureUnit } from './measure-unit.ts'

/** One column of a dataset: its type, and how the source writes its values. */
export interface Column {
  readonly name: string
  readonly type: ValueType
  readonly unit: MeasureUnit
  /** The header in the source. */
  readonly from: string
  /** Date pattern such as `D/M/YYYY`, or null for ISO 8601. */
  readonly format: string | null
  /** Words that mean "no value", besides the empty cell. */
  readonly missing: readonly string[]
  /** Decimal sign of numbers in text: '.' or ','. */
  readonly decimalSign: '.' | ','
  /** Sign between groups of digits in text; absent where there is none. */
  readonly groupSign?: '.' | ',' | ' ' | "'"
  /** Currency marks that may stand before or behind numbers in text. */
  readonly marks?: readonly string[]
  /** Whether digits beyond the type's are rounded and exponents read, as of floating-point numbers; else they are refused. */
  readonly round?: boolean
  readonly required: boolean
  /** Of money: the column, its own or a looked-up one, that names the currency of each row. */
  readonly currency?: readonly string[]
  /** What its values must be besides their type: a currency's code, or a rate, which is above zero. */
  readonly holds?: 'currency' | 'rate'
  /** What its distinct values count, for example `customer`. */
  readonly noun?: string
}
