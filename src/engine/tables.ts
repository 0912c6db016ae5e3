import type { DuckDBConnection } from '@duckdb/node-api'

/** A part that stands in a facts table: its row count, and the stamp of the file it was read from. */
export interface AppliedPart {
  readonly rows: number
  readonly stamp: string
}

/** The parts that a dataset's facts table holds, by part number. */
export async function appliedParts(
  connection: DuckDBConnection,
  dataset: string,
): Promise<ReadonlyMap<number, AppliedPart>> {
  const found = await connection.runAndReadAll(
    'SELECT part, row_count, stamp FROM bellwether_parts WHERE dataset = $1',
    [dataset],
  )
  return new Map(
    found.getRows().map(([part, rows, stamp]) => [Number(part), { rows: Number(rows), stamp: String(stamp) }]),
  )
}
