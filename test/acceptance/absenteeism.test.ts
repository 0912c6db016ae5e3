import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAll, closeAll, dataFile, hasData, workspaceOf } from './ask-all.ts'
import { cellOf, type Expected, expectAnswers, grouped, type Names, Oracle, published } from './compare.ts'
import { rowsOf } from './raw.ts'

const name = 'absenteeism'
const totals: Names = { records: ['records', true], hours: ['hours', true], people: ['people', true] }
const total = { from: 'total', to: 'total' }

describe.skipIf(!hasData(name))('absenteeism (skipped where ../shared/data is absent)', () => {
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
    const rate = oracle.at('absence_rate_example.value')
    expectAnswers(
      await askAll(place.folder, { kpis: ['records', 'hours', 'people', 'absence-rate'], ...total }),
      new Map([[cellOf('', 'total'), { ...published(oracle, '', totals), 'absence-rate': rate }]]),
    )
    for (const [path, kpi, split] of [
      ['hours_by_month_number', 'hours', 'month'],
      ['hours_by_reason', 'hours', 'reason'],
      ['bradford_by_person', 'bradford', 'person'],
    ] as const) {
      const table = oracle
        .names(path)
        .map(
          (member) =>
            [cellOf(`${split}=${member}`, 'total'), { [kpi]: String(oracle.at(`${path}.${member}`)) }] as const,
        )
      expectAnswers(await askAll(place.folder, { kpis: [kpi], ...total, by: [split] }), new Map(table))
    }
    const factors = oracle.names('bradford_by_person').map((person) => oracle.at(`bradford_by_person.${person}`))
    expectAnswers(
      await askAll(place.folder, { kpis: ['bradford-sum', 'bradford-high'], ...total }),
      new Map([
        [
          cellOf('', 'total'),
          {
            'bradford-sum': String(factors.reduce((sum, one) => sum + one, 0)),
            'bradford-high': String(factors.filter((one) => one > 10_000).length),
          },
        ],
      ]),
    )
    expect(oracle.left([])).toEqual({ paths: [], idle: [] })
  })

  test.each(['weekday', 'reason', 'month'] as const)('by %s', async (split) => {
    const column = { weekday: 'Day of the week', reason: 'Reason for absence', month: 'Month of absence' }[split]
    const groups = grouped(rowsOf(dataFile(name, 'absenteeism_at_work.csv')), (row) =>
      cellOf(`${split}=${row[column]}`, 'total'),
    )
    const table = [...groups].map(([cell, rows]): [string, Readonly<Record<string, Expected>>] => {
      const hours = rows.map((row) => Number(row['Absenteeism time in hours']))
      return [
        cell,
        {
          records: String(rows.length),
          spells: String(hours.filter((one) => one > 0).length),
          hours: String(hours.reduce((sum, one) => sum + one, 0)),
          people: String(new Set(rows.map((row) => row.ID)).size),
        },
      ]
    })
    const kpis = ['records', 'spells', 'hours', 'people']
    expectAnswers(await askAll(place.folder, { kpis, ...total, by: [split] }), new Map(table))
  })
})
