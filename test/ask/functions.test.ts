import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkFormula } from '../../src/domain/formula/check.ts'
import type { CheckContext } from '../../src/domain/formula/context.ts'
import type { Example } from '../../src/domain/formula/functions/define.ts'
import { exampleDataset } from '../../src/domain/formula/functions/example-dataset.ts'
import { functions } from '../../src/domain/formula/functions/index.ts'
import { parseFormula } from '../../src/domain/formula/parse.ts'
import { printUnit } from '../../src/domain/measure-unit.ts'
import { formula, kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// The examples of every function, asked as KPIs: what the reference page promises is what the engine answers.

const examples = functions.flatMap((one) => one.examples.map((example) => ({ id: one.id, example })))
const columns = exampleDataset.columns.map(({ name }) => name)
const nameOf = (index: number): string => `x${index}`

/** What is asked of one example: a KPI, where, and what its answer is to be; null stands for no value. */
interface Asked {
  readonly kpi: string
  readonly text: string
  readonly over: 'rows' | 'months'
  readonly scope: string
  readonly period: string
  readonly gives: string | number | null
}

const quoted = (value: string | number | boolean): string =>
  typeof value === 'string' && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}'` : String(value)

/** A condition that holds where a row's value is the one given. */
function isValue(text: string, value: string | number | boolean | null): string {
  if (value === null) return `(${text}) is null`
  if (typeof value === 'boolean') return value ? text : `not (${text})`
  return `(${text}) = ${quoted(value)}`
}

function askedOf({ id, example }: (typeof examples)[number], index: number): readonly Asked[] {
  const name = nameOf(index)
  const own = { over: 'rows', period: 'total' } as const
  switch (example.over) {
    case 'each-row':
      return example.gives.flatMap((gives, line): readonly Asked[] => {
        // An empty cell of a file is no value, so that empty texts cannot come this way.
        if (Object.values(example.rows[line] ?? {}).includes('')) return []
        const kpi = `${name}-${line}`
        const scope = `example=${name}/line=${line}`
        const asked = { ...own, kpi, scope, text: `count() where ${isValue(example.formula, gives)}`, gives: '1' }
        const summed = { ...own, kpi: `${kpi}-sum`, scope, text: `sum(${example.formula})`, gives }
        return numeric(id, example) ? [asked, summed as Asked] : [asked]
      })
    case 'rows':
      return [
        { ...own, kpi: name, scope: `example=${name}`, text: example.formula, gives: example.gives as Asked['gives'] },
      ]
    case 'months':
      return example.gives.map((gives, month) => ({
        kpi: name,
        text: example.formula.replaceAll(/\[(\w+)\]/g, `[${name}-$1]`),
        over: 'months',
        scope: '',
        period: monthOf(month),
        gives: gives as Asked['gives'],
      }))
  }
}

/** Whether rows of an example give numbers. */
const numeric = (id: string, example: Extract<Example, { over: 'each-row' }>): boolean =>
  !['lower', 'upper'].includes(id) && example.gives.every((one) => typeof one !== 'boolean')

const monthOf = (month: number): string => `2026-${String(month + 1).padStart(2, '0')}`
const asked = examples.flatMap(askedOf)

const context = (kpiIds: readonly string[]): CheckContext => ({
  dataset: exampleDataset,
  lookUp: ([step = '']) => {
    const column = exampleDataset.columns.find((one) => one.name === step)
    if (column !== undefined) return { ok: true, column, dataset: exampleDataset }
    return { ok: false, what: 'column', step, dataset: exampleDataset.id, names: columns }
  },
  kpiUnit: () => ({}),
  kpiIds,
  calendar: 'gregorian',
})

/** The unit of measure that a formula gives, to be written in its KPI. */
function unitOf(text: string): string {
  const parsed = parseFormula(text)
  const ids = [...text.matchAll(/\[([^\]]+)\]/g)].map(([, id = '']) => id)
  const checked = parsed.ok ? checkFormula(parsed.value, context(ids)) : parsed
  if (!checked.ok) throw new Error(`${text}: ${checked.issues.map(({ message }) => message).join(' ')}`)
  return printUnit(checked.value.unit)
}

const series = examples.flatMap(({ example }, index) =>
  example.over === 'months'
    ? Object.entries(example.kpis).map(([id, values]) => ({ id: `${nameOf(index)}-${id}`, values }))
    : [],
)

const documents = `kind: workspace
id: examples
name: Examples
zone: UTC
today: 2027-01-01
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: examples
source: files
from: examples.csv
key: none
time: { column: ordered_on }
row: order line
columns: { example: text, line: integer, ordered_on: date, shipped_on: date, customer_id: text, status: text, quantity: integer, price: decimal(2), paid: boolean }
dimensions: [example, line]
---
kind: dataset
id: series
source: files
from: series.csv
key: [id, month]
time: { column: month }
columns: { id: text, month: date, value: decimal(6) }
${series.map(({ id }) => kpi(id, measure('series', `sum(value) where id = '${id}'`))).join('')}
${[...new Map(asked.map((one) => [one.kpi, one])).values()]
  .map(({ kpi: id, text, over }) =>
    kpi(id, over === 'months' ? formula(text) : measure('examples', text), unitOf(text)),
  )
  .join('')}
`

/** Rows without a day belong to no period, so that examples that do not speak of one get any. */
const cell = (column: string, given: string | boolean | null | undefined): string =>
  column === 'ordered_on' && given === undefined
    ? '2026-06-01'
    : given === null || given === undefined
      ? ''
      : String(given)

const rows = examples.flatMap(({ example }, index) =>
  example.over === 'months'
    ? []
    : example.rows.map((row, line) =>
        [nameOf(index), line, ...columns.map((column) => cell(column, row[column]))].join(),
      ),
)

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, {
    'examples.csv': [['example', 'line', ...columns].join(), ...rows],
    'series.csv': [
      'id,month,value',
      ...series.flatMap(({ id, values }) => values.map((value, month) => `${id},${monthOf(month)}-01,${value ?? ''}`)),
    ],
  })
})
afterAll(() => work.close())

describe('the examples of functions hold on the engine', () => {
  test.each(asked)('$text in $scope $period gives $gives', async ({ kpi: id, scope, period, gives }) => {
    for (const plan of ['cells', 'naive'] as const) {
      const [answer] = await work.answers(id, period, { scope, plan })
      expect(answer?.value).toEqual(gives)
    }
  })
})
