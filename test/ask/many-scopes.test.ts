import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { localOwner } from '../../src/domain/access.ts'
import { questionOf } from '../support/open-folder.ts'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

const count = 200
const units = Array.from({ length: count }, (_, index) => `u${index}`)
const documents = `kind: workspace
id: many
name: Many
zone: UTC
today: 2026-04-10
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: tills
source: files
from: tills.csv
key: [id]
time: { column: day }
columns: { id: text, day: date, unit: text, amount: integer, kind: text }
dimensions: [unit]
---
kind: unit
id: company
name: Company
level: organisation
${units.map((id) => `---\nkind: unit\nid: ${id}\nname: ${id}\nlevel: team\nparent: company\n`).join('')}
${kpi('sold', measure('tills', "sum(amount) where kind = 'a'"))}
${kpi('all', measure('tills', 'sum(amount)'))}
`

let small: SmallWorkspace
beforeAll(async () => {
  const rows = units.flatMap((unit, index) => [
    `${unit}-1,2026-02-10,${unit},${index},a`,
    `${unit}-2,2026-03-10,${unit},${2 * index},a`,
    `${unit}-3,2026-03-11,${unit},5,b`,
  ])
  small = await smallWorkspace(documents, { 'tills.csv': ['id,day,unit,amount,kind', ...rows] })
})
afterAll(() => small?.close())

test('as many scopes as a column has members are answered by its members, not by a key for each scope', async () => {
  const questions = ['sold', 'all'].flatMap((id) =>
    units.map((unit) => questionOf(small.deps.catalog, id, ['2026-02', '2026-03'], { scope: `unit:${unit}` })),
  )
  const { answers, timing } = await ask(small.deps, questions, localOwner)
  const [statement, ...more] = timing.statements
  expect(more).toEqual([])
  // One key for the units and at most one for the kinds.
  expect(
    statement?.sql
      .match(/\bk\d+\b/g)
      ?.map((name) => name.slice(1))
      .every((name) => Number(name) < 2),
  ).toBe(true)
  const expected = [
    ...units.flatMap((_, index) => [String(index), String(2 * index)]),
    ...units.flatMap((_, index) => [String(index), String(2 * index + 5)]),
  ]
  expect(answers.map(({ value }) => value)).toEqual(expected)
})
