import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import type { Explanation, ScorecardView } from '../../src/domain/view.ts'
import { bellwether, killServed, type Served, serveFolder } from '../support/program.ts'

/**
 * Status logic, by the command line and over HTTP: bands with both ends bad, ordered rules, hysteresis, the reasons for no status
 * kept apart, roll-ups by worst child and by weights with at least so many reported, and one sentence for each of them.
 */
const kpi = (id: string, calculation: string, more = '') => `---
kind: kpi
id: ${id}
name: ${id}
purpose: What of it?
category: operational
calculation: ${calculation}
measured-in: "1"
good: up
cadence: month
${more}`
const measure = (formula: string) => `{ type: measure, dataset: readings, formula: "${formula}" }`
const target = (of: string) => `---
kind: target
id: ${of}-plan
kpi: ${of}
value: 100
`
const documents = `kind: workspace
id: status
name: Status
zone: UTC
today: 2026-05-20
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
key: [id]
time: { column: day }
columns: { id: text, day: date, band: decimal(1), held: integer, sold: integer, bought: integer, empty: integer }
---
kind: unit
id: company
name: Company
level: organisation
---
kind: unit
id: north
name: North
level: team
parent: company
where: { region: north }
---
kind: dataset
id: places
source: files
from: places.csv
key: [id]
columns: { id: text, region: text }
dimensions: [region]
---
kind: objective
id: steady
name: Steady
perspective: internal
---
kind: objective
id: grow
name: Grow
perspective: financial
${kpi('band', measure('sum(band)'), 'status:\n  - off-track: "< 5"\n  - on-track: "inside 20 .. 30"\n  - at-risk: "inside 15 .. 40"\n').replace('good: up', 'good: between')}
${kpi('held', measure('sum(held)'), 'hysteresis: { margin: 2%, since: 2026-01-01 }\n')}
${kpi('sold', measure('sum(sold)'))}
${kpi('bought', measure('sum(bought)'), 'score: { worst: 50, target: 100, stretch: 150 }\n')}
${kpi('unpromised', measure('sum(sold)'))}
${kpi('share', '{ type: ratio, dataset: readings, numerator: sum(sold), denominator: sum(empty) }')}
${kpi('typed', '{ type: manual }')}
${target('held')}${target('sold')}${target('bought')}${target('share')}${target('typed')}---
kind: scorecard
id: board
name: Board
unit: company
at-least: 3
groups:
  - objective: steady
    roll-up: worst-child
    kpis: [band, held]
  - objective: grow
    weight: [{ weight: 1 }, { weight: 3, from: 2026-04-01 }]
    at-least: 2
    kpis: [{ kpi: sold, weight: 3 }, bought, unpromised, share, typed]
---
kind: scorecard
id: strict
name: Strict
unit: company
missing: strict
groups:
  - objective: grow
    kpis: [sold, share]
`
const months = [
  ['2026-01', 12, 96, 90, 120, 0],
  ['2026-02', 4, 101, 100, 75, 0],
  ['2026-03', 24, 102, 95, 60, 0],
  ['2026-04', 33, 99, 80, 150, 0],
] as const

const place = mkdtempSync(join(tmpdir(), 'bellwether-status-'))
const folder = join(place, 'status')
let server: Served

beforeAll(async () => {
  mkdirSync(join(folder, 'data'), { recursive: true })
  writeFileSync(join(folder, 'workspace.yaml'), documents)
  const lines = months.map(([month, ...values], index) => [index, `${month}-15`, ...values].join())
  writeFileSync(
    join(folder, 'data', 'readings.csv'),
    `${['id,day,band,held,sold,bought,empty', ...lines, '9,2026-05-10,1,1,1,1,0'].join('\n')}\n`,
  )
  writeFileSync(join(folder, 'data', 'places.csv'), 'id,region\n1,north\n')
  for (const command of [['load'], ['enter', 'typed', '2026-02', '50']]) {
    const done = await bellwether(command, { cwd: folder })
    if (done.code !== 0) throw new Error(done.err)
  }
})
afterAll(async () => {
  await server?.stop()
  killServed()
  rmSync(place, { recursive: true, force: true })
})

