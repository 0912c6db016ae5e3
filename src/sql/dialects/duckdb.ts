import { ansi, type Dialect } from '../dialect.ts'

/** DuckDB 1.5: the default facts engine. */
export const duckdb: Dialect = {
  ...ansi,
  id: 'duckdb',
  type: (type) => (type.kind === 'double' ? 'DOUBLE' : ansi.type(type)),
}
