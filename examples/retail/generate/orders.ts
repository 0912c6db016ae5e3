import { type Location, leipzigOpens, locations, type Product, products } from './company.ts'
import { ageOf, civil, dayOf, firstDay, isHoliday, lastDay, storyDays } from './days.ts'
import { Dice } from './random.ts'
import { money, Table, YearlyTable } from './tables.ts'

/** A line as later steps (returns) need it; amounts in cents. */
export interface Line {
  readonly number: number
  readonly product: Product
  readonly quantity: number
  /** After discount. */
  readonly cents: number
}

export interface Order {
  readonly id: string
  readonly day: number
  readonly location: Location
  readonly cancelled: boolean
  readonly lines: readonly Line[]
}

interface Customer {
  readonly id: string
  readonly trade: boolean
}

/** How much of an average month each month sells, January first; November is the promotion month. */
const season = [1.02, 0.92, 0.98, 1.0, 0.97, 0.94, 0.9, 0.9, 1.02, 1.06, 1.34, 1.05]
const gardenSeason = [0.2, 0.3, 0.9, 1.9, 2.4, 2.2, 1.5, 0.9, 0.5, 0.3, 0.2, 0.2]
const storeWeek = [0.82, 0.8, 0.86, 0.95, 1.15, 1.72, 0]
const onlineWeek = [1.08, 1.0, 0.98, 0.95, 0.88, 0.9, 1.21]

/** Orders to expect at a place on a day: growth, season, weekday, holidays, and a new store that has to become known. */
function expected(location: Location, day: number): number {
  const { month, weekday, age } = civil(day)
  if (day < location.opened) return 0
  const store = location.kind === 'store'
  if (store && isHoliday(day)) return 0
  const growth = store ? 1 + 0.0026 * age : 1 + 0.0118 * age
  const known = location.opened === leipzigOpens ? Math.min(1, 0.4 + (day - leipzigOpens) / 400) : 1
  return location.orders * growth * known * (season[month - 1] ?? 1) * ((store ? storeWeek : onlineWeek)[weekday] ?? 1)
}

interface Price {
  /** Cents. */
  readonly unit: number
  readonly cost: number
}

/** List prices go up a little each January; suppliers raise theirs in March 2026, faster than we can. */
function priceOf(product: Product, day: number): Price {
  const { year, age } = civil(day)
  const raise = 1 + 0.018 * (year - 2023)
  const unit = Math.round(product.price * raise) * 100 - 10
  const supplier = 1 + 0.016 * (year - 2023) + (age >= ageOf('2026-03') ? 0.04 : 0)
  return { unit, cost: Math.round(product.price * product.costShare * supplier * 100) }
}

function discountRate(dice: Dice, day: number, trade: boolean): number {
  if (trade) return 0.08
  const { month } = civil(day)
  const [often, least, most] = month === 11 ? [0.55, 12, 25] : month === 1 ? [0.3, 10, 20] : [0.2, 10, 25]
  return dice.chance(often) ? dice.whole(least, most) / 100 : 0
}

/** Orders with their lines, and the customers who placed them. */
export class Shop {
  readonly orders: Order[] = []
  readonly tables = {
    orders: new YearlyTable(['order_id', 'ordered_at', 'location_id', 'customer_id', 'status']),
    'order-lines': new YearlyTable([
      'order_id',
      'line',
      'ordered_on',
      'product_id',
      'quantity',
      'unit_price',
      'discount',
      'unit_cost',
    ]),
    customers: new Table(['customer_id', 'joined_on', 'location_id', 'segment', 'newsletter']),
  }
  readonly #dice = new Dice('orders')
  readonly #people = new Dice('customers')
  readonly #known = new Map<string, Customer[]>()
  readonly #stopsAt = new Map<boolean, readonly number[]>()
  #customers = 0

  constructor() {
    for (const location of locations.filter(({ opened }) => opened < firstDay)) {
      for (let count = 0; count < location.orders * 90; count++) {
        this.#join(location, this.#people.whole(dayOf(2019, 1, 1), dayOf(2022, 12, 31)))
      }
    }
    for (const day of storyDays) this.#sell(day)
  }

