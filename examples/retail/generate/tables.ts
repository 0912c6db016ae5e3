import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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

/**
 * Writes `name.csv`, or `name-2025.csv` for each year, to `<folder>/data`, which afterwards holds nothing else. The files
 * appear together: whoever is interrupted leaves no half of them.
 */
export function writeTables(folder: string, tables: Tables): void {
  const [data, fresh] = [join(folder, 'data'), join(folder, '.data')]
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  const write = (name: string, table: Table) => writeFileSync(join(fresh, name), `${table.lines.join('\n')}\n`)
  for (const [name, table] of Object.entries(tables)) {
    if (table instanceof Table) write(`${name}.csv`, table)
    else for (const [year, part] of table.years) write(`${name}-${year}.csv`, part)
  }
  rmSync(data, { recursive: true, force: true })
  renameSync(fresh, data)
}

/** Whole cents as an amount with two digits: 129990 is `1299.90`. */
export function money(cents: number): string {
  const whole = Math.floor(cents / 100)
  return `${whole}.${String(cents - whole * 100).padStart(2, '0')}`
}
