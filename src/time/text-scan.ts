/** A cursor over one text after another; it is reused, so that reading a million dates makes no garbage. */
export class TextScan {
  #text = ''
  #at = 0

  start(text: string): void {
    this.#text = text
    this.#at = 0
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length
  }

  /** Reads one character when it is that one. */
  take(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false
    this.#at++
    return true
  }

  /** Reads `least` to `most` digits as a number; -1 when there are fewer. */
  digits(least: number, most: number): number {
    const from = this.#at
    let value = 0
    while (this.#at - from < most) {
      const digit = this.#text.charCodeAt(this.#at) - 48
      if (!(digit >= 0 && digit <= 9)) break
      value = value * 10 + digit
      this.#at++
    }
    return this.#at - from < least ? -1 : value
  }

  /** Reads a fraction of a second of 1 to 9 digits as whole µs, what is finer is cut off; -1 when there is none. */
  fraction(): number {
    const from = this.#at
    const value = this.digits(1, 9)
    return value < 0 ? -1 : Math.floor(value * 10 ** (6 - (this.#at - from)))
  }

  /** Reads `length` letters and looks them up in lower case; -1 when they are none of the words. */
  word(words: ReadonlyMap<string, number>, length: number): number {
    const found = words.get(this.#text.slice(this.#at, this.#at + length).toLowerCase())
    if (found === undefined) return -1
    this.#at += length
    return found
  }
}
