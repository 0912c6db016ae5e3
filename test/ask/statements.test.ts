import { afterAll, beforeAll, expect, test } from 'vitest'
import { appliedRevisions } from '../../src/app/ask/applied.ts'
import { ask } from '../../src/app/ask.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Facts } from '../../src/ports.ts'
import { questionOf } from '../support/open-folder.ts'
import { formula, kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// However many questions a page asks, each dataset runs at most one statement for what merges and one for what does not.
const many = 90
const regions = ['north', 'south', 'east', 'west']
const documents = `kind: workspace
id: page
name: Page
zone: UTC
today: 2027-01-01
---
kind: calendar
id: fiscal
year-starts: april
week-start: sunday
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: sales
source: files
from: sales.csv
key: [id]
time: { column: day }
row: sale
columns:
  id: integer
  day: date
  region: text
  customer: text
  amount: decimal(2)
${Array.from({ length: many }, (_, index) => `  f${index}: text`).join('\n')}
dimensions: [region]
---
kind: dataset
id: staff
source: files
from: staff.csv
key: [day, region]
time: { column: day }
rows: snapshot
columns: { day: date, region: text, people: integer }
dimensions: [region]
---
kind: unit
id: company
name: Company
level: organisation
${regions.map((region) => `---\nkind: unit\nid: ${region}\nname: ${region}\nlevel: team\nparent: company\nwhere: { region: ${region} }\n`).join('')}
${Array.from({ length: many }, (_, index) => kpi(`filtered-${index}`, measure('sales', `sum(amount) where f${index} = 'x'`))).join('')}
${kpi('above', measure('sales', 'count() where amount > 5'), 'sales')}
${kpi('buyers', measure('sales', 'count_distinct(customer)'), 'customers')}
${kpi('large-buyers', measure('sales', 'count_distinct(customer) where amount > 5'), 'customers')}
${kpi('headcount', measure('staff', 'sum(people)'))}
${kpi('per-head', ratio('[filtered-0]', '[headcount]'))}
${kpi('growth', formula("[filtered-0] - prior([filtered-0], 'year')"))}
${kpi('moving', formula('moving_average([above], 3)'), 'sales')}
${kpi('latest', measure('sales', 'last(amount)'))}
`

const days = Array.from({ length: 360 }, (_, index) =>
  new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
)
const letter = (seed: number) => ['x', 'y', ''][seed % 3] ?? ''

let work: SmallWorkspace
beforeAll(async () => {
  const flags = Array.from({ length: many }, (_, index) => `f${index}`)
  const sales = days.map((day, index) =>
    [
      index,
      day,
      regions[index % 4],
      `c${index % 7}`,
      (((index * 37) % 100) / 10 - 2).toFixed(1),
      ...flags.map((_, flag) => letter(index * (flag + 3) + (flag % 5))),
    ].join(),
  )
  const staff = days.flatMap((day, index) => regions.map((region, at) => `${day},${region},${(index + at) % 9}`))
  work = await smallWorkspace(documents, {
    'sales.csv': [`id,day,region,customer,amount,${flags.join()}`, ...sales],
    'staff.csv': ['day,region,people', ...staff],
  })
})
afterAll(() => work.close())

test('a page of a hundred KPIs, five scopes and five grains runs at most two statements per dataset', async () => {
  const { deps } = work
  const scopes = ['', 'unit:company', ...regions.map((region) => `unit:${region}`), 'unit:company/region=north|south']
  const periods = [
    ['2026-01', '2026-12'],
    ['2026-Q1', '2026-Q4'],
    ['2026', '2026'],
    ['2026-W10', '2026-W20'],
    ['fiscal:2026-P01', 'fiscal:2026-P09'],
    ['total', 'total'],
  ] as const
  const questions = [...deps.catalog.kpis.keys()].flatMap((id) =>
    scopes.flatMap((scope) => periods.map((range) => questionOf(deps.catalog, id, range, { scope }))),
  )
  const { answers, timing } = await ask(deps, questions, localOwner)
  expect(answers.length).toBeGreaterThan(25_000)
  const perDataset = Map.groupBy(timing.statements, ({ dataset }) => dataset)
  expect([...perDataset].map(([dataset, ran]) => [dataset, ran.length]).sort()).toEqual([
    ['sales', 2],
    ['staff', 1],
  ])
  // More filters than one grouping() can tell apart, and still each KPI gives its own number.
  const sample = answers.filter(({ kpi, grain }, index) => grain === 'quarter' && index % 7 === 0 && kpi !== 'moving')
  for (const answer of sample.slice(0, 60)) {
    const [naive] = await work.answers(answer.kpi, answer.period, { scope: answer.scope, plan: 'naive' })
    expect(naive).toEqual(answer)
  }
})

test('no question runs no statement, and what is not due asks for nothing', async () => {
  const { deps } = work
  expect((await ask(deps, [], localOwner)).timing.statements).toEqual([])
  const future = questionOf(deps.catalog, 'buyers', ['2027-02', '2027-03'])
  const { answers, timing } = await ask(deps, [future], localOwner)
  expect([answers.map(({ state }) => state), timing.statements]).toEqual([['not-due', 'not-due'], []])
})

test('an answer whose rows change while it is asked is asked again; rows it does not read may change', async () => {
  const { deps } = work
  const question = questionOf(deps.catalog, 'headcount', ['2026-01', '2026-03'])
  const during = async (changed: string): Promise<number> => {
    let [queries, changes] = [0, 0]
    const facts: Facts = {
      ...deps.facts,
      query: async (...asked) => {
        queries++
        // Another batch arrives with the first answer, as a load beside it would have it.
        if (changes++ === 0) appliedRevisions(facts).set(changed, 100)
        return deps.facts.query(...asked)
      },
    }
    for (const [dataset, revision] of appliedRevisions(deps.facts)) appliedRevisions(facts).set(dataset, revision)
    const { answers } = await ask({ ...deps, facts }, [question], localOwner)
    expect(answers[0]?.revision.facts.staff).toBe(appliedRevisions(facts).get('staff'))
    return queries
  }
  expect(await during('staff')).toBe(2)
  expect(await during('sales')).toBe(1)
})
