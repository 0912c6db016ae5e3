import { locations } from './company.ts'
import { ageOf, civil, firstDay, isHoliday, iso, isSunday, lastDay } from './days.ts'
import type { Order } from './orders.ts'
import { Dice } from './random.ts'
import { money, Table, YearlyTable } from './tables.ts'

/** From here on one carrier of the North no longer copes: the trouble that the demo is about. */
const trouble = { region: 'North', carrier: 'Nordfracht', from: ageOf('2025-11') }

const carriers: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  North: [
    ['Nordfracht', 70],
    ['Paketwerk', 30],
  ],
  West: [
    ['Paketwerk', 60],
    ['Rheinlog', 40],
  ],
  South: [
    ['Paketwerk', 45],
    ['Alpenspedition', 55],
  ],
  East: [
    ['Paketwerk', 75],
    ['Rheinlog', 25],
  ],
}

/** The share that a carrier brings by the promised day; it falls over three months and then stays low. */
function punctuality(region: string, carrier: string, age: number, month: number): number {
  const usual = carrier === 'Alpenspedition' ? 0.975 : 0.968
  const rush = month === 11 || month === 12 ? 0.015 : 0
  if (region !== trouble.region || carrier !== trouble.carrier || age < trouble.from) return usual - rush
  return Math.max(0.55, 0.88 - 0.11 * (age - trouble.from))
}

export interface Delivered {
  readonly order: Order
  readonly day: number
  readonly late: number
}

/** What leaves the warehouse: every online order, and the big pieces that stores sell. */
export function shipments(orders: readonly Order[]): { readonly table: YearlyTable; readonly delivered: Delivered[] } {
  const dice = new Dice('shipments')
  const header = ['shipment_id', 'order_id', 'carrier', 'ordered_on', 'promised_on', 'delivered_on']
  const table = new YearlyTable(header)
  const delivered: Delivered[] = []
  for (const order of orders) {
    const { location, day, cancelled } = order
    const big = order.lines.some((line) => line.product.price >= 400)
    if (cancelled || (location.kind === 'store' && !(big && dice.chance(0.8)))) continue
    const choice = carriers[location.region] ?? []
    const [carrier] = dice.pick(
      choice,
      choice.map(([, share]) => share),
    )
    const promised = workday(day + dice.whole(big ? 6 : 3, big ? 11 : 6))
    const { age, month, year } = civil(promised)
    const onTime = dice.chance(punctuality(location.region, carrier, age, month))
    const arrived = workday(promised + (onTime ? -dice.whole(0, 2) : dice.whole(1, age < trouble.from ? 5 : 9)))
    // Two in a thousand never arrive. What is promised for later is not in the carriers' report yet.
    const lost = dice.chance(0.002)
    if (promised > lastDay) continue
    const known = !lost && arrived <= lastDay
    const dates = [iso(day), iso(promised), known ? iso(arrived) : '']
    table.add(year, `D${order.id}`, order.id, carrier, ...dates)
    if (known) delivered.push({ order, day: arrived, late: Math.max(0, arrived - promised) })
  }
  return { table, delivered }
}

const workday = (day: number): number => (isSunday(day) || isHoliday(day) ? workday(day + 1) : day)

const returnShare: Readonly<Record<string, number>> = {
  Living: 0.038,
  Dining: 0.045,
  Bedroom: 0.04,
  Lighting: 0.055,
  Textiles: 0.066,
  Garden: 0.04,
}

const reasons = ['changed mind', 'not as described', 'damaged', 'wrong item', '']

/** What comes back: more from parcels than from stores, most from parcels that were late. */
export function returns(orders: readonly Order[], delivered: readonly Delivered[]): Table {
  const dice = new Dice('returns')
  const header = ['return_id', 'order_id', 'line', 'location_id', 'returned_on', 'quantity', 'refund', 'reason']
  const table = new Table(header)
  earlierReturns(dice, table)
  const parcels = new Map(delivered.map((one) => [one.order.id, one]))
  for (const order of orders) {
    const parcel = parcels.get(order.id)
    if (order.cancelled || (order.location.kind === 'online' && parcel === undefined)) continue
    const late = (parcel?.late ?? 0) > 2
    for (const line of order.lines) {
      const usual = (returnShare[line.product.category] ?? 0) * (parcel === undefined ? 0.6 : 1.25)
      const day = workday((parcel?.day ?? order.day) + dice.whole(3, 24))
      const annoyed = late && dice.chance(0.11)
      if ((!annoyed && !dice.chance(usual)) || day > lastDay) continue
      const quantity = line.quantity === 1 || dice.chance(0.5) ? line.quantity : dice.whole(1, line.quantity)
      const refund = money(Math.floor((line.cents * quantity) / line.quantity))
      const reason = annoyed ? 'arrived late' : dice.pick(reasons, [47, 23, 19, 8, 3])
      const source = [`R${order.id}-${line.number}`, order.id, line.number, order.location.id]
      table.add(...source, iso(day), quantity, refund, reason)
    }
  }
  return table
}

/** Goods bought before the new shop system came in July 2023 come back without an order number. */
function earlierReturns(dice: Dice, table: Table): void {
  const places = locations.filter(({ kind, opened }) => kind !== 'service' && opened < firstDay)
  for (let age = 0; age < 35; age++) {
    const day = firstDay + age
    if (workday(day) !== day) continue
    for (let count = dice.events(12 * (1 - age / 35)); count > 0; count--) {
      const place = dice.pick(places)
      const refund = money(dice.whole(2_900, 39_900))
      table.add(`R-old-${table.lines.length}`, '', '', place.id, iso(day), 1, refund, dice.pick(reasons))
    }
  }
}

/** The survey agency delivers once a month; the delivery of June 2026 has not come. */
const surveysUntil = '2026-05-31'

/** Some customers answer a few days after a delivery; what they say depends on whether it was late. */
export function surveys(delivered: readonly Delivered[]): Table {
  const dice = new Dice('surveys')
  const table = new Table(['answer_id', 'answered_on', 'order_id', 'recommend', 'delivery_stars'])
  const answers = delivered
    .filter(() => dice.chance(0.16))
    .map(({ order, day, late }) => ({ order, late, day: day + dice.whole(2, 7) }))
    .sort((a, b) => a.day - b.day)
  for (const { order, day, late } of answers) {
    if (iso(day) > surveysUntil) continue
    const mood = late === 0 ? [2, 3, 5, 12, 13, 24, 24, 17] : [16, 14, 14, 18, 14, 13, 7, 4]
    const recommend = dice.pick([2, 4, 5, 6, 7, 8, 9, 10], mood)
    const stars = late === 0 ? dice.pick([3, 4, 5], [10, 35, 55]) : dice.pick([1, 2, 3, 4], [28, 36, 26, 10])
    table.add(`A${order.id}`, iso(day), order.id, recommend, dice.chance(0.07) ? '-' : stars)
  }
  return table
}
