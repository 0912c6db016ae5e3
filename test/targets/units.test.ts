import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'
import { whyTarget } from '../support/why-target.ts'

const unit = (id: string, level: string, parent: string, where?: string) => `---
kind: unit
id: ${id}
name: ${id.toUpperCase()}
level: ${level}
parent: ${parent}
${where === undefined ? '' : `where: { region: ${where} }\n`}`

const total = (id: string, version: string, more: string) => `---
kind: target
id: ${id}
kpi: revenue
version: ${version}
total: "100_000"
year: 2026
${more}
`

const documents = `kind: workspace
id: w
name: W
zone: UTC
currency: EUR
today: 2027-02-01
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
columns: { day: date, region: text, amount: money }
dimensions: [region]
---
kind: dataset
id: people
source: files
from: people.csv
key: none
rows: snapshot
time: { column: day }
columns: { day: date, region: text, heads: integer }
dimensions: [region]
---
kind: unit
id: acme
name: Acme
level: organisation
${unit('a', 'division', 'acme')}${unit('b', 'division', 'acme')}${unit('a1', 'team', 'a', 'a1')}${unit('a2', 'team', 'a', 'a2')}---
kind: unit
id: mover
name: Mover
level: team
parent: [{ unit: a }, { unit: b, from: 2026-07-01 }]
where: { region: mover }
---
kind: unit
id: late
name: Late
level: team
parent: [{ unit: nowhere }, { unit: b, from: 2026-04-01 }]
where: { region: late }
---
kind: unit
id: nowhere
name: Nowhere
level: organisation
where: { region: none }
${unit('b1', 'team', 'b', 'b1')}${kpi('revenue', measure('sales', 'sum(amount)'), 'EUR')}${kpi('heads', measure('people', 'sum(heads)'), '1')}${[
  total('equal', 'equal', 'scope: { unit: acme }\nunits: equal'),
  total('teams', 'teams', 'scope: { unit: acme }\nunits: { by: equal, to: team }'),
  total('shape', 'shape', 'scope: { unit: a }\nunits: last-year\nspread: last-year'),
  total('heads', 'heads', 'scope: { unit: a }\nunits: { kpi: heads, period: 2025-11 }'),
  total(
    'weighed',
    'weighed',
    'scope: { unit: acme }\nunits: { weights: { a1: 3, a2: 2.5, b1: 1, mover: 0 } }\nspread: working-days',
  ),
  total('owned', 'owned', 'scope: { unit: acme }\nunits: { weights: { a1: 3, a2: 2, b1: 1 } }'),
].join('')}---
kind: target
id: own-a1
kpi: revenue
version: owned
scope: { unit: a1 }
total: "40_000.03"
year: 2026
spread: { weights: [3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] }
---
kind: target
id: own-b1
kpi: revenue
version: owned
scope: { unit: b1 }
values: { "2026-01": 500, "2026-02": 600, "2026-03": "700.10" }
`

const sales = [
  'day,region,amount',
  ...['a1', 'a2', 'mover'].flatMap((region, index) =>
    Array.from({ length: 12 }, (_, month) => {
      const amount = region === 'mover' ? '0' : `${(index + 1) * 100 + month}.5`
      return `2025-${String(month + 1).padStart(2, '0')}-15,${region},${amount}`
    }),
  ),
]
const people = ['day,region,heads', '2025-11-30,a1,7', '2025-11-30,a2,4', '2025-12-31,a1,1', '2025-12-31,a2,1']

let shop: SmallWorkspace
beforeAll(async () => {
  shop = await smallWorkspace(documents, { 'sales.csv': sales, 'people.csv': people })
})
afterAll(() => shop.close())

const cents = (text: unknown): number | null => (typeof text === 'string' ? Math.round(Number(text) * 100) : null)

