import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomOf } from '../../src/insight/statistics/random.ts'

const definitions = `kind: workspace
id: plant
name: Plant
zone: UTC
today: 2026-07-20
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: readings
source: files
from: readings.csv
key: [day]
row: reading
time: { column: day }
columns: { day: date, amount: decimal(3) }
---
kind: kpi
id: output
name: Output
purpose: How much comes out?
category: operational
calculation: { type: measure, dataset: readings, formula: sum(amount) }
measured-in: "1"
good: up
cadence: month
`

/**
 * Four and a half years of months about a level of 100 with noise of 3: one planned outlier in May 2024, and a level of 112 from
 * February 2025 on.
 */
export function writePlant(folder: string): void {
  const random = randomOf(8)
  const lines = Array.from({ length: 54 }, (_, t) => {
    const level = t === 28 ? 135 : t >= 37 ? 112 : 100
    const month = `${2022 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}`
    return `${month}-10,${(level + 3 * random.normal()).toFixed(3)}`
  })
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'workspace.yaml'), definitions)
  writeFileSync(join(folder, 'data', 'readings.csv'), ['day,amount', ...lines, ''].join('\n'))
}
