import type { Answer } from '../../domain/answer.ts'
import { fullNumber } from '../../domain/number-format.ts'
import type { UnitLabel } from '../../domain/view.ts'

/** A difference with its sign, in no more digits than the numbers have that it lies between. */
export function signed(unit: UnitLabel, locale: string, difference: number, places: number): string {
  const sign = difference < 0 ? '\u2212' : '+'
  return sign + fullNumber(unit, locale, Number(Math.abs(difference).toFixed(places)))
}

/** Ratios in as many digits as anybody reads; amounts to the last. */
export const rounded = (value: string | number) => (typeof value === 'number' ? Number(value.toPrecision(8)) : value)

/** Digits after the point of the finest of some amounts. */
export const placesOf = (answers: readonly Answer[]): number =>
  Math.max(...answers.map(({ value }) => (typeof value === 'string' ? (value.split('.')[1]?.length ?? 0) : 4)))
