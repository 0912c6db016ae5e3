import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAll, closeAll, dataFile, hasData, workspaceOf } from './ask-all.ts'
import { cellOf, type Expected, expectAnswers, grouped, type Names, Oracle, published } from './compare.ts'
import { fixed, rowsOf, text } from './raw.ts'

const name = 'facebook_ads'

/** What no KPI says, and why. */
const beyondTheLanguage: Readonly<Record<string, RegExp>> = {
  'parts of a difference of a ratio: drivers':
    /^cpa_rate_mix_by_age_campaign_936_to_1178\.(change|two_part|three_part)/,
}

const names: Names = {
  Impressions: ['impressions', true],
  Clicks: ['clicks', true],
  Spent: ['spent', true],
  Total_Conversion: ['conversions', true],
  Approved_Conversion: ['approved', true],
  ctr: ['ctr', false],
  cpc: ['cpc', false],
  cpm: ['cpm', false],
  cpa_approved: ['cpa', false],
  conversion_rate_approved: ['conversion-rate', false],
}
const kpis = Object.values(names).map(([kpi]) => kpi)
const total = { from: 'total', to: 'total' }

describe.skipIf(!hasData(name))('facebook ads (skipped where ../shared/data is absent)', () => {
  let place: ReturnType<typeof workspaceOf>
  beforeAll(() => {
    place = workspaceOf(name)
  })
  afterAll(async () => {
    await closeAll()
    place.remove()
  })

  test('every published value', async () => {
    const oracle = new Oracle(name)
    const whole = published(oracle, 'total', names)
    expectAnswers(await askAll(place.folder, { kpis, ...total }), new Map([[cellOf('', 'total'), whole]]))
    const months = await askAll(place.folder, { kpis, from: '2023-08', to: '2023-08' })
    expectAnswers(months, new Map([[cellOf('', '2023-08'), whole]]))
    for (const [path, split] of [
      ['by_campaign', 'campaign'],
      ['by_age', 'age'],
    ] as const) {
      const table = oracle
        .names(path)
        .map(
          (member) => [cellOf(`${split}=${member}`, 'total'), published(oracle, `${path}.${member}`, names)] as const,
        )
      expectAnswers(await askAll(place.folder, { kpis, ...total, by: [split] }), new Map(table))
    }
    const [before, , after] = await askAll(place.folder, { kpis: ['cpa'], ...total, by: ['campaign'] }).then(
      (answers) =>
        [936, 916, 1178].map((campaign) => answers.find(({ scope }) => scope === `campaign=${campaign}`)?.value),
    )
    const change = 'cpa_rate_mix_by_age_campaign_936_to_1178'
    expect(before).toBeCloseTo(oracle.at(`${change}.ratio_0`), 9)
    expect(after).toBeCloseTo(oracle.at(`${change}.ratio_1`), 9)
    expect(oracle.left(Object.values(beyondTheLanguage))).toEqual({ paths: [], idle: [] })
  })

  test.each([
    ['day', '2023-08-01', '2023-08-31', 'gender'],
    ['day', '2023-08-01', '2023-08-31', 'campaign'],
    ['total', 'total', 'total', 'interest'],
  ] as const)(
    'by %s from %s to %s and %s, with what is divided by no clicks and no conversions',
    async (grain, from, to, split) => {
      const ads = rowsOf(dataFile(name, 'ads.csv'))
      const member = { gender: 'gender', campaign: 'xyz_campaign_id', interest: 'interest' }[split]
      const groups = grouped(ads, (ad) =>
        cellOf(`${split}=${ad[member]}`, grain === 'total' ? grain : (ad.Date ?? '').split('-').reverse().join('-')),
      )
      const table = new Map([...groups].map(([cell, rows]) => [cell, valuesOf(rows)]))
      expect([...table.values()].some((values) => values.cpa === null)).toBe(split === 'campaign')
      expectAnswers(await askAll(place.folder, { kpis, from, to, by: [split] }), table)
    },
  )
})

function valuesOf(ads: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, Expected>> {
  const sum = (column: string, digits = 0) => ads.reduce((all, ad) => all + fixed(ad[column] ?? '', digits), 0n)
  const [impressions, clicks, conversions, approved] = [
    sum('Impressions'),
    sum('Clicks'),
    sum('Total_Conversion'),
    sum('Approved_Conversion'),
  ]
  const spent = sum('Spent', 9)
  const over = (above: number, below: bigint) => (below === 0n ? null : above / Number(below))
  const cost = Number(spent) / 1e9
  return {
    impressions: String(impressions),
    clicks: String(clicks),
    spent: text(spent, 9),
    conversions: String(conversions),
    approved: String(approved),
    ctr: over(Number(clicks), impressions),
    cpc: over(cost, clicks),
    cpm: over(1000 * cost, impressions),
    cpa: over(cost, approved),
    'conversion-rate': over(Number(approved), clicks),
  }
}
