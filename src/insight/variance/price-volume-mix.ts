import { type Presence, presenceOf } from './additive.ts'
import { isZero, minus, over, type Rational, sum, times, zero } from './rational.ts'

export interface Sale {
  readonly value: Rational
  readonly quantity: Rational
}

/** An item's value and quantity in two readings; null where it was not sold. */
export interface Item {
  readonly name: string
  readonly from: Sale | null
  readonly to: Sale | null
}

export interface PvmPart {
  readonly name: string
  readonly presence: Presence
  readonly volume: Rational
  readonly mix: Rational
  readonly price: Rational
  /** All its value, for an item without a base. */
  readonly added: Rational
  /** All its value, taken away, for one that is sold no more. */
  readonly discontinued: Rational
  /** Value without a quantity on one side: it has no price. */
  readonly unallocated: Rational
  readonly effect: Rational
}

type Effect = 'volume' | 'mix' | 'price' | 'added' | 'discontinued' | 'unallocated'

export interface PriceVolumeMix extends Readonly<Record<Effect, Rational>> {
  readonly from: Rational
  readonly to: Rational
  readonly change: Rational
  /** False where the quantities of the base add up to zero: mix cannot be told from volume then, and both stand in volume. */
  readonly mixKnown: boolean
  readonly itemsInBoth: number
  readonly parts: readonly PvmPart[]
}

/**
 * The change of a value as price, volume and mix of its items, exactly: volume at the mean price of the base, mix as what is left
 * at the base's prices, price at the new quantities; new and discontinued items apart. Volume and mix depend on the level of
 * detail that items are told at.
 */
export function priceVolumeMix(items: readonly Item[]): PriceVolumeMix {
  const priced = items.filter((item) => pricedIn(item.from) && pricedIn(item.to))
  const quantity = (side: 'from' | 'to') => sum(priced.map((item) => item[side]?.quantity ?? zero))
  const growth = over(quantity('to'), quantity('from'))
  const parts = items.map((item) => partOf(item, growth))
  const total = (effect: Effect) => sum(parts.map((part) => part[effect]))
  const [from, to] = [wholeOf(items, 'from'), wholeOf(items, 'to')]
  return {
    from,
    to,
    change: minus(to, from),
    volume: total('volume'),
    mix: total('mix'),
    price: total('price'),
    added: total('added'),
    discontinued: total('discontinued'),
    unallocated: total('unallocated'),
    mixKnown: growth !== null || priced.length === 0,
    itemsInBoth: priced.length,
    parts,
  }
}

const wholeOf = (items: readonly Item[], side: 'from' | 'to') => sum(items.map((item) => item[side]?.value ?? zero))
const pricedIn = (sale: Sale | null): sale is Sale => sale !== null && !isZero(sale.quantity)
const sold = (sale: Sale | null): boolean => sale !== null && !(isZero(sale.value) && isZero(sale.quantity))

function partOf({ name, from, to }: Item, growth: Rational | null): PvmPart {
  const [was, is] = [sold(from) ? from : null, sold(to) ? to : null]
  const effects = effectsOf(was, is, growth)
  return { name, presence: presenceOf(was, is), ...effects, effect: sum(Object.values(effects)) }
}

const none = { volume: zero, mix: zero, price: zero, added: zero, discontinued: zero, unallocated: zero }

function effectsOf(from: Sale | null, to: Sale | null, growth: Rational | null): Record<Effect, Rational> {
  if (from === null || to === null) {
    return { ...none, added: to?.value ?? zero, discontinued: minus(zero, from?.value ?? zero) }
  }
  const price = over(from.value, from.quantity)
  if (price === null || isZero(to.quantity)) return { ...none, unallocated: minus(to.value, from.value) }
  const atBase = times(to.quantity, price)
  // As much as if every item had grown like the whole; without a base quantity all of it is volume.
  const evenly = growth === null ? atBase : times(from.value, growth)
  return {
    ...none,
    volume: minus(evenly, from.value),
    mix: minus(atBase, evenly),
    price: minus(to.value, atBase),
  }
}
