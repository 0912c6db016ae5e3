/**
 * Chance that is the same on every machine: a small generator of our own (mulberry32) over whole numbers. Each table has
 * its own dice by name, so that a change to one leaves the others as they were.
 */
export class Dice {
  #state: number

  constructor(name: string) {
    // FNV-1a, so that similar names give unlike seeds.
    let hash = 0x811c9dc5
    for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
    this.#state = hash >>> 0
  }

  /** At least 0, below 1. */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.roll() * (most - least + 1))
  }

  chance(probability: number): boolean {
    return this.roll() < probability
  }

  /** One of the list; each as likely as its weight, all alike without weights. */
  pick<T>(list: readonly T[], weights?: readonly number[]): T {
    const one = list[weights === undefined ? Math.floor(this.roll() * list.length) : this.#weighted(weights)]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }

  #weighted(weights: readonly number[]): number {
    let left = this.roll() * weights.reduce((sum, weight) => sum + weight, 0)
    const found = weights.findIndex((weight) => (left -= weight) < 0)
    return found < 0 ? weights.length - 1 : found
  }

  /** About normal, mean 0 and deviation 1: twelve rolls together, which needs no logarithm. */
  normal(): number {
    let sum = -6
    for (let index = 0; index < 12; index++) sum += this.roll()
    return sum
  }

  /** How many of independent events happen when `mean` are expected. */
  events(mean: number): number {
    return Math.max(0, Math.floor(mean + Math.sqrt(mean) * this.normal() + this.roll()))
  }
}
