import { expect, test } from 'vitest'
import { printDay } from '../../time/day.ts'
import { readHolidays } from './holiday-text.ts'

const read = (text: string) => {
  const { holidays, bad } = readHolidays(text)
  return { days: holidays.map(({ day, name, regions }) => [printDay(day), name, ...regions]), bad }
}

const event = (...lines: readonly string[]) =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n${lines.join('\r\n')}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`

test('lines of a date, a name and regions, under a header or none, parted as spreadsheets part them', () => {
  const expected = [
    ['2026-12-25', 'Christmas Day'],
    ['2026-10-31', 'Reformation Day, observed', 'de-th', 'de-sn'],
  ]
  const lines = ['2026-12-25,Christmas Day', '', '2026-10-31,"Reformation Day, observed",de-th|de-sn']
  expect(read(lines.join('\n')).days).toEqual(expected)
  expect(read(['Date,Holiday,Regions', ...lines].join('\n')).days).toEqual(expected)
  expect(read('2026-12-25\tChristmas Day').days).toEqual([['2026-12-25', 'Christmas Day']])
})

test('what is no day or has no name is told where its line begins', () => {
  const text = '2026-12-25, Christmas Day\n25.12.2027, Christmas Day\n2028-12-25'
  expect(read(text).bad).toEqual([
    { offset: 26, line: '25.12.2027, Christmas Day', why: 'date' },
    { offset: 52, line: '2028-12-25', why: 'name' },
  ])
  expect(read('2026-02-30, Never').bad).toMatchObject([{ why: 'date' }])
})

test('events of a calendar file: a day, several days, long lines, escaped signs, cancelled ones', () => {
  expect(
    read(event('DTSTART;VALUE=DATE:20260501', 'DTEND;VALUE=DATE:20260502', 'SUMMARY:Early May\\, bank h', ' oliday'))
      .days,
  ).toEqual([['2026-05-01', 'Early May, bank holiday']])
  expect(
    read(event('DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227', 'SUMMARY;LANGUAGE=en:Christmas')).days,
  ).toEqual([
    ['2026-12-24', 'Christmas'],
    ['2026-12-25', 'Christmas'],
    ['2026-12-26', 'Christmas'],
  ])
  expect(read(event('DTSTART;VALUE=DATE:20260501', 'SUMMARY:Off')).days).toEqual([['2026-05-01', 'Off']])
  expect(read(event('DTSTART;VALUE=DATE:20260501', 'SUMMARY:Off', 'STATUS:CANCELLED'))).toEqual({ days: [], bad: [] })
})

test('events that come back every year, leap days where there are some; other rules are refused', () => {
  const yearly = (rule: string, start = '20240229') =>
    read(event(`DTSTART;VALUE=DATE:${start}`, 'SUMMARY:Leap', `RRULE:${rule}`))
  expect(yearly('FREQ=YEARLY;COUNT=9').days.map(([on]) => on)).toEqual(['2024-02-29', '2028-02-29', '2032-02-29'])
  expect(yearly('FREQ=YEARLY;UNTIL=20260101T000000Z', '20240101').days.map(([on]) => on)).toEqual([
    '2024-01-01',
    '2025-01-01',
    '2026-01-01',
  ])
  expect(yearly('FREQ=YEARLY', '20240101').days).toHaveLength(2199 - 2024 + 1)
  for (const rule of [
    'FREQ=MONTHLY',
    'FREQ=YEARLY;BYDAY=4TH',
    'FREQ=YEARLY;INTERVAL=0',
    'FREQ=YEARLY;COUNT=x',
    'FREQ=YEARLY;UNTIL=soon',
    '',
  ])
    expect(yearly(rule), rule).toMatchObject({ days: [], bad: [{ why: 'rule' }] })
})

test('an event without a day or a name, or that lasts a season, is no holiday', () => {
  expect(read(event('SUMMARY:When?')).bad).toMatchObject([{ why: 'date' }])
  expect(read(event('DTSTART;VALUE=DATE:20260501')).bad).toMatchObject([{ why: 'name' }])
  expect(read(event('DTSTART;VALUE=DATE:20260601', 'DTEND;VALUE=DATE:20260901', 'SUMMARY:Summer')).bad).toMatchObject([
    { why: 'date', line: '20260901' },
  ])
})
