import { expect, test } from 'vitest'
import { compilePattern } from './date-text.ts'
import { printDay } from './day.ts'
import { readSerial, type SerialFormat, serialDay } from './serial-date.ts'

const said = (text: string, format: SerialFormat) => {
  const found = readSerial(text, format)
  return found === null ? null : `${printDay(found.day)} ${found.micros}`
}

// ECMA-376 part 1, 18.17.4.1 and what Excel shows for these numbers.
test('day numbers of spreadsheets, in both systems', () => {
  expect(said('1', 'excel')).toBe('1900-01-01 0')
  expect(said('59', 'excel')).toBe('1900-02-28 0')
  expect(said('60', 'excel')).toBe(null)
  expect(said('59.9999999999', 'excel')).toBe(null)
  expect(said('61', 'excel')).toBe('1900-03-01 0')
  expect(said('0', 'excel')).toBe(null)
  expect(said('0', 'excel-1904')).toBe('1904-01-01 0')
  expect(said('42024.75', 'excel')).toBe('2015-01-20 64800000000')
  expect(said('40562.75', 'excel-1904')).toBe('2015-01-20 64800000000')
  expect(said('2958465', 'excel')).toBe('9999-12-31 0')
  expect(said('2958466', 'excel')).toBe(null)
  expect(said('-1', 'excel')).toBe(null)
  expect(said('4e4', 'excel')).toBe(null)
})

test('every millisecond of a day survives its day number', () => {
  for (let ms = 0; ms < 86_400_000; ms += 997) {
    expect(serialDay(45_000 + ms / 86_400_000, 1900)?.micros).toBe(ms * 1000)
  }
})

test('counts since 1970', () => {
  expect(said('0', 'unix')).toBe('1970-01-01 0')
  expect(said('1773066600', 'unix')).toBe('2026-03-09 52200000000')
  expect(said('1773066600.1234567', 'unix')).toBe('2026-03-09 52200123456')
  expect(said('1773066600123', 'unix-ms')).toBe('2026-03-09 52200123000')
  expect(said('1773066600123456', 'unix-us')).toBe('2026-03-09 52200123456')
  expect(said('-1', 'unix')).toBe('1969-12-31 86399000000')
  expect(said('999999999999999999', 'unix')).toBe(null)
  expect(said('2026-03-09', 'unix')).toBe(null)
  expect(compilePattern('unix')('0')).toEqual({ day: 0, micros: 0, offsetMinutes: 0 })
  expect(compilePattern('excel')('25570')).toEqual({ day: 1, micros: 0, offsetMinutes: null })
})
