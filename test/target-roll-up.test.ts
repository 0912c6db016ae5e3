import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { connectors } from '../src/connectors/index.ts'
import { calculationAt } from '../src/domain/catalog.ts'
import { checkWorkspace } from '../src/domain/definition/build.ts'
import { targetRollUp } from '../src/domain/target/roll-up.ts'

const datasets = `kind: workspace
id: w
name: W
zone: UTC
---
kind: source
id: files
connector: csv
---
kind: dataset
id: sold
source: files
from: sold.csv
key: none
time: { column: day }
columns: { day: date, amount: integer, who: text }
---
kind: dataset
id: counted
source: files
from: counted.csv
key: none
time: { column: day }
rows: snapshot
columns: { day: date, amount: integer, who: text }
---
`

const kpi = (id: string, calculation: string) => `kind: kpi
id: ${id}
name: ${id}
purpose: What is it?
category: financial
calculation: ${calculation}
measured-in: "%"
good: up
cadence: month
---
`
const parts = [
  kpi('flow', '{ type: measure, dataset: sold, formula: sum(amount) }'),
  kpi('level', '{ type: measure, dataset: counted, formula: sum(amount) }'),
  kpi('top', '{ type: measure, dataset: sold, formula: max(amount) }'),
  kpi('people', '{ type: ratio, dataset: sold, numerator: count_distinct(who), denominator: count_distinct(who) }'),
  kpi('flow-rate', '{ type: formula, formula: "[flow] / [flow]" }'),
  kpi('typed-flow', '{ type: manual }'),
  kpi('typed-level', '{ type: manual, over-time: last }'),
  kpi('typed-rate', '{ type: manual, rate: true, over-time: last }'),
]

/** How targets of a formula over those KPIs roll up. */
function rollUpOf(formula: string): string {
  const text = `${datasets}${parts.join('')}${kpi('asked', `{ type: formula, formula: "${formula}" }`)}`
  const files = [{ file: 'all.yaml', text: text.slice(0, text.lastIndexOf('---')) }]
  const hash = (one: string) => createHash('sha256').update(one).digest('hex')
  const { catalog, issues } = checkWorkspace(files, { connectors, hash })
  const asked = catalog?.kpis.get('asked')
  if (catalog === null || asked === undefined) throw new Error(JSON.stringify(issues))
  return targetRollUp(catalog, calculationAt(asked, null))
}

test.each([
  // Flows add, and so do sums of them.
  ['[flow]', 'add'],
  ['[flow] - prior([flow])', 'add'],
  ['100 * [flow]', 'add'],
  ['coalesce([flow], 0)', 'add'],
  ['[typed-flow]', 'add'],
  // Levels take the last.
  ['[level] / 2', 'last'],
  ['[level] + [typed-level]', 'last'],
  // Rates are promised for any length.
  ['[flow] / [typed-flow]', 'same'],
  ['[level] / [typed-level]', 'same'],
  ["[flow] / prior([flow], 'year') - 1", 'same'],
  ['[flow-rate] * [typed-rate]', 'same'],
  ['moving_average([flow-rate], 3)', 'same'],
  ['[top]', 'same'],
  // What grows with the period in no simple way has targets for its own periods only.
  ['[people]', 'own'],
  ['[flow] / [people]', 'own'],
  ['[flow] / [level]', 'own'],
  ['[flow] * [flow-rate]', 'own'],
  ['[flow] + 1', 'own'],
  ['moving_average([flow], 3)', 'own'],
  ['greatest([flow], [typed-flow])', 'own'],
])('targets of %s roll up as "%s"', (formula, expected) => {
  expect(rollUpOf(formula)).toBe(expected)
})
