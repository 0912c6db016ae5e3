import { expect, test } from 'vitest'
import { controlChart } from '../../src/charts/control-chart.ts'
import { el, type Svg, toText } from '../../src/charts/svg.ts'
import type { SignalsView } from '../../src/domain/signals-view.ts'
import { kpiPage, usual } from '../browser/fixture.ts'
import { signalsOf } from '../browser/fixture-signals.ts'

const found = (id: string): SignalsView => {
  const view = kpiPage(id, usual)
  if (view === null) throw new Error(`the fixture has no ${id}`)
  return signalsOf(view)
}

test.each(['light', 'dark'] as const)('control charts, %s', async (theme) => {
  for (const width of [1216, 328]) {
    const { svg, sentence } = controlChart({ view: found('delivered-on-time'), locale: 'en', width })
    await expect(page(svg, theme, sentence)).toMatchFileSnapshot(`control-chart-${width}-${theme}.svg`)
  }
})

test('every mark has its word, and the table says the same', () => {
  const chart = controlChart({ view: found('delivered-on-time'), locale: 'en', width: 1216 })
  expect(textsOf(chart.svg)).toEqual(expect.arrayContaining(['Alert', '3 of 4', 'New limits', 'Upper limit', 'Centre']))
  const marked = chart.table.rows.filter((row) => row.at(-1) !== '').map((row) => row.at(-1))
  expect(textsOf(chart.svg)).not.toContain('8 in a row')
  expect(marked).toEqual(['Run of 8 (dismissed)', 'Three of four nearer a limit', 'One value out'])
})

test('without limits there is a line and no band; without values there is nothing to draw, and no error', () => {
  const view = found('delivered-on-time')
  const bare = view.periods.map((period) => ({ ...period, centre: null, lower: null, upper: null }))
  const unlimited = controlChart({ view: { ...view, periods: bare }, locale: 'en', width: 1216 })
  expect(textsOf(unlimited.svg)).not.toContain('Centre')
  const empty = bare.map((period) => ({ ...period, value: null }))
  expect(controlChart({ view: { ...view, periods: empty }, locale: 'en', width: 328 }).table.rows).toHaveLength(
    empty.length,
  )
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
