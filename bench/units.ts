import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Deps } from '../src/app/deps.ts'
import { load } from '../src/app/load.ts'
import { connectors } from '../src/connectors/index.ts'
import { localOwner } from '../src/domain/access.ts'
import { openFacts } from '../src/engine/open.ts'
import { openStore } from '../src/store/open.ts'
import { catalogOf } from './documents.ts'

/** Months that every unit has rows of. */
const months = 14

/** A workspace of many units with one scorecard for each of them. */
export interface UnitsWorld {
  readonly deps: Deps
  readonly close: () => Promise<void>
}

/** Ten KPIs by month for each of so many units, a target for each of them: loaded, not evaluated. */
export async function openUnits(units: number): Promise<UnitsWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-units-'))
  await mkdir(join(folder, 'data'))
  await writeFile(join(folder, 'data', 'tills.csv'), `${rowsOf(units).join('\n')}\n`)
  const clock = { now: () => Date.UTC(2026, 3, 10, 12) }
  const state = join(folder, '.bellwether')
  const store = await openStore({ file: join(state, 'state.sqlite'), clock })
  const facts = await openFacts({ folder: state, memoryMb: 4096, threads: availableParallelism(), log: () => {} })
  const deps: Deps = { catalog: catalogOf(documents(units)), facts, store, clock, folder, connectors, fail: () => {} }
  await load(deps, 'all', localOwner)
  return {
    deps,
    close: async () => {
      await facts.close()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const workspace = `kind: workspace
id: units
name: Units
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
row: visit
time: { column: day }
columns: { id: text, day: date, store: text, amount: integer, returned: boolean }
dimensions: [store]
---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: unit
id: company
name: Company
level: organisation
---
kind: scorecard
id: store
name: Store
for: { each: team, under: company }
groups: [{ objective: grow, kpis: [k0, k1, k2, k3, k4, k5, k6, k7, k8, k9] }]
`

const calculations = [
  ['{ type: measure, dataset: tills, formula: "sum(amount)" }', '1'],
  ['{ type: measure, dataset: tills, formula: "count()" }', 'visits'],
  ['{ type: ratio, dataset: tills, numerator: "sum(amount)", denominator: "count()" }', '1 / visit'],
  ['{ type: measure, dataset: tills, formula: "count() where returned" }', 'visits'],
] as const

function documents(units: number): readonly string[] {
  const kpis = Array.from({ length: 10 }, (_, index) => {
    const [calculation, unit] = calculations[index % calculations.length] ?? calculations[0]
    return `kind: kpi
id: k${index}
name: KPI ${index}
purpose: How long do thousands of units take?
category: operational
calculation: ${calculation}
measured-in: "${unit}"
good: up
cadence: month
`
  })
  const each = Array.from(
    { length: units },
    (_, index) => `kind: unit
id: u${index}
name: Unit ${index}
level: team
parent: company
where: { store: s${index} }
---
kind: target
id: k0-u${index}
kpi: k0
scope: { unit: u${index} }
value: ${100 + index}
`,
  )
  return [workspace, ...kpis, ...each]
}

function rowsOf(units: number): readonly string[] {
  const lines = ['id,day,store,amount,returned']
  for (let month = 1; month <= months; month++) {
    const start = `${2025 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
    for (let unit = 0; unit < units; unit++)
      for (const day of ['07', '28'])
        lines.push(
          `${month}-${unit}-${day},${start}-${day},s${unit},${(unit * 7 + month * 13) % 100},${unit % 3 === 0}`,
        )
  }
  return lines
}
