import { describe, expect, test } from 'vitest'
import { bridge } from '../../src/charts/bridge.ts'
import { driverTree } from '../../src/charts/driver-tree.ts'
import { el, type Svg, toText } from '../../src/charts/svg.ts'
import type { DriversView } from '../../src/domain/drivers-view.ts'
import { kpiPage, usual } from '../browser/fixture.ts'
import { driversOf } from '../browser/fixture-drivers.ts'

const found = (id: string): DriversView => {
  const view = kpiPage(id, usual)
  if (view === null) throw new Error(`the fixture has no ${id}`)
  return driversOf(view)
}

const widths = { wide: 900, phone: 328 } as const

describe.each(['light', 'dark'] as const)('pictures, %s', (theme) => {
  test.each(['wide', 'phone'] as const)('bridges and trees, %s', async (size) => {
    const width = widths[size]
    for (const id of ['delivered-on-time', 'revenue']) {
      const view = found(id)
      const [split] = view.splits
      if (split === undefined) throw new Error('a split was expected')
      const { svg, sentence } = bridge({ view, split, locale: 'en', width })
      await expect(page(svg, theme, sentence)).toMatchFileSnapshot(`bridge-${id}-${size}-${theme}.svg`)
    }
    const view = found('delivered-on-time')
    if (view.tree === null) throw new Error('a tree was expected')
    const { svg, sentence } = driverTree({ view, tree: view.tree, locale: 'en', width })
    await expect(page(svg, theme, sentence)).toMatchFileSnapshot(`driver-tree-${size}-${theme}.svg`)
  })
})

test('a bridge of many members keeps the largest and adds the others up; its table has every one', () => {
  const view = found('revenue')
  const [split] = view.splits
  if (split === undefined) throw new Error('a split was expected')
  const chart = bridge({ view, split, locale: 'en', width: 900 })
  const texts = textsOf(chart.svg)
  expect(texts).toContain('3 others')
  expect(texts.indexOf('−0.001')).toBe(texts.indexOf('3 others') + 1)
  expect(chart.table.rows).toHaveLength(12)
  expect(chart.table.rows.at(-1)?.at(0)).toBe('All')
})

test('the same figures are in words', () => {
  const view = found('delivered-on-time')
  const [split] = view.splits
  if (split === undefined || view.tree === null) throw new Error('a split and a tree were expected')
  const input = { view, locale: 'en', width: 900 }
  expect(bridge({ ...input, split }).sentence).toMatch(
    /By region: North −6\.9, South-western highlands −1\.5, .* pp\.$/,
  )
  expect(driverTree({ ...input, tree: view.tree }).sentence).toMatch(
    /By its formula: Orders on time −12\.1 pp, Orders \+3\.3 pp\.$/,
  )
  expect(driverTree({ ...input, tree: view.tree }).table.rows.map(([name]) => name?.trim())).toEqual([
    'Delivered on time',
    'Orders on time',
    'Orders picked in time',
    'Late after picking',
    'Orders',
  ])
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
