import { expect, test } from 'vitest'
import { fanChart } from '../../src/charts/fan-chart.ts'
import { el, type Svg, toText } from '../../src/charts/svg.ts'
import type { ForecastView } from '../../src/domain/forecast-view.ts'
import { kpiPage, usual } from '../browser/fixture.ts'
import { forecastOf } from '../browser/fixture-forecast.ts'

const found = (id: string): ForecastView => {
  const view = kpiPage(id, usual)
  if (view === null) throw new Error(`the fixture has no ${id}`)
  return forecastOf(view)
}

test.each(['light', 'dark'] as const)('fans, %s', async (theme) => {
  for (const width of [1216, 328]) {
    const { svg, sentence } = fanChart({ view: found('delivered-on-time'), locale: 'en', width })
    await expect(page(svg, theme, sentence)).toMatchFileSnapshot(`fan-chart-${width}-${theme}.svg`)
  }
})

test('the target is named with its odds where its line ends, and the table has every range and the year', () => {
  const chart = fanChart({ view: found('delivered-on-time'), locale: 'en', width: 1216 })
  expect(textsOf(chart.svg).filter((text) => text.startsWith('Target'))).toEqual([
    expect.stringMatching(/^Target .*: about 65 %$/),
  ])
  expect(chart.table.columns).toEqual(['Period', 'Expected', '50 %', '80 %', '95 %', 'Target', 'Odds'])
  expect(chart.table.rows).toHaveLength(13)
  expect(chart.table.rows.at(-1)?.[0]).toBe('2026')
})

test('what came since is marked, a ring where it lies outside the range of 80 %', () => {
  const view = found('delivered-on-time')
  const periods = view.periods.map((one, step) => {
    const upper = one.ranges.find(({ level }) => level === 0.8)?.upper ?? 0
    return { ...one, actual: step === 0 ? one.median : step === 1 ? upper * 1.02 : null }
  })
  const chart = fanChart({ view: { ...view, periods }, locale: 'en', width: 1216 })
  const circles = partsOf(chart.svg).filter(({ tag }) => tag === 'circle')
  expect(circles.map(({ attrs }) => attrs.stroke)).toEqual([undefined, 'canvas', 'risk'])
  expect(chart.table.columns.at(-1)).toBe('Actual')
})

test('without ranges there is a line and no band, and without a past no error', () => {
  const view = found('delivered-on-time')
  const bare = view.periods.map((one) => ({ ...one, ranges: [] }))
  const chart = fanChart({ view: { ...view, periods: bare }, locale: 'en', width: 1216 })
  expect(partsOf(chart.svg).some(({ attrs }) => String(attrs.fill).startsWith('fan-'))).toBe(false)
  expect(fanChart({ view: { ...view, past: [], periods: bare }, locale: 'en', width: 328 }).table.rows).toHaveLength(13)
})

const partsOf = (node: Svg): readonly Svg[] => [
  node,
  ...node.children.flatMap((one) => (typeof one === 'string' ? [] : partsOf(one))),
]

const textsOf = (node: Svg): readonly string[] =>
  partsOf(node).flatMap(({ tag, children }) => (tag === 'text' ? [String(children[0] ?? '')] : []))

/** A picture on its theme's canvas, as a document or a mail would carry it. */
function page(svg: Svg, theme: 'light' | 'dark', label: string): string {
  const { width, height } = svg.attrs
  const canvas = el('rect', { width, height, fill: 'canvas' })
  return `${toText({ ...svg, children: [canvas, ...svg.children] }, theme, label)}\n`
}
