import { csv } from './csv.ts'
import { excel } from './excel.ts'
import { manual } from './manual.ts'
import { parquet } from './parquet.ts'
import type { ConnectorPlug } from './plug.ts'
import { postgres } from './postgres.ts'
import { sqlite } from './sqlite.ts'

/** Every kind of place that rows come from. To add one: a file of its own and a line here. */
export const connectors: ReadonlyMap<string, ConnectorPlug> = new Map(
  [
    csv, // text files in folders of the workspace
    excel, // workbooks in folders of the workspace
    parquet, // columnar files in folders of the workspace
    sqlite, // database files in folders of the workspace
    postgres, // PostgreSQL databases
    manual, // values that people type in
  ].map((plug) => [plug.id, plug]),
)
