import { parseDecimal } from '../domain/decimal.ts'
import type { RawCell } from '../domain/raw-cell.ts'
import { compilePattern } from '../time/date-text.ts'

/** Turns what the server wrote for one value into a cell; nothing is null here. */
export type CellOfText = (text: string) => RawCell

const refused = (shown: string, rule: string): RawCell => ({ kind: 'refused', shown, rule })

const iso = compilePattern(null)

const whole: CellOfText = (text) => {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

const numeric: CellOfText = (text) => {
  const found = parseDecimal(text)
  return found === null ? refused(text, 'is no number that a column holds') : { kind: 'decimal', ...found }
}

const double: CellOfText = (text) => {
  const value = Number(text)
  return Number.isFinite(value) ? value : refused(text, 'is no finite number')
}

const date: CellOfText = (text) => {
  const found = iso(text)
  return found === null ? refused(text, 'is no day between the years 1 and 9999') : { kind: 'day', day: found.day }
}

const microsPerDay = 86_400_000_000n

/** With an offset (the session speaks UTC) an instant, without one a wall time. */
const timestamp: CellOfText = (text) => {
  const found = iso(text)
  if (found === null) return refused(text, 'is no time between the years 1 and 9999')
  const micros = found.micros ?? 0
  if (found.offsetMinutes === null) return { kind: 'local', day: found.day, micros }
  return { kind: 'instant', micros: BigInt(found.day) * microsPerDay + BigInt(micros) }
}

/** Readers by the type's number in pg_type; every other type is read as the text that the server writes. */
const readers: ReadonlyMap<number, CellOfText> = new Map([
  [16, (text) => text === 't'],
  [17, (text) => refused(`${(text.length - 2) / 2} bytes`, 'is binary data, which no column holds')],
  [20, whole],
  [21, whole],
  [23, whole],
  [26, whole],
  [700, double],
  [701, double],
  [790, (text) => refused(text, 'is of the type money, which is written as the server pleases: cast it to numeric')],
  [1082, date],
  [1114, timestamp],
  [1184, timestamp],
  [1700, numeric],
])

export const cellReaderOf = (typeNumber: number): CellOfText => readers.get(typeNumber) ?? ((text) => text)
