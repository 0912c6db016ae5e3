import type { BadCell } from '../../domain/bad-cell.ts'
import type { Catalog, Dataset } from '../../domain/catalog.ts'
import { cellText, type RawCell } from '../../domain/raw-cell.ts'
import { TargetReader } from '../../domain/target/row-reader.ts'

type RowCheck = (line: number, cells: readonly RawCell[]) => readonly BadCell[]

const nothingWrong: readonly BadCell[] = []

/** What is wrong with a row of a table of targets: KPIs, units and periods that nobody knows. Other datasets have no such rows. */
export function targetRows(catalog: Catalog, dataset: Dataset, header: readonly string[]): RowCheck {
  const { targets: table } = dataset
  if (table === undefined) return () => nothingWrong
  const columns = new Map(dataset.columns.map((column) => [column.name, column]))
  const places = new Map(dataset.columns.map(({ name, from }) => [name, header.indexOf(from)]))
  const dated = columns.get(table.period)?.type.kind === 'date'
  const reader = new TargetReader(catalog, table)
  return (line, cells) => {
    // Blank lines are no rows.
    if (cells.every((cell) => cell === null || cellText(cell)?.trim() === '')) return nothingWrong
    const cell = (name: string): string | null => {
      const text = cellText(cells[places.get(name) ?? -1] ?? null)?.trim() ?? ''
      return text === '' || (columns.get(name)?.missing.includes(text) ?? false) ? null : text
    }
    // A date that is none is refused by its own type.
    const found = reader.read((name) => (dated && name === table.period ? '2000-01-01' : cell(name)), null)
    return 'kpi' in found ? nothingWrong : found.map((bad) => ({ row: line, ...bad }))
  }
}
