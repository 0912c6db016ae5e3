import { expect, test } from 'vitest'
import { bullet } from '../../src/charts/bullet.ts'
import { sparkline } from '../../src/charts/sparkline.ts'
import { type Shown, states, stateWord, statusShape } from '../../src/charts/states.ts'
import { el, root, type Svg, toText } from '../../src/charts/svg.ts'
import { trend } from '../../src/charts/trend.ts'
import { kpiPage, scorecard, usual } from '../browser/fixture.ts'

const rows = scorecard('company', usual)?.groups.flatMap((group) => group.rows) ?? []

const LABEL = 'Examples of the charts'

test('every state has its own shape and word', async () => {
  const names = Object.keys(states).filter((name): name is Shown => name in states)
  expect(new Set(names.map(stateWord)).size).toBe(names.length)
  expect(new Set(names.map((name) => JSON.stringify(states[name].parts))).size).toBe(names.length)
  const picture = root(
    160,
    names.length * 28 + 8,
    ...names.flatMap((name, index) => [
      move(12, index * 28 + 10, statusShape(name)),
      el('text', { x: 40, y: index * 28 + 21, fontSize: 13, fill: states[name].text }, stateWord(name)),
    ]),
  )
  await expect(page(picture, 'light', LABEL)).toMatchFileSnapshot('states-light.svg')
  await expect(page(picture, 'dark', LABEL)).toMatchFileSnapshot('states-dark.svg')
})

test('bullets and sparklines of a whole scorecard', async () => {
  const picture = root(
    520,
    rows.length * 36 + 8,
    ...rows.flatMap((row, index) => {
      const input = { ...row, locale: 'en' }
      const line = sparkline({ ...input, period: '2026-03', width: 120, height: 28 })
      return [
        el('text', { x: 8, y: index * 36 + 24, fontSize: 13, fill: 'ink' }, row.name),
        move(200, index * 36 + 10, bullet(input).svg),
        move(384, index * 36 + 6, line.svg),
      ]
    }),
  )
  await expect(page(picture, 'light', LABEL)).toMatchFileSnapshot('rows-light.svg')
  await expect(page(picture, 'dark', LABEL)).toMatchFileSnapshot('rows-dark.svg')
  const sentences = rows.map((row) => {
    const line = sparkline({ ...row, period: '2026-03', locale: 'en', width: 120, height: 28 })
    return `${row.name}: ${bullet({ ...row, locale: 'en' }).sentence}. ${line.sentence}.`
  })
  await expect(`${sentences.join('\n')}\n`).toMatchFileSnapshot('rows.txt')
})

test.each(['wide', 'medium', 'phone'] as const)('trends, %s', async (size) => {
  for (const id of ['delivered-on-time', 'revenue', 'response-time', 'complaints', 'write-offs']) {
    const kpi = kpiPage(id, usual)
    if (!kpi) throw new Error(`the fixture has no ${id}`)
    const chart = trend({
      trend: kpi.trend,
      labels: kpi.labels,
      period: kpi.period.text,
      unit: kpi.row.unit,
      good: kpi.row.good,
      locale: 'en',
      size,
    })
    expect(chart.table.rows.length).toBe(size === 'wide' ? 37 : size === 'medium' ? 25 : 14)
    await expect(page(chart.svg, 'light', chart.sentence)).toMatchFileSnapshot(`trend-${id}-${size}.svg`)
  }
})

test.each(['wide', 'phone'] as const)('a new formula breaks the line and is said, %s', async (size) => {
  const kpi = kpiPage('response-time', usual)
  if (!kpi) throw new Error('the fixture has no response-time')
  const { trend: answers, labels, period, row } = kpi
  const from = labels.at(-6)?.start ?? ''
  const chart = trend({
    trend: answers,
    labels,
    period: period.text,
    unit: row.unit,
    good: row.good,
    locale: 'en',
    size,
    breaks: [from],
  })
  expect(chart.sentence).toContain(`a new formula from ${labels.at(-6)?.label} on`)
  await expect(page(chart.svg, 'light', chart.sentence)).toMatchFileSnapshot(`trend-new-formula-${size}.svg`)
})

function move(x: number, y: number, svg: Svg): Svg {
  return el('g', { transform: `translate(${x} ${y})` }, ...svg.children)
}

/** A picture on its theme's canvas, as a document or a mail would carry it. */
function page(svg: Svg, theme: 'light' | 'dark', label: string): string {
  const { width, height } = svg.attrs
  const canvas = el('rect', { width, height, fill: 'canvas' })
  return `${toText({ ...svg, children: [canvas, ...svg.children] }, theme, label)}\n`
}
