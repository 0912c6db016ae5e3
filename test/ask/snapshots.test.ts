import { afterAll, beforeAll, expect, test } from 'vitest'
import { enter } from '../../src/app/enter.ts'
import { localOwner } from '../../src/domain/access.ts'
import { kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// A headcount is never summed over days: each period is read on its last day with rows, whichever grains are asked together.
const documents = `kind: workspace
id: staff
name: Staff
zone: UTC
today: 2026-07-01
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: staff
source: files
from: staff.csv
key: [day, team]
time: { column: day }
rows: snapshot
row: picture
columns: { day: date, team: text, people: integer, lead: text }
dimensions: [team]
---
{ kind: unit, id: all, name: All, level: organisation }
---
{ kind: unit, id: north, name: North, level: team, parent: all, where: { team: n } }
---
{ kind: unit, id: south, name: South, level: team, parent: all, where: { team: s } }
${kpi('people', measure('staff', 'sum(people)'))}
${kpi('largest', measure('staff', 'max(people)'))}
${kpi('leads', measure('staff', 'count_distinct(lead)'), 'leads')}
${kpi('per-team', ratio('sum(people)', 'count()', 'staff'), '1 / picture')}
${kpi('typed', '{ type: manual, over-time: last }')}
`
const rows = [
  ['2026-01-05', 'n', 4, 'a'],
  ['2026-01-05', 's', 6, 'b'],
  ['2026-01-31', 'n', 5, 'a'],
  ['2026-01-31', 's', 7, 'a'],
  ['2026-02-15', 'n', 8, 'c'],
  ['2026-02-15', 's', 1, ''],
  // In the last picture of the quarter the north is gone.
  ['2026-03-30', 's', 9, 'b'],
] as const

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, { 'staff.csv': ['day,team,people,lead', ...rows.map((row) => row.join())] })
})
afterAll(() => work.close())

const cases = [
  ['people', '2026-01-05', '', '10'],
  ['people', '2026-W05', '', '12'],
  ['people', '2026-01', '', '12'],
  ['people', '2026-02', '', '9'],
  ['people', '2026-Q1', '', '9'],
  ['people', 'total', '', '9'],
  ['people', '2026-01', 'unit:north', '5'],
  ['people', '2026-Q1', 'unit:north', 'no-data'],
  ['people', 'total', 'unit:north', 'no-data'],
  ['people', '2026-Q1', 'unit:all', '9'],
  ['largest', '2026-01', '', '7'],
  ['largest', '2026-Q1', '', '9'],
  ['leads', '2026-01', '', '1'],
  ['leads', '2026-02', '', '1'],
  ['leads', '2026-Q1', 'unit:north', 'no-data'],
  ['per-team', '2026-01', '', 6],
  ['per-team', '2026', '', 9],
] as const

test('alone and all together, planned and naively, a period is its last picture', async () => {
  const ids = ['people', 'largest', 'leads', 'per-team']
  const given = (answer: { state: string; value: unknown } | undefined) =>
    answer?.state === 'value' ? answer.value : answer?.state
  for (const [id, period, scope, value] of cases) {
    for (const plan of ['cells', 'naive'] as const) {
      expect(given((await work.answers(id, period, { scope, plan }))[0]), `${id} ${period} ${scope}`).toBe(value)
    }
  }
  const questions = cases.map(([, period, scope]) => ({ period, scope }))
  const together = await work.page(ids.flatMap((id) => questions.map((one) => ({ id, ...one }))))
  for (const [index, [id, period, scope, value]] of cases.entries()) {
    const at = ids.indexOf(id) * cases.length + index
    expect(given(together[at]), `${id} ${period} ${scope} on a page`).toBe(value)
  }
})

test('levels typed in by hand: a longer period takes the last that was typed', async () => {
  for (const [period, value] of [
    ['2026-01', '5'],
    ['2026-02', '7.5'],
  ] as const) {
    expect(await enter(work.deps, { kpi: 'typed', period, value }, localOwner)).toMatchObject({ ok: true })
  }
  const page = ['2026-01', '2026-02', '2026-03', '2026-Q1', '2026', 'total'].map((period) => ({
    id: 'typed',
    period,
    scope: '',
  }))
  expect((await work.page(page)).map(({ value }) => value)).toEqual(['5', '7.5', null, '7.5', '7.5', '7.5'])
})
