import { locationTable, productTable } from './generate/company.ts'
import { iso } from './generate/days.ts'
import { returns, shipments, surveys } from './generate/delivery.ts'
import { campaigns, visits } from './generate/marketing.ts'
import { Shop } from './generate/orders.ts'
import { people } from './generate/people.ts'
import { stock } from './generate/stock.ts'
import { writeTables } from './generate/tables.ts'

/**
 * Writes the demo's raw data, three years of a company that does not exist, to `<folder>/data`. Every run on every machine
 * writes the same bytes: chance comes from dice of our own, days are whole numbers, nothing asks a clock or a locale.
 */
export function generate(folder: string): void {
  const shop = new Shop()
  const { table, delivered } = shipments(shop.orders)
  writeTables(folder, {
    locations: locationTable(iso),
    products: productTable(),
    ...shop.tables,
    shipments: table,
    returns: returns(shop.orders, delivered),
    surveys: surveys(delivered),
    ...people(),
    campaigns: campaigns(),
    visits: visits(shop.orders),
    stock: stock(),
  })
}

if (import.meta.main) generate(import.meta.dirname)