async function targets(scope: string, periods: string | readonly [string, string], version: string) {
  const answers = await shop.answers('revenue', periods, { scope, version })
  return answers.map(({ target }) => cents(target))
}
const year = (scope: string, version: string) => targets(scope, '2026', version)
const months = (scope: string, version: string) => targets(scope, ['2026-01', '2026-12'], version)
const plus = (lists: readonly (readonly (number | null)[])[]) =>
  lists[0]?.map((_, index) => lists.reduce((sum, list) => sum + (list[index] ?? Number.NaN), 0))

/** Largest remainders, written down once more in whole numbers. */
function hamilton(amount: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, one) => sum + one, 0)
  const shares = weights.map((one) => Math.floor((amount * one) / all))
  const rests = weights.map((one, index) => ({ index, rest: (amount * one) % all })).sort((x, y) => y.rest - x.rest)
  for (let left = amount - shares.reduce((sum, one) => sum + one, 0), i = 0; left > 0; left--, i++)
    shares[rests[i]?.index ?? 0] = (shares[rests[i]?.index ?? 0] ?? 0) + 1
  return shares
}

const why = (scope: string, period: string, version: string) => whyTarget(shop.deps, 'revenue', period, scope, version)

describe('a total shared over the units below', () => {
  test('in equal parts: two divisions get half each, and every month, quarter, week and day adds up to the whole', async () => {
    expect([await year('unit:a', 'equal'), await year('unit:b', 'equal')]).toEqual([[5_000_000], [5_000_000]])
    for (const range of [
      ['2026-01', '2026-12'],
      ['2026-Q1', '2026-Q4'],
      ['2026-W02', '2026-W52'],
      ['2026-01-01', '2026-12-31'],
    ] as const) {
      const parts = [await targets('unit:a', range, 'equal'), await targets('unit:b', range, 'equal')]
      expect(plus(parts)).toEqual(await targets('', range, 'equal'))
    }
  })

  test('by another KPI of a stated month: seven and four heads, largest remainders', async () => {
    const [expectedA1, expectedA2] = hamilton(10_000_000, [7, 4])
    expect([await year('unit:a1', 'heads'), await year('unit:a2', 'heads')]).toEqual([[expectedA1], [expectedA2]])
    expect(plus([await months('unit:a1', 'heads'), await months('unit:a2', 'heads')])).toEqual(
      await months('unit:a', 'heads'),
    )
    expect(await year('unit:mover', 'heads')).toEqual([null])
    expect(await why('unit:mover', '2026-03', 'heads')).toContain(
      'by the value of "heads" of 2025-11, which is missing here',
    )
  })

  test('by last year: a unit that sold nothing has no share, and the reason is said', async () => {
    // a1 sold 12 x 100.5 + (0 + … + 11), a2 100 a month more.
    const sold = [12 * 100.5 + 66, 12 * 200.5 + 66]
    const expected = hamilton(10_000_000, sold)
    expect([await year('unit:a1', 'shape'), await year('unit:a2', 'shape')]).toEqual(expected.map((one) => [one]))
    expect(plus([await months('unit:a1', 'shape'), await months('unit:a2', 'shape')])).toEqual(
      await months('unit:a', 'shape'),
    )
    expect(await months('unit:mover', 'shape')).toEqual(Array(12).fill(null))
    expect(await why('unit:mover', '2026-03', 'shape')).toBe(
      'No shape target is set for 2026-03: "shape" spreads its total over units by its value of 2025, which is zero here.',
    )
  })

  test('by weights of units at any depth, through working days; their divisions are the sums', async () => {
    const expected = hamilton(10_000_000, [6, 5, 2])
    const units = ['unit:a1', 'unit:a2', 'unit:b1']
    for (const [index, scope] of units.entries()) expect(await year(scope, 'weighed')).toEqual([expected[index]])
    const parts = await Promise.all(units.map((scope) => months(scope, 'weighed')))
    expect(plus(parts)).toEqual(await months('', 'weighed'))
    expect(await why('unit:a2', '2026-03', 'weighed')).toContain('this unit’s share of the')
    expect(await why('unit:a2', '2026-03', 'weighed')).toMatch(
      /38\.5\s%, by weights of 3 units; over the year by working days/,
    )
    expect(await why('unit:mover', '2026-03', 'weighed')).toContain('by weights, and this one has none')
  })
})

