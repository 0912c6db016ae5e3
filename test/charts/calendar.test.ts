import { describe, expect, test } from 'vitest'
import { calendarHeatmap } from '../../src/charts/calendar-heatmap.ts'
import { el, type Svg, toText } from '../../src/charts/svg.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { day, parseDay, printDay, weekday } from '../../src/time/day.ts'

const first = parseDay('2025-03-24') ?? day(0)
const unit = { kind: 'other', symbol: 'orders' } as const

function answer(period: string, value: number | null, more: Partial<Answer> = {}): Answer {
  return {
    kpi: 'orders',
    scope: '',
    grain: 'day',
    period,
    start: period.slice(0, 10),
    end: period.slice(0, 10),
    state: value === null ? 'no-data' : 'value',
    value: value === null ? null : String(value),
    numerator: null,
    denominator: null,
    target: null,
    attainment: null,
    status: value === null ? 'no-data' : 'no-target',
    score: null,
    flags: [],
    asOf: '2026-03-29T00:00:00Z',
    dataThrough: null,
    revision: { catalog: '', facts: {} },
    ...more,
  }
}

/** A year of days: weekends are low, one day is missing, one is off track, one beyond all others, the last one unfinished. */
const year = Array.from({ length: 371 }, (_, index): Answer => {
  const on = day(first + index)
  const usual = (weekday(on) > 5 ? 40 : 90 + weekday(on) * 4) + ((index * 7) % 13) + Math.round(index / 12)
  if (index === 200) return answer(printDay(on), null)
  if (index === 300) return answer(printDay(on), 22, { status: 'off-track' })
  if (index === 330) return answer(printDay(on), 900)
  if (index === 370) return answer(printDay(on), 12, { flags: ['unfinished'] })
  return answer(printDay(on), usual)
})

/** Four weeks of hours, in which clocks leap forward on 29 March and go back in October. */
const hours = (from: string, skipped: string | null, twice: string | null): readonly Answer[] =>
  Array.from({ length: 28 }, (_, index) => printDay(day((parseDay(from) ?? day(0)) + index))).flatMap((on, index) =>
    Array.from({ length: 24 }, (_, hour) => `${on}T${String(hour).padStart(2, '0')}`).flatMap((text, hour) => {
      const value = Math.round(20 + 18 * Math.sin(((hour - 8) / 24) * 2 * Math.PI) + ((index * 5 + hour) % 7))
      if (text === skipped) return []
      const plain = answer(`${text}+02:00`, value, { grain: 'hour' })
      return text === twice ? [plain, answer(`${text}+01:00`, value + 1, { grain: 'hour' })] : [plain]
    }),
  )

const draw = (answers: readonly Answer[], by: 'week' | 'day', width: number) =>
  calendarHeatmap({ answers, by, unit, locale: 'en', width })

describe.each(['light', 'dark'] as const)('pictures, %s', (theme) => {
  test.each([1216, 328])('days by week and hours by day, %i px', async (width) => {
    const days = draw(year, 'week', width)
    await expect(page(days.svg, theme, days.sentence)).toMatchFileSnapshot(`calendar-week-${width}-${theme}.svg`)
    const byHour = draw(hours('2026-03-02', '2026-03-29T02', null), 'day', width)
    await expect(page(byHour.svg, theme, byHour.sentence)).toMatchFileSnapshot(`calendar-hour-${width}-${theme}.svg`)
  })
})

test('every day stands in its week and on its weekday, and the table has the same figures', () => {
  const { table, sentence } = draw(year, 'week', 1216)
  expect(table.columns).toEqual(['Week', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])
  expect(table.rows).toHaveLength(54)
  expect(table.rows[0]?.[0]).toBe('Week of 24 Mar 2025')
  expect(table.rows[0]?.slice(1)).toEqual(year.slice(0, 7).map(({ value }) => `${value} orders`))
  // The 200th day is the fifth of its week.
  expect(table.rows[28]?.[5]).toBe('No data')
  const mondays = year.filter((_, index) => index % 7 === 0).map(({ value }) => Number(value))
  const median = [...mondays].sort((a, b) => a - b)[26]
  expect(table.rows.at(-1)?.[1]).toBe(`${median} orders`)
  // The unfinished day is no lowest day, though its value is.
  expect(sentence).toMatch(
    /^Highest: 900 orders on 17 Feb 2026; lowest: 22 orders on 18 Jan 2026\. Usually highest on Fri/,
  )
})

test('a phone shows the last weeks only and says so; sentence and table are of all', () => {
  const [phone, wide] = [draw(year, 'week', 328), draw(year, 'week', 1216)]
  expect(textsOf(phone.svg)).toContain('The last 14 of 53 weeks')
  expect(rects(phone.svg)).toBeLessThan(rects(wide.svg))
  expect([phone.table, phone.sentence]).toEqual([wide.table, wide.sentence])
})

test('an hour that clocks skip has no cell, one that comes twice has two halves', () => {
  const count = (answers: readonly Answer[]) => rects(draw(answers, 'day', 1216).svg)
  const usual = count(hours('2026-05-04', null, null))
  expect(count(hours('2026-03-02', '2026-03-29T02', null))).toBe(usual - 1)
  const back = hours('2026-10-05', null, '2026-10-25T02')
  expect(count(back)).toBe(usual + 1)
  const cells = draw(back, 'day', 1216).table.rows[2] ?? []
  expect(cells[21]).toMatch(/^\d+ orders, \d+ orders$/)
})

test('nothing to show is said', () => {
  expect(draw([answer('2026-03-02', null)], 'week', 328).sentence).toBe('No values in these periods')
  expect(draw([], 'week', 328).table.rows).toHaveLength(1)
})

const rects = (node: Svg): number =>
  (node.tag === 'rect' ? 1 : 0) +
  node.children.reduce((sum: number, one) => sum + (typeof one === 'string' ? 0 : rects(one)), 0)

function textsOf(node: Svg): readonly string[] {
  if (node.tag === 'text') return [node.children.map((one) => (typeof one === 'string' ? one : '')).join('')]
  return node.children.flatMap((one) => (typeof one === 'string' ? [] : textsOf(one)))
}

/** A picture on its theme's canvas, as a document or a mail would carry it. */
function page(svg: Svg, theme: 'light' | 'dark', label: string): string {
  const { width, height } = svg.attrs
  const canvas = el('rect', { width, height, fill: 'canvas' })
  return `${toText({ ...svg, children: [canvas, ...svg.children] }, theme, label)}\n`
}
