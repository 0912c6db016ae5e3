import { products, regions } from './company.ts'
import { civil, countingDays, iso, lastDay } from './days.ts'
import { Dice } from './random.ts'
import { Table } from './tables.ts'

/** What lies in each region's warehouse on the last evening of a month. July 2026 is not counted yet. */
export function stock(): Table {
  const dice = new Dice('stock')
  const table = new Table(['counted_on', 'region', 'product_id', 'units'])
  for (const day of countingDays) {
    if (day === lastDay) continue
    const { month, age } = civil(day)
    // Warehouses fill up for November and empty until February.
    const fill = [0.94, 0.9, 0.96, 1, 1.01, 1, 0.99, 1.02, 1.1, 1.16, 1.04, 0.97][month - 1] ?? 1
    for (const region of regions) {
      for (const product of products) {
        const usual = (product.weight * 4.4 * fill * (1 + 0.004 * age)) / Math.sqrt(product.price / 100)
        const empty = dice.chance(age >= 30 ? 0.024 : 0.034)
        table.add(iso(day), region, product.id, empty ? 0 : 1 + dice.events(usual))
      }
    }
  }
  return table
}
