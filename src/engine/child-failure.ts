import { Failure } from '../domain/failure.ts'

/** Words by which DuckDB says that its instance cannot go on; only a new process helps. */
const fatal = /database has been invalidated|^FATAL Error/
/** Words by which it says that a block of its own file is not what it wrote; only another file helps. */
const damaged = /Corrupt database file|read enough bytes from file ".*engine\.duckdb/

/** What must follow from an error besides telling it: nothing, a new process, or a new file. */
export function consequence(error: unknown): 'none' | 'restart' | 'new-file' {
  const message = error instanceof Error ? error.message : ''
  if (damaged.test(message)) return 'new-file'
  return fatal.test(message) ? 'restart' : 'none'
}

/** Any error of the engine as a Failure with a code that people and programs can act on. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error
  const message = error instanceof Error ? error.message : String(error)
  if (/Out of Memory Error/.test(message) && !/max_temp_directory_size|temp_directory/.test(message)) {
    return new Failure('out-of-memory', message, 'Give the engine more memory, or ask for fewer groups.')
  }
  if (/No space left|max_temp_directory_size|ENOSPC/.test(message)) {
    return new Failure('disk-full', message, 'Free space on the volume of the workspace folder.')
  }
  if (/Permission Error/.test(message)) {
    return new Failure('access-refused', message, 'The engine only reads and writes its own batches folder.')
  }
  if (/^(Out of Range|Conversion) Error.*(Overflow|out of range)/is.test(message)) {
    return new Failure('overflow', message, 'A value or a sum has more digits than the engine keeps.')
  }
  if (/^INTERRUPT/.test(message)) return new Failure('cancelled', 'The statement was interrupted.')
  return new Failure('statement-failed', message)
}