  #sell(day: number): void {
    const baskets = locations.flatMap((location) =>
      Array.from({ length: this.#dice.events(expected(location, day)) }, () => ({
        location,
        minute: location.kind === 'store' ? this.#dice.whole(600, 1135) : this.#dice.whole(420, 1420),
      })),
    )
    for (const { location, minute } of baskets.sort((a, b) => a.minute - b.minute)) this.#order(location, day, minute)
  }

  #order(location: Location, day: number, minute: number): void {
    const dice = this.#dice
    const id = String(100_001 + this.orders.length)
    const customer = this.#customerOf(location, day)
    const cancelled = dice.chance(location.kind === 'online' ? 0.041 : 0.012)
    const fresh = lastDay - day < 4 && location.kind === 'online'
    const { year, iso } = civil(day)
    const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
    const status = cancelled ? 'cancelled' : fresh ? 'open' : 'completed'
    this.tables.orders.add(year, id, `${iso} ${clock}`, location.id, customer?.id ?? '', status)
    const count = dice.pick([1, 2, 3, 4, 5, 6], [28, 28, 21, 13, 6, 4])
    const lines: Line[] = []
    const trade = customer?.trade === true
    const bought = new Set<Product>()
    while (bought.size < count) bought.add(this.#product(day))
    for (const product of bought) lines.push(this.#line(id, lines.length + 1, day, product, trade))
    this.orders.push({ id, day, location, cancelled, lines })
  }

  #line(order: string, number: number, day: number, product: Product, trade: boolean): Line {
    const dice = this.#dice
    const price = priceOf(product, day)
    const single = product.most === 1 || dice.chance(0.6)
    const quantity = (single ? 1 : dice.whole(2, product.most)) * (trade && dice.chance(0.3) ? 2 : 1)
    const discount = Math.round(price.unit * quantity * discountRate(dice, day, trade))
    const { year, iso } = civil(day)
    const amounts = [money(price.unit), money(discount), money(price.cost)]
    this.tables['order-lines'].add(year, order, number, iso, product.id, quantity, ...amounts)
    return { number, product, quantity, cents: price.unit * quantity - discount }
  }

  /** A product by how often it is bought; what belongs in the garden has a season of its own. */
  #product(day: number): Product {
    const { month } = civil(day)
    const garden = this.#dice.chance(0.075 * (gardenSeason[month - 1] ?? 1))
    let stops = this.#stopsAt.get(garden)
    if (stops === undefined) {
      let sum = 0
      stops = products.map((one) => (sum += (one.category === 'Garden') === garden ? one.weight : 0))
      this.#stopsAt.set(garden, stops)
    }
    const at = this.#dice.roll() * (stops.at(-1) ?? 0)
    const found = products[stops.findIndex((stop) => at < stop)]
    if (found === undefined) throw new Error('no product')
    return found
  }

  /** Online everybody has an account; in stores some pay without showing their card. */
  #customerOf(location: Location, day: number): Customer | null {
    if (location.kind === 'store' && this.#people.chance(0.17)) return null
    const known = this.#known.get(location.region) ?? []
    const stranger = location.opened === leipzigOpens && day - leipzigOpens < 180 ? 0.5 : 0.3
    return this.#people.chance(stranger) ? this.#join(location, day) : this.#people.pick(known)
  }

  #join(location: Location, day: number): Customer {
    const trade = this.#people.chance(0.07)
    const customer = { id: `K${String(++this.#customers).padStart(6, '0')}`, trade }
    const segment = this.#people.chance(0.02) ? 'unknown' : trade ? 'Trade' : 'Private'
    const newsletter = this.#people.chance(0.46)
    this.tables.customers.add(customer.id, civil(day).iso, location.id, segment, newsletter ? 'yes' : 'no')
    const known = this.#known.get(location.region)
    if (known === undefined) this.#known.set(location.region, [customer])
    else known.push(customer)
    return customer
  }
}