describe('units that come and go', () => {
  test('each stretch of days is shared by those that are there; a unit has no target for a period that it is in for a part', async () => {
    // From January to March four teams share, from April on five; the team that moves stays below the organisation.
    const teams = ['a1', 'a2', 'mover', 'b1', 'late']
    const parts = await Promise.all(teams.map((id) => months(`unit:${id}`, 'teams')))
    const whole = await months('', 'teams')
    const early = parts.map((list) => list.slice(0, 3))
    expect(early[4]).toEqual([null, null, null])
    expect(plus(early.slice(0, 4))).toEqual(whole.slice(0, 3))
    expect(plus(parts.map((list) => list.slice(3)))).toEqual(whole.slice(3))
    const quarter = await targets('unit:late', '2026-Q2', 'teams')
    const [whole2] = await targets('', '2026-Q2', 'teams')
    expect(Math.abs((quarter[0] ?? 0) - (whole2 ?? 0) / 5)).toBeLessThanOrEqual(1)
    expect(await year('unit:late', 'teams')).toEqual([null])
    expect(await why('unit:late', '2026', 'teams')).toContain('stood among them for a part of the period only')
  })

  test('the division that a team left and the one it came to have the sums of the teams that they had', async () => {
    const [mover] = await targets('unit:mover', '2026-03', 'teams')
    const a = await targets('unit:a', '2026-03', 'teams')
    const rest = [await targets('unit:a1', '2026-03', 'teams'), await targets('unit:a2', '2026-03', 'teams')]
    expect(a).toEqual([(rest[0]?.[0] ?? 0) + (rest[1]?.[0] ?? 0) + (mover ?? 0)])
    const later = await targets('unit:a', '2026-08', 'teams')
    expect(later).toEqual(
      plus([await targets('unit:a1', '2026-08', 'teams'), await targets('unit:a2', '2026-08', 'teams')]),
    )
  })
})

describe('a target of a unit itself', () => {
  test('wins, and what it leaves is shared by the others; a month stated by a unit counts for that month alone', async () => {
    expect(await year('unit:a1', 'owned')).toEqual([4_000_003])
    const [own] = [await months('unit:a1', 'owned')]
    expect(own.slice(0, 2)).toEqual([857_144, 285_715])
    const b1 = await months('unit:b1', 'owned')
    expect(b1.slice(0, 3)).toEqual([50_000, 60_000, 70_010])
    // January to March: a2 alone shares what a1 and b1 leave of those days; then a2 and b1 share, two to one.
    const whole = await months('', 'owned')
    const add = (list: readonly (number | null)[]) => list.reduce<number>((sum, one) => sum + (one ?? Number.NaN), 0)
    const firstRest = add(whole.slice(0, 3)) - add(own.slice(0, 3)) - 180_010
    const laterRest = add(whole.slice(3)) - add(own.slice(3))
    const a2 = await months('unit:a2', 'owned')
    expect(add(a2.slice(0, 3))).toBe(firstRest)
    expect([add(a2.slice(3)), add(b1.slice(3))]).toEqual(hamilton(laterRest, [2, 1]))
    const all = [await year('unit:a1', 'owned'), await year('unit:a2', 'owned'), await year('unit:b1', 'owned')]
    expect(plus(all)).toEqual([10_000_000])
    expect(await why('unit:a2', '2026-05', 'owned')).toContain('of units with targets of their own leave')
    expect(await why('unit:b1', '2026-02', 'owned')).toContain('stated in "own-b1"')
  })
})