async function run<T>(...args: readonly string[]): Promise<T> {
  const done = await bellwether([...args, '--json'], { cwd: folder })
  if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.err}`)
  return JSON.parse(done.out)
}
const asked = (id: string, from: string, to: string, ...more: readonly string[]) =>
  run<readonly Answer[]>('ask', id, '--from', from, '--to', to, ...more)
const statuses = async (id: string, from: string, to: string, ...more: readonly string[]) =>
  (await asked(id, from, to, ...more)).map(({ status }) => status)

describe('by the command line', () => {
  test('a band is bad at both ends, by rules read in order', async () => {
    expect(await statuses('band', '2026-01', '2026-04')).toEqual(['off-track', 'off-track', 'on-track', 'at-risk'])
  })

  test('a status once left comes back only beyond the margin, whichever periods are asked for', async () => {
    const all = await statuses('held', '2026-01', '2026-04')
    expect(all).toEqual(['at-risk', 'at-risk', 'on-track', 'at-risk'])
    expect(await statuses('held', '2026-02', '2026-02')).toEqual([all[1]])
  })

  test('why there is no status is kept apart', async () => {
    expect(await statuses('unpromised', '2026-03', '2026-03')).toEqual(['no-target'])
    expect(await statuses('share', '2026-03', '2026-03')).toEqual(['undefined'])
    expect(await statuses('typed', '2026-01', '2026-06')).toEqual([
      'no-data',
      'off-track',
      'late',
      'late',
      'no-data',
      'not-due',
    ])
    expect(await statuses('sold', '2026-03', '2026-03', '--unit', 'north')).toEqual(['not-applicable'])
  })

  test('roll-ups by the worst child and by weights, with so many reported at least', async () => {
    const march = await run<ScorecardView>('scorecard', 'board', '--period', '2026-03')
    const [steady, grow] = march.groups
    // 95 of 100 is at risk at its very mark; 60 lies a fifth of the way from 50 to 100.
    expect(steady).toMatchObject({ score: 100, status: 'on-track' })
    expect(grow).toMatchObject({ score: (3 * 50 + 20) / 4, weight: '1', reported: 3 })
    const added = grow?.rows.map(({ contribution }) => contribution) ?? []
    expect(added).toEqual([37.5, 5, null, null, null])
    expect(march.score).toBe((steady?.contribution ?? 0) + (grow?.contribution ?? 0))
    expect(march.score).toBe((100 + 42.5) / 2)
    // The weight is another from April on, and March stays as it was.
    const april = await run<ScorecardView>('scorecard', 'board', '--period', '2026-04')
    expect(april.groups[1]?.weight).toBe('3')
    expect(april.groups[0]).toMatchObject({ score: 50, status: 'at-risk' })
    const strict = await run<ScorecardView>('scorecard', 'strict', '--period', '2026-03')
    expect([strict.score, strict.groups[0]?.why]).toEqual([
      null,
      'There is no score: share has none, and every KPI is wanted.',
    ])
  })

  test('every status says in one sentence by what it was given', async () => {
    const judged = async (id: string, period: string) =>
      (await run<Explanation>('explain', id, period)).judged.replace(/\u202f|\u00a0/g, ' ')
    expect(await judged('band', '2026-02')).toBe(
      'Off track: 4; off track is below 5, on track 20–30, at risk 15–40, else off track.',
    )
    expect(await judged('held', '2026-02')).toMatch(
      /^At risk: 101 against the target of 100 \(budget\) is an attainment of 101\.0 %; .*it was worse before, and is on track again only from 2 % beyond that mark\.$/,
    )
    expect(await judged('unpromised', '2026-03')).toMatch(/^Not judged: no budget target is set for March 2026; /)
    expect(await judged('share', '2026-03')).toBe('There is nothing to divide by in March 2026.')
    expect(await judged('typed', '2026-03')).toBe(
      'March 2026 has been late since 1 Apr 2026: its value has not been entered.',
    )
  })
})

test('HTTP says the same: scorecard and explanation, as-of times apart', async () => {
  const timeless = (value: unknown) => JSON.stringify(value).replace(/"asOf":"[^"]*"/g, '"asOf":""')
  const [ownView, ownExplanation] = [
    await run('scorecard', 'board', '--period', '2026-03'),
    await run<Explanation>('explain', 'held', '2026-02'),
  ]
  server = await serveFolder(folder)
  const get = async (path: string) => (await fetch(`${server.url}/api/v1/${path}`)).json()
  expect(timeless(await get('scorecards/board?period=2026-03'))).toBe(timeless(ownView))
  const explained = (await get('kpis/held/explain?period=2026-02')) as Explanation
  expect([explained.why, explained.judged, explained.answer.status]).toEqual([
    ownExplanation.why,
    ownExplanation.judged,
    'at-risk',
  ])
})
