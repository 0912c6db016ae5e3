import { expect, test } from 'vitest'
import { paceChart } from '../../src/charts/pace.ts'
import { el, type Svg, toText } from '../../src/charts/svg.ts'
import type { PaceCourse } from '../../src/domain/pace-view.ts'
import { day, parseDay, printDay } from '../../src/time/day.ts'

const first = parseDay('2026-03-01') ?? day(0)
/** A March of 310 promised, ten a day, of which a half more came each day until the ninth. */
const march = (days: number): PaceCourse => ({
  grain: 'month',
  label: {
    text: '2026-03',
    label: 'March 2026',
    short: 'Mar 26',
    start: '2026-03-01',
    end: '2026-04-01',
    complete: false,
  },
  pace: 'even',
  target: 310,
  through: days === 0 ? null : printDay(day(first + days - 1)),
  points: Array.from({ length: 31 }, (_, index) => ({
    day: printDay(day(first + index)),
    promised: 10 * (index + 1),
    actual: index < days ? 15 * (index + 1) : null,
  })),
  sentence: 'By 9 March 135 came.',
})
const unit = { kind: 'other', symbol: 'orders' } as const
const draw = (course: PaceCourse, width: number) => paceChart({ course, unit, locale: 'en', width })

test.each(['light', 'dark'] as const)('promise and value through a month, %s', async (theme) => {
  for (const width of [1216, 328]) {
    const { svg, sentence } = draw(march(9), width)
    await expect(page(svg, theme, sentence)).toMatchFileSnapshot(`pace-${width}-${theme}.svg`)
  }
})

test('says what is due and what came on the last counted day, and the same in its table', () => {
  const { svg, table } = draw(march(9), 1216)
  expect(textsOf(svg)).toEqual(expect.arrayContaining(['Target 310 orders', '90 orders due', '135 orders came']))
  expect(table.rows[8]).toEqual(['2026-03-09', '90 orders', '135 orders', '45'])
  expect(table.rows[9]).toEqual(['2026-03-10', '100 orders', '', ''])
})

test('before any day is counted there is the promise alone', () => {
  const texts = textsOf(draw(march(0), 328).svg)
  expect(texts).toContain('Target 310 orders')
  expect(texts.some((text) => text.endsWith('came') || text.endsWith('due'))).toBe(false)
})

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
