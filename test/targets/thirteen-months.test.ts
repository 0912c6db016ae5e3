import { expect, test } from 'vitest'
import { parsePeriod } from '../../src/time/period.ts'
import { kpi, measure, smallWorkspace } from '../support/small-workspace.ts'

const weights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
const months = weights.map((number) => `P${String(number).padStart(2, '0')}`)

const documents = (targets: string) => `kind: workspace
id: w
name: W
zone: UTC
currency: EUR
calendar: weeks
today: 2026-12-31
---
kind: calendar
id: weeks
pattern: 13x4
year-ends: last saturday of december
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
key: none
time: { column: day }
columns: { day: date, amount: money }
${kpi('revenue', measure('sales', 'sum(amount)'), 'EUR')}${targets}`

test('a year of thirteen months takes thirteen weights, and thirteen months of last year give it its shape', async () => {
  const targets = `---
kind: target
id: by-weights
kpi: revenue
total: 1820
year: 2026
spread: { weights: [${weights.join(', ')}] }
---
kind: target
id: by-last-year
kpi: revenue
version: shape
total: 1820
year: 2026
spread: last-year
`
  const calendar = ['weeks:2025-P01', 'weeks:2025-P13'] as const
  const shop = await smallWorkspace(documents(targets), { 'sales.csv': ['day,amount'] }, { load: false })
  const { calendars } = shop.deps.catalog
  // A month of the pattern begins every 28 days; the year 2025 began on the Sunday after the last Saturday of December 2024.
  const first = Date.UTC(2024, 11, 29)
  const rows = weights.map((weight, index) => {
    const on = new Date(first + index * 28 * 86_400_000).toISOString().slice(0, 10)
    return `${on},${14 - weight}`
  })
  await shop.close()
  expect(parsePeriod(calendar[1], calendars, 'weeks')).toMatchObject({ grain: 'month' })
  const loaded = await smallWorkspace(documents(targets), { 'sales.csv': ['day,amount', ...rows] })
  try {
    const year = ['weeks:2026-P01', 'weeks:2026-P13'] as const
    // 1 + 2 + … + 13 = 91, and 1820 / 91 = 20.
    const byWeights = await loaded.answers('revenue', year)
    expect(byWeights.map(({ period, target }) => [period.slice(-3), target])).toEqual(
      weights.map((weight, index) => [months[index], String(20 * weight)]),
    )
    const byShape = await loaded.answers('revenue', year, { version: 'shape' })
    expect(byShape.map(({ target }) => target)).toEqual(weights.map((weight) => String(20 * (14 - weight))))
    const [quarter] = await loaded.answers('revenue', 'weeks:2026-Q4')
    expect(quarter?.target).toBe(String(20 * (10 + 11 + 12 + 13)))
  } finally {
    await loaded.close()
  }
})

test.each(['P13 2026', 'Period 13 2026', 'p13 FY26', 'FY2026 P13', '2026-P13', 'weeks:2026-P13'])(
  'a grid of thirteen months may be headed %s',
  async (last) => {
    const heads = [...weights.slice(0, 12).map((number) => `P${number} 2026`), last]
    const amounts = weights.map((weight) => String(100 * weight))
    const grid = `---
kind: target
id: pasted
kpi: revenue
grid: |
  ${heads.join(',')}
  ${amounts.join(',')}
`
    const shop = await smallWorkspace(documents(grid), { 'sales.csv': ['day,amount'] })
    try {
      const answers = await shop.answers('revenue', ['weeks:2026-P01', 'weeks:2026-P13'])
      expect(answers.map(({ target }) => target)).toEqual(amounts)
    } finally {
      await shop.close()
    }
  },
)

test('twelve weights are not enough for thirteen months, and the message says how many are', async () => {
  const short = `---
kind: target
id: short
kpi: revenue
total: 1200
year: 2026
spread: { weights: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] }
`
  const opened = smallWorkspace(documents(short), { 'sales.csv': ['day,amount'] })
  await expect(opened).rejects.toThrow(/target\/weights.*12.*13/s)
})
