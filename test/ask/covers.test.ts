import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { localOwner } from '../../src/domain/access.ts'
import { questionOf } from '../support/open-folder.ts'
import { kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// Reports of whole months, dated on their first day: the last of them is complete, and nothing within a month is known.
const documents = `kind: workspace
id: care
name: Care
zone: UTC
today: 2026-04-20
---
{ kind: source, id: files, connector: csv, path: data }
---
{ kind: calendar, id: retail, name: Retail, pattern: 4-4-5, year-ends: last saturday of january }
---
kind: dataset
id: reports
source: files
from: reports.csv
key: [month, site]
time: { column: month, covers: month }
columns: { month: date, site: text, patients: integer, late: integer }
dimensions: [site]
---
kind: dataset
id: visits
source: files
from: visits.csv
key: id
time: { column: report.month }
columns: { id: text, month: date, site: text }
look-ups: { report: { dataset: reports, by: [month, site] } }
${kpi('patients', measure('reports', 'sum(patients)'))}
${kpi('on-time', ratio('sum(patients) - sum(late)', 'sum(patients)', 'reports'))}
${kpi('visits', measure('visits', 'count()'), 'visits')}
${kpi('ytd', '{ type: to-date, of: patients, within: year }')}
${kpi('quarter-rolling', '{ type: rolling, of: patients, over: 3 months }')}
${kpi('days-rolling', '{ type: rolling, of: patients, over: 30 days }')}
`
const reports = ['2025-12-01,a,5,0', '2026-01-01,a,10,1', '2026-01-01,b,30,0', '2026-02-01,a,20,2', '2026-03-01,a,40,4']

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, {
    'reports.csv': ['month,site,patients,late', ...reports],
    'visits.csv': ['id,month,site', 'v1,2026-03-01,a', 'v2,2026-01-01,b'],
  })
})
afterAll(() => work.close())

const cases = [
  ['patients', '2026-01', '40'],
  ['patients', '2026-03', '40'],
  ['patients', '2026-Q1', '100'],
  ['patients', '2026', '100'],
  ['patients', 'total', '105'],
  ['patients', '2026-03-01', 'not-applicable'],
  ['patients', '2026-03-02', 'not-applicable'],
  ['patients', '2026-W10', 'not-applicable'],
  ['patients', 'retail:2026-P02', 'not-applicable'],
  ['on-time', '2026-03', 0.9],
  ['on-time', '2026-W10', 'not-applicable'],
  ['visits', '2026-03', '1'],
  ['visits', '2026-03-01', 'not-applicable'],
  ['ytd', '2026-02', '60'],
  ['quarter-rolling', '2026-02', '65'],
  ['days-rolling', '2026-02', 'not-applicable'],
] as const

test.each(cases)('%s of %s is %s', async (id, period, value) => {
  for (const plan of ['cells', 'naive'] as const) {
    const [answer] = await work.answers(id, period, { plan })
    expect(answer?.state === 'value' ? answer.value : answer?.state, plan).toBe(value)
  }
})

test('the last report makes its month complete, and the month without one is late', async () => {
  const answers = await work.answers('patients', ['2026-03', '2026-04'])
  expect(answers).toMatchObject([
    { dataThrough: '2026-03-31', flags: [], state: 'value' },
    { dataThrough: '2026-03-31', state: expect.stringMatching(/late|not-due|no-data/) },
  ])
})

test('a quarter that is over stays provisional until its last month has come', async () => {
  const [first] = await work.answers('patients', '2025-Q4')
  expect(first).toMatchObject({ value: '5', flags: [] })
  const late = await smallWorkspace(documents.replace('2026-04-20', '2026-08-01'), {
    'reports.csv': ['month,site,patients,late', ...reports, '2026-04-01,a,1,0', '2026-05-01,a,1,0'],
    'visits.csv': ['id,month,site'],
  })
  const [second] = await late.answers('patients', '2026-Q2')
  expect(second).toMatchObject({ value: '2', flags: ['provisional'], dataThrough: '2026-05-31' })
  await late.close()
})

test('a year so far is compared with the same months of the year before', async () => {
  const question = questionOf(work.deps.catalog, 'patients', ['2026', '2026'], {})
  const { answers } = await ask(work.deps, [{ ...question, compare: [{ kind: 'prior', name: 'prior' }] }], localOwner)
  const [answer] = answers
  expect(answer?.comparisons?.prior).toMatchObject({ start: '2025-01-01', end: '2025-04-01' })
})
