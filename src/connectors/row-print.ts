import { createHash } from 'node:crypto'
import { cellText, type RawCell } from '../domain/raw-cell.ts'

const lanes = 8

/** A fingerprint of rows in any order, for sources that give them in none: the SHA-256 of each row, added up lane by lane. */
export class RowPrint {
  readonly #sums = new Uint32Array(lanes)
  #rows = 0

  add(cells: readonly RawCell[]): void {
    let text = ''
    for (const cell of cells) text += cell === null ? '\0' : `${cellText(cell)}\u0001`
    const digest = createHash('sha256').update(text).digest()
    for (let lane = 0; lane < lanes; lane++) {
      this.#sums[lane] = (this.#sums[lane] ?? 0) + digest.readUInt32LE(lane * 4)
    }
    this.#rows++
  }

  /** 64 hex digits; equal rows with equal numbers of each give equal prints, whatever the header says is part of it. */
  print(header: readonly string[]): string {
    const hash = createHash('sha256').update(JSON.stringify([header, this.#rows]))
    return hash.update(new Uint8Array(this.#sums.buffer)).digest('hex')
  }
}
