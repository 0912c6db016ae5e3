import type { ValueType } from '../domain/formula/algebra.ts'

/** Name of a dataset's facts table: `facts_` and the id with underscores. Unquoted. */
export const tableName = (datasetId: string): string => `facts_${datasetId.replaceAll('-', '_')}`

/** The engine's column type that holds values of `type` exactly. */
export function columnType(type: ValueType): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(18,${type.scale})`
    case 'double':
      return 'DOUBLE'
    case 'text':
      return 'VARCHAR'
    case 'boolean':
      return 'BOOLEAN'
    case 'date':
      return 'INTEGER'
    case 'instant':
      return 'BIGINT'
  }
}

/** An identifier as SQL text, whatever characters it has. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A string as SQL text. Only for file paths and other values of our own; values of people travel as parameters. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
