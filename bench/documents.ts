import { createHash } from 'node:crypto'
import { connectors } from '../src/connectors/index.ts'
import type { Catalog } from '../src/domain/catalog.ts'
import { checkWorkspace } from '../src/domain/definition/build.ts'
import type { BenchKpi } from './kpis.ts'
import { formulaOf } from './kpis.ts'

const workspace = `kind: workspace
id: bench
name: Bench
zone: UTC
currency: EUR
today: 2026-01-15
---
kind: source
id: shop
connector: csv
path: data
---
kind: dataset
id: orders
source: shop
from: orders.csv
key: [order_id]
time: { column: ordered_at, zone: UTC }
row: order
columns:
  order_id: integer
  ordered_at: timestamp
  customer_id: { type: integer, noun: customer }
  region: text
  channel: text
  status: text
  returned: boolean
  category: text
  quantity: integer
  unit_price: money
  cost: money
dimensions: [region, channel, status, category]
---
kind: dataset
id: contracts
source: shop
from: contracts.csv
key: [contract_id]
time: { column: begun, until: ended }
rows: validity
row: contract
columns:
  contract_id: integer
  begun: date
  ended: date
  seats: integer seats
`

/** A KPI whose calculation stands as text. */
export interface KpiText {
  readonly id: string
  readonly calculation: string
  readonly measuredIn: string
}

/** The bench's workspace with these KPIs, checked as anyone's: its documents are text. Throws with the issues where they are wrong. */
export const catalogWith = (kpis: readonly (BenchKpi | KpiText)[]): Catalog => catalogOf(documentsOf(kpis))

/** The documents of the bench's workspace with these KPIs. */
export const documentsOf = (kpis: readonly (BenchKpi | KpiText)[]): readonly string[] => [
  workspace,
  ...kpis.map((kpi) => ('calculation' in kpi ? documentOf(kpi) : kpiDocument(kpi))),
]

/** The catalog of documents. Throws with the issues where they are wrong. */
export function catalogOf(documents: readonly string[]): Catalog {
  const text = documents.join('---\n')
  const hash = (of: string) => createHash('sha256').update(of).digest('hex')
  const { catalog, issues } = checkWorkspace([{ file: 'bench.yaml', text }], { connectors, hash })
  if (catalog === null) throw new Error(issues.map((issue) => `${issue.line}: ${issue.message}`).join('\n'))
  return catalog
}

function kpiDocument(kpi: BenchKpi): string {
  const numerator = JSON.stringify(formulaOf(kpi.numerator))
  const calculation =
    kpi.denominator === null
      ? `{ type: measure, dataset: orders, formula: ${numerator} }`
      : `{ type: ratio, dataset: orders, numerator: ${numerator}, denominator: ${JSON.stringify(formulaOf(kpi.denominator))} }`
  return documentOf({ id: kpi.id, calculation, measuredIn: kpi.measuredIn })
}

const documentOf = ({ id, calculation, measuredIn }: KpiText): string => `kind: kpi
id: ${id}
name: ${id}
purpose: How long does it take to answer?
category: financial
calculation: ${calculation}
measured-in: ${JSON.stringify(measuredIn)}
good: up
cadence: month
`
