import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAll, closeAll, dataFile, hasData, workspaceOf } from './ask-all.ts'
import { cellOf, type Expected, expectAnswers, grouped, type Names, Oracle, published } from './compare.ts'
import { rowsOf } from './raw.ts'

const name = 'ibm_hr_attrition'

const totals: Names = {
  employees: ['employees', true],
  left: ['left', true],
  attrition_rate: ['attrition-rate', false],
  mean_monthly_income: ['monthly-income', false],
  mean_tenure_years: ['tenure', false],
}
const groupNames: Names = {
  employees: ['employees', true],
  left: ['left', true],
  rate: ['attrition-rate', false],
}
const kpisOf = (names: Names): readonly string[] => Object.values(names).map(([kpi]) => kpi)
const total = { from: 'total', to: 'total' }

describe.skipIf(!hasData(name))('IBM attrition (skipped where ../shared/data is absent)', () => {
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
    expectAnswers(
      await askAll(place.folder, { kpis: kpisOf(totals), ...total }),
      new Map([[cellOf('', 'total'), published(oracle, '', totals)]]),
    )
    for (const [path, split] of [
      ['by_department', 'department'],
      ['by_overtime', 'overtime'],
      ['by_job_role', 'job_role'],
    ] as const) {
      const table = oracle
        .names(path)
        .map(
          (member) =>
            [cellOf(`${split}=${member}`, 'total'), published(oracle, `${path}.${member}`, groupNames)] as const,
        )
      expectAnswers(await askAll(place.folder, { kpis: kpisOf(groupNames), ...total, by: [split] }), new Map(table))
    }
    expect(oracle.left([])).toEqual({ paths: [], idle: [] })
  })

  test('by department, overtime and gender together, where a mean is that of the people in it', async () => {
    const groups = grouped(rowsOf(dataFile(name, 'hr_employee_attrition.csv')), (row) =>
      cellOf(`department=${row.Department}/gender=${row.Gender}/overtime=${row.OverTime}`, 'total'),
    )
    expect(groups.size).toBe(12)
    const table = [...groups].map(([cell, rows]): [string, Readonly<Record<string, Expected>>] => {
      const left = rows.filter((row) => row.Attrition === 'Yes').length
      const mean = (column: string) => rows.reduce((sum, row) => sum + Number(row[column]), 0) / rows.length
      return [
        cell,
        {
          employees: String(rows.length),
          left: String(left),
          'attrition-rate': left / rows.length,
          'monthly-income': mean('MonthlyIncome'),
          tenure: mean('YearsAtCompany'),
        },
      ]
    })
    const by = ['department', 'gender', 'overtime']
    expectAnswers(await askAll(place.folder, { kpis: kpisOf(totals), ...total, by }), new Map(table))
  })
})
