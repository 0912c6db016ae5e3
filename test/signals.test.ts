import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forecastView } from '../src/app/forecast.ts'
import { load } from '../src/app/load.ts'
import { signalsView } from '../src/app/signals.ts'
import { localOwner } from '../src/domain/access.ts'
import type { SignalsView } from '../src/domain/signals-view.ts'
import { randomOf } from '../src/insight/statistics/random.ts'
import { type OpenFolder, openFolder } from './support/open-folder.ts'
import { bellwether } from './support/program.ts'

/** Five years of months: noise of 3 about 100; `fell` loses 15 in the last half-year, `calm` does not. */
const documents = `kind: workspace
id: plant
name: Plant
zone: UTC
today: 2026-07-03
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: readings
name: Readings
source: files
from: readings.csv
key: [id]
row: reading
time: { column: day }
columns: { id: text, day: date, line: text, amount: decimal(3) }
dimensions: [line]
---
${['calm', 'fell']
  .map(
    (id) => `kind: kpi
id: ${id}
name: ${id.charAt(0).toUpperCase()}${id.slice(1)}
purpose: A purpose
category: operational
calculation: { type: measure, dataset: readings, formula: "sum(amount) where line = '${id}'" }
measured-in: "1"
good: up
cadence: month
final-after: 5 days`,
  )
  .join('\n---\n')}
---
kind: target
id: calm-budget
kpi: calm
value: 99
`

const folder = mkdtempSync(join(tmpdir(), 'bellwether-signals-'))
let work: OpenFolder

function rows(): string[] {
  const random = randomOf(12)
  const lines = ['id,day,line,amount']
  for (let t = 0; t < 61; t++) {
    const month = `${2021 + Math.floor((t + 6) / 12)}-${String(((t + 6) % 12) + 1).padStart(2, '0')}`
    for (const line of ['calm', 'fell']) {
      // July 2026 has begun: its small sums must not signal.
      const level = t === 60 ? 8 : line === 'fell' && t >= 54 ? 85 : 100
      lines.push(`${line}-${t},${month}-01,${line},${(level + 3 * random.normal()).toFixed(3)}`)
    }
  }
  return lines
}

beforeAll(async () => {
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'plant.yaml'), documents)
  writeFileSync(join(folder, 'data/readings.csv'), `${rows().join('\n')}\n`)
  work = await openFolder(folder)
  await load(work.deps, 'all', localOwner)
})
afterAll(async () => {
  await work.close()
  rmSync(folder, { recursive: true })
})

async function view(input: Parameters<typeof signalsView>[1]): Promise<SignalsView> {
  const found = await signalsView(work.deps, input, localOwner)
  if (!found.ok) throw new Error(JSON.stringify(found.issues))
  return found.value
}

test('what only varies is as usual, and the month that has begun does not signal', async () => {
  const found = await view({ kpi: 'calm', period: '2026-07' })
  expect(found.alerts).toEqual([])
  expect(found.sentence.lead).toBe('Calm is as usual: its latest value lies within what it varies by itself.')
  expect(found.periods.at(-1)).toMatchObject({ partial: true, label: { text: '2026-07' } })
  // June is provisional for two more days.
  expect(found.periods.at(-2)).toMatchObject({ partial: true })
  expect(found.findings.filter(({ at }) => at >= '2026-06')).toEqual([])
})

test('a new level is one alert, with its rules on the chart and a proposal that a person decides', async () => {
  const found = await view({ kpi: 'fell', period: '2026-06', falseAlarms: 0.001 })
  expect(found.alerts).toHaveLength(1)
  expect(found.alerts[0]).toMatchObject({ at: '2026-01', side: -1 })
  expect(found.sentence.lead).toMatch(
    /^Fell is not as usual: one value, \d+\.\d+, far below the \d+\.\d+ to be expected, in January 2026\.$/,
  )
  expect(found.findings.some(({ rule, at }) => rule === 'beyond-limits' && at >= '2026-01')).toBe(true)
  expect(
    found.periods.every(
      ({ lower, centre, upper }) => lower === null || (lower < (centre ?? 0) && (centre ?? 0) < (upper ?? 0)),
    ),
  ).toBe(true)
})

test('a stricter policy is said, and what is too short is said to be', async () => {
  const found = await view({ kpi: 'fell', period: '2026-06', falseAlarms: 0.05 })
  expect(found.falseAlarmsPerMonth).toBe(0.05)
  expect(found.facts.join(' ')).toContain('0.05')
  const early = await view({ kpi: 'fell', period: '2021-10' })
  expect(early.sentence).toEqual({
    lead: 'It cannot be told yet whether Fell changed or varied.',
    rest: '4 values are known; limits need at least six.',
  })
})

test('by the command line, and with a way out where there is no course', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'bellwether-signals-cli-'))
  try {
    mkdirSync(join(copy, 'data'))
    writeFileSync(join(copy, 'plant.yaml'), documents)
    writeFileSync(join(copy, 'data/readings.csv'), `${rows().join('\n')}\n`)
    await bellwether(['load', copy])
    const ran = await bellwether(['signals', copy, 'fell', '2026-06', '--json'])
    expect(ran.code).toBe(0)
    expect(JSON.parse(ran.out)).toEqual(await view({ kpi: 'fell', period: '2026-06' }))
    expect((await bellwether(['signals', copy, 'fell', '2026-06'])).out).toContain('Alerts')
    expect(await bellwether(['signals', copy, 'fell', '--false-alarms', 'none'])).toMatchObject({ code: 2 })
  } finally {
    rmSync(copy, { recursive: true })
  }
  const total = await signalsView(work.deps, { kpi: 'calm', grain: 'total' }, localOwner)
  expect(total.ok ? [] : total.issues.map(({ code }) => code)).toEqual(['ask/no-course'])
})

test('a forecast begins after the last final month, holds its ranges in order, and is the same each time', async () => {
  const asked = async () => {
    const found = await forecastView(work.deps, { kpi: 'calm', period: '2026-07' }, localOwner)
    if (!found.ok) throw new Error(JSON.stringify(found.issues))
    return found.value
  }
  const [first, again] = [await asked(), await asked()]
  expect(again).toEqual(first)
  // June is provisional and July has begun: both are foretold.
  expect([first.origin?.text, first.periods[0]?.label.text, first.periods.length]).toEqual(['2026-05', '2026-06', 12])
  for (const { mean, ranges, target, odds } of first.periods) {
    expect(Math.abs(mean - 100)).toBeLessThan(4)
    const width = (level: number) => {
      const range = ranges.find((one) => one.level === level)
      return (range?.upper ?? 0) - (range?.lower ?? 0)
    }
    expect(width(0.5)).toBeLessThan(width(0.8))
    expect(width(0.8)).toBeLessThan(width(0.95))
    expect(target).toBe(99)
    expect(odds?.percent).toBeGreaterThan(40)
    expect(odds?.percent).toBeLessThan(85)
  }
  expect(first.backTest?.values).toBeGreaterThan(20)
  const early = await forecastView(work.deps, { kpi: 'calm', period: '2021-09' }, localOwner)
  expect(early.ok && early.value.cautions.length > 0).toBe(true)
})
