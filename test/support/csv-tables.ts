import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Raw CSV files as SQLite tables of text, for checks written by hand. It shares nothing with the program, so that it
 * cannot share a mistake with it either.
 */
export function rawTables(folder: string): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  for (const file of readdirSync(folder).sort()) {
    if (file.endsWith('.csv')) addTable(database, `raw_${tableName(file)}`, readFileSync(join(folder, file), 'utf8'))
  }
  return database
}

/** `order-lines-2025.csv` is part of `order_lines`. */
const tableName = (file: string): string => file.replace(/(-\d{4})?\.csv$/, '').replaceAll('-', '_')

/** Adds the rows of a CSV text to a table, which is made with the columns of its header where there is none yet. */
export function addTable(database: DatabaseSync, name: string, text: string): void {
  const [header = [], ...rows] = parseCsv(text)
  const columns = header.map((column) => `"${column}" TEXT`).join(', ')
  database.exec(`CREATE TABLE IF NOT EXISTS ${name} (${columns})`)
  const insert = database.prepare(`INSERT INTO ${name} VALUES (${header.map(() => '?').join(', ')})`)
  database.exec('BEGIN')
  for (const row of rows) insert.run(...row)
  database.exec('COMMIT')
}

/** Lines end with a line feed; the delimiter is a semicolon where the header has one; quotes are doubled inside quotes. */
function parseCsv(text: string): string[][] {
  const lines = text.trimEnd().split('\n')
  const delimiter = lines[0]?.includes(';') === true ? ';' : ','
  return lines.map((line) => (line.includes('"') ? quotedCells(line, delimiter) : line.split(delimiter)))
}

function quotedCells(line: string, delimiter: string): string[] {
  const cells = ['']
  let quoted = false
  for (const sign of line.replaceAll('""', '\u0000')) {
    if (sign === '"') quoted = !quoted
    else if (sign === delimiter && !quoted) cells.push('')
    else cells[cells.length - 1] += sign === '\u0000' ? '"' : sign
  }
  return cells
}
