import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Cell = string | number

/** A table on its way to a file: its header and one line of text per row. */
export class Table {
  readonly lines: string[]
  readonly #delimiter: string

  constructor(header: readonly string[], delimiter = ',') {
    this.#delimiter = delimiter
    this.lines = [header.join(delimiter)]
  }

  add(...cells: readonly Cell[]): void {
    this.lines.push(cells.map((cell) => this.#cell(String(cell))).join(this.#delimiter))
  }

  #cell(text: string): string {
    return text.includes(this.#delimiter) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text
  }
}

/** A table in one file per year, as exports of a shop system usually come. */
export class YearlyTable {
  readonly header: readonly string[]
  readonly years = new Map<number, Table>()

  constructor(header: readonly string[]) {
    this.header = header
  }

  add(year: number, ...cells: readonly Cell[]): void {
    let table = this.years.get(year)
    if (table === undefined) this.years.set(year, (table = new Table(this.header)))
    table.add(...cells)
  }
}

export type Tables = Readonly<Record<string, Table | YearlyTable>>

/** Writes `name.csv`, or `name-2025.csv` for each year, into a folder that afterwards holds nothing else. */
export function writeTables(folder: string, tables: Tables): void {
  mkdirSync(folder, { recursive: true })
  const written = new Set<string>()
  const write = (name: string, table: Table) => {
    writeFileSync(join(folder, name), `${table.lines.join('\n')}\n`)
    written.add(name)
  }
  for (const [name, table] of Object.entries(tables)) {
    if (table instanceof Table) write(`${name}.csv`, table)
    else for (const [year, part] of table.years) write(`${name}-${year}.csv`, part)
  }
  for (const name of readdirSync(folder)) if (name.endsWith('.csv') && !written.has(name)) rmSync(join(folder, name))
}

/** Whole cents as an amount with two digits: 129990 is `1299.90`. */
export function money(cents: number): string {
  const whole = Math.floor(cents / 100)
  return `${whole}.${String(cents - whole * 100).padStart(2, '0')}`
}
