import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAll, closeAll, dataFile, hasData, workspaceOf } from './ask-all.ts'
import { cellOf, type Expected, expectAnswers, grouped, type Names, Oracle, published } from './compare.ts'
import { rowsOf } from './raw.ts'

const name = 'nps_survey'

const names: Names = {
  answers: ['answers', true],
  promoters: ['promoters', true],
  passives: ['passives', true],
  detractors: ['detractors', true],
  nps: ['nps', false],
  standard_error: ['nps-error', false],
}
const total = { from: 'total', to: 'total' }

describe.skipIf(!hasData(name))('NPS survey (skipped where ../shared/data is absent)', () => {
  let place: ReturnType<typeof workspaceOf>
  beforeAll(() => {
    place = workspaceOf(name)
  })
  afterAll(async () => {
    await closeAll()
    place.remove()
  })

  test('every published value', async () => {
    const oracle = new Oracle(name)
    const values = published(oracle, 'result', names)
    // The two ends of the interval are a list, numbered by place.
    const [low, high] = [oracle.at('result.ci95_normal.0'), oracle.at('result.ci95_normal.1')]
    const kpis = [...Object.values(names).map(([kpi]) => kpi), 'nps-low', 'nps-high']
    expectAnswers(
      await askAll(place.folder, { kpis, ...total }),
      new Map([[cellOf('', 'total'), { ...values, 'nps-low': low, 'nps-high': high }]]),
    )
    expect(oracle.left([])).toEqual({ paths: [], idle: [] })
  })

  test('by store, where a score of few answers has a wide error, and one answer none', async () => {
    const scores = rowsOf(dataFile(name, 'nps_survey_long.csv')).filter((row) => row['Question Number'] === '3')
    expect(scores).toHaveLength(28)
    const groups = grouped(scores, (row) => cellOf(`store=${row.Store}`, 'total'))
    const table = new Map([...groups].map(([cell, rows]) => [cell, valuesOf(rows.map((row) => Number(row.Answer)))]))
    const kpis = ['answers', 'promoters', 'passives', 'detractors', 'nps', 'nps-error']
    expectAnswers(await askAll(place.folder, { kpis, ...total, by: ['store'] }), table)
  })
})

/** The mean of 100, 0 and -100 with its error, from their squares about it. */
function valuesOf(scores: readonly number[]): Readonly<Record<string, Expected>> {
  const points: number[] = scores.map((score) => (score >= 9 ? 100 : score >= 7 ? 0 : -100))
  const counted = (wanted: number) => points.filter((point) => point === wanted).length
  const mean = points.reduce((sum, point) => sum + point, 0) / points.length
  const squares = points.reduce((sum, point) => sum + (point - mean) ** 2, 0)
  return {
    answers: String(points.length),
    promoters: String(counted(100)),
    passives: String(counted(0)),
    detractors: String(counted(-100)),
    nps: mean,
    'nps-error': Math.sqrt(squares / points.length / points.length),
  }
}
