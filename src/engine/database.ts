import { DuckDBInstance, version as duckdbVersion } from '@duckdb/node-api'
import type { ChildOptions } from './messages.ts'
import { text } from './names.ts'

/** Raise when the layout of the engine's own tables or of facts tables changes: older files are rebuilt. */
const layoutVersion = '2'

export const engineFile = 'engine.duckdb'
export const batchesFolder = 'batches'
export const spillFolder = 'spill'

export interface OpenDatabase {
  readonly instance: DuckDBInstance
  /** The file held nothing that we may use: every table must be filled again. */
  readonly fresh: boolean
}

/** Raised when the file was written by another version of DuckDB or of our layout. */
export class OutdatedFile extends Error {}

/**
 * Opens `engine.duckdb` in the current folder with every limit set and the configuration locked. The caller has made
 * the folder current, so that all paths are short, relative and free of glob characters.
 */
export async function openDatabase(options: ChildOptions): Promise<OpenDatabase> {
  const instance = await DuckDBInstance.create(engineFile, {
    memory_limit: `${options.memoryMb}MiB`,
    threads: String(options.threads),
    temp_directory: spillFolder,
    max_temp_directory_size: `${options.spillMb}MiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    preserve_insertion_order: 'true',
    // Memory that a statement freed goes back to the machine although no other follows.
    allocator_background_threads: 'true',
    allocator_flush_threshold: '32MB',
  })
  const connection = await instance.connect()
  try {
    await connection.run(`SET allowed_directories = [${text(batchesFolder)}, ${text(spillFolder)}]`)
    await connection.run('SET enable_external_access = false')
    await connection.run('SET lock_configuration = true')
    const tables = await connection.runAndReadAll('SELECT table_name FROM duckdb_tables()')
    const fresh = tables.currentRowCount === 0
    const stamp = `${duckdbVersion()} layout ${layoutVersion}`
    if (fresh) {
      await connection.run('BEGIN')
      await connection.run('CREATE TABLE bellwether_stamp (stamp VARCHAR)')
      await connection.run('CREATE SEQUENCE bellwether_changes')
      await connection.run(
        'CREATE TABLE bellwether_tables (dataset VARCHAR, layout VARCHAR, unordered BIGINT, changes BIGINT, distinct_counts VARCHAR, held VARCHAR)',
      )
      await connection.run(
        'CREATE TABLE bellwether_parts (dataset VARCHAR, part INTEGER, row_count BIGINT, stamp VARCHAR)',
      )
      await connection.run('INSERT INTO bellwether_stamp VALUES ($1)', [stamp])
      await connection.run('COMMIT')
    } else {
      const found = tables.getRows().some((row) => row[0] === 'bellwether_stamp')
        ? (await connection.runAndReadAll('SELECT stamp FROM bellwether_stamp')).getRows()[0]?.[0]
        : null
      if (found !== stamp) throw new OutdatedFile(`It was written by ${found ?? 'something else'}; this is ${stamp}.`)
    }
    return { instance, fresh }
  } catch (error) {
    instance.closeSync()
    throw error
  } finally {
    connection.closeSync()
  }
}
