import { regions } from './company.ts'
import { civil, storyDays } from './days.ts'
import type { Order } from './orders.ts'
import { Dice } from './random.ts'
import { money, Table } from './tables.ts'

/** Spend a day in cents per region, clicks per euro, and impressions per click; e-mail counts no impressions. */
const media = [
  { name: 'Search', spend: 31_000, clicks: 0.44, impressions: 21 },
  { name: 'Social', spend: 19_500, clicks: 0.53, impressions: 74 },
  { name: 'Display', spend: 8_800, clicks: 0.37, impressions: 260 },
  { name: 'E-mail', spend: 3_000, clicks: 2.2, impressions: null },
] as const

const push = [1.05, 0.85, 0.95, 1.0, 0.95, 0.9, 0.85, 0.9, 1.05, 1.1, 1.55, 1.1]
const size: Readonly<Record<string, number>> = { North: 0.98, West: 1.06, South: 1.12, East: 0.84 }

/** Advertising by day, medium and region. Clicks have become cheaper since social was given up for search in early 2026. */
export function campaigns(): Table {
  const dice = new Dice('campaigns')
  const table = new Table(['day', 'medium', 'region', 'spend', 'impressions', 'clicks'])
  for (const day of storyDays) {
    const { iso, month, age, year } = civil(day)
    for (const medium of media) {
      for (const region of regions) {
        const shift = year < 2026 ? 1 : medium.name === 'Social' ? 0.45 : medium.name === 'Search' ? 1.12 : 1
        const plan = medium.spend * (size[region] ?? 1) * (push[month - 1] ?? 1) * (1 + 0.006 * age) * shift
        const spend = Math.round(plan * (0.8 + 0.4 * dice.roll()))
        const clicks = dice.events((spend / 100) * medium.clicks * (year < 2026 ? 1 : 1.1))
        // The ad server's report has holes: a day in three hundred is missing.
        const known = medium.impressions !== null && !dice.chance(1 / 300)
        table.add(
          iso,
          medium.name,
          region,
          money(spend),
          known ? dice.events(clicks * medium.impressions) : 'n/a',
          clicks,
        )
      }
    }
  }
  return table
}

/** Visits of the online shop by day and region: about fifty for each order. */
export function visits(orders: readonly Order[]): Table {
  const dice = new Dice('visits')
  const table = new Table(['day', 'region', 'visits', 'baskets'])
  const placed = new Map<string, number>()
  for (const { day, location } of orders) {
    if (location.kind !== 'online') continue
    const key = `${day} ${location.region}`
    placed.set(key, (placed.get(key) ?? 0) + 1)
  }
  for (const day of storyDays) {
    const { iso, age } = civil(day)
    for (const region of regions) {
      const count = placed.get(`${day} ${region}`) ?? 0
      // The shop converts a little better every month; a quiet day still has visitors.
      const visited = 90 + dice.events(count * (44 - 0.19 * age))
      table.add(iso, region, visited, Math.min(visited, count + dice.events(visited * 0.06)))
    }
  }
  return table
}
