import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../src/app/ask.ts'
import { enter } from '../src/app/enter.ts'
import { scorecardView } from '../src/app/view/scorecard.ts'
import { localOwner } from '../src/domain/access.ts'
import { type CalculationExample, orderColumns, orderRows } from '../src/domain/definition/calculation/example.ts'
import { calculationTypes } from '../src/domain/definition/calculation/index.ts'
import { kinds } from '../src/domain/definition/kinds.ts'
import { type OpenFolder, openFolder, questionOf } from './support/open-folder.ts'
import { kpi } from './support/small-workspace.ts'

// The examples of the reference page, every kind of document and every type of calculation, loaded and asked.

const examples: readonly (readonly [id: string, type: string, example: CalculationExample])[] = [
  ...calculationTypes,
].flatMap(([type, { examples: own = [] }]) => own.map((one, index) => [`${type}-${index}`, type, one] as const))

const documents = [
  ...Object.values(kinds).map(({ example }) => `---\n${example}`),
  kpi('orders', '{ type: measure, dataset: orders, formula: count_distinct(order_id) }', 'orders'),
  ...examples.map(([id, , { calculation, measuredIn }]) => kpi(id, calculation, measuredIn)),
]

let open: OpenFolder
let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bellwether-examples-'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'all.yaml'), documents.join(''))
  writeFileSync(
    join(folder, 'data/orders-2026.csv'),
    `${[orderColumns, ...orderRows].map((row) => row.join()).join('\n')}\n`,
  )
  open = await openFolder(folder, { now: Date.UTC(2026, 3, 20) })
  await open.loadAll()
  for (const [id, , { typed = {} }] of examples) {
    for (const [period, value] of Object.entries(typed)) {
      const entered = await enter(open.deps, { kpi: id, period, value }, localOwner)
      if (!entered.ok) throw new Error(`${id} ${period}: ${entered.issues.map(({ message }) => message).join(' ')}`)
    }
  }
})
afterAll(async () => {
  await open.close()
  rmSync(folder, { recursive: true, force: true })
})

async function answer(id: string, period: string, scope?: string) {
  const question = questionOf(open.deps.catalog, id, [period, period], scope === undefined ? {} : { scope })
  const [only] = (await ask(open.deps, [question], localOwner)).answers
  if (only === undefined) throw new Error(`no answer for ${id} ${period}`)
  return only
}

test.each([...calculationTypes.keys()])('the reference page shows what a calculation of type %s gives', (type) => {
  expect(calculationTypes.get(type)?.examples?.length ?? 0).toBeGreaterThan(0)
})

describe.each(examples)('%s', (id, type, example) => {
  test.each(Object.entries(example.gives))(`${example.calculation} gives in %s: %s`, async (period, gives) => {
    expect(open.deps.catalog.kpis.get(id)?.calculations[0]?.calculation.type).toBe(type)
    const { state, value } = await answer(id, period)
    if (gives === null) expect(state).not.toBe('value')
    else if (typeof gives === 'string') expect(value).toBe(gives)
    else expect(value).toBeCloseTo(gives, 12)
  })
})

test('the examples of documents work together: the KPI over the dataset, for the unit, against the target', async () => {
  expect(await answer('revenue', '2026-01')).toMatchObject({ value: '25', status: 'off-track' })
  // The target is a yearly total, spread.
  expect(Number((await answer('revenue', '2026')).target)).toBe(12_000_000)
  expect(await answer('revenue', '2026-02', 'unit:north')).toMatchObject({ value: '30', status: 'no-target' })
  expect(await answer('revenue', '2026-03', 'unit:north')).toMatchObject({ value: '75' })
  // The last Saturday of January 2026 is the 31st, from which the retail year 2026 runs: its first month has four weeks.
  expect(await answer('revenue', 'retail:2026-P01')).toMatchObject({
    start: '2026-02-01',
    end: '2026-03-01',
    value: '50',
  })
  // March is not whole yet: data came to the 10th.
  const view = await scorecardView(open.deps, { id: 'company' }, localOwner)
  const rows = view.ok ? view.value.groups.flatMap((group) => group.rows) : []
  expect(rows.map(({ answer: one }) => [one.kpi, one.period, one.value])).toEqual([['revenue', '2026-02', '50']])
})
