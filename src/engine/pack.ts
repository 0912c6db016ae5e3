import { Failure } from '../domain/failure.ts'
import type { ValueType } from '../domain/formula/algebra.ts'
import type { FactColumn } from '../ports.ts'
import type { PackedColumn, Shape } from './messages.ts'

/** DECIMAL(18) holds eighteen digits. */
const decimalLimit = 10n ** 18n

/**
 * A block's columns as typed arrays, in the order of a facts row: the dataset's columns, `_day`, `_at`.
 * Throws a Failure when a value is not of its column's type or does not fit the engine's; nothing is rounded or wrapped.
 */
export function packBlock(shape: Shape, rows: number, columns: readonly FactColumn[]): readonly PackedColumn[] {
  const types: readonly { readonly name: string; readonly type: ValueType }[] = [
    ...shape.columns,
    { name: '_day', type: { kind: 'date' } },
    { name: '_at', type: { kind: 'instant' } },
  ]
  if (columns.length !== types.length) {
    throw new Failure('bad-block', `A block of ${shape.dataset} has ${columns.length} columns, not ${types.length}.`)
  }
  return types.map(({ name, type }, index) => {
    const column = columns[index]
    if (column?.length !== rows) {
      throw new Failure('bad-block', `Column ${name} of ${shape.dataset} has ${column?.length} values, not ${rows}.`)
    }
    return packColumn(name, type, column)
  })
}

function packColumn(name: string, type: ValueType, column: FactColumn): PackedColumn {
  const refuse = (value: unknown): never => {
    throw new Failure('bad-value', `Column ${name} (${type.kind}) cannot hold ${typeof value} ${value}.`)
  }
  const rows = column.length
  switch (type.kind) {
    case 'text':
      return {
        kind: 'text',
        values: column.map((value) => (value === null || typeof value === 'string' ? value : refuse(value))),
      }
    case 'double': {
      const values = new Float64Array(rows)
      const put = (value: number | bigint | boolean | string, row: number) => {
        values[row] = typeof value === 'number' ? value : refuse(value)
      }
      return { kind: 'double', values, valid: fill(column, put) }
    }
    case 'boolean': {
      const values = new Uint8Array(rows)
      const put = (value: number | bigint | boolean | string, row: number) => {
        values[row] = typeof value === 'boolean' ? Number(value) : refuse(value)
      }
      return { kind: 'boolean', values, valid: fill(column, put) }
    }
    case 'date': {
      const values = new Int32Array(rows)
      const put = (value: number | bigint | boolean | string, row: number) => {
        if (typeof value !== 'number' || value !== (value | 0)) refuse(value)
        else values[row] = value
      }
      return { kind: 'int32', values, valid: fill(column, put) }
    }
    case 'decimal':
    case 'instant': {
      const values = new BigInt64Array(rows)
      const limit = type.kind === 'decimal' ? decimalLimit : 2n ** 63n
      const put = (value: number | bigint | boolean | string, row: number) => {
        const whole = typeof value === 'bigint' ? value : Number.isSafeInteger(value) ? BigInt(value) : refuse(value)
        if (whole >= limit || whole <= -limit) refuse(value)
        values[row] = whole
      }
      return { kind: 'int64', values, valid: fill(column, put) }
    }
  }
}

function fill(
  column: FactColumn,
  put: (value: string | bigint | number | boolean, row: number) => void,
): Uint8Array | null {
  let valid: Uint8Array | null = null
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] ?? null
    if (value !== null) {
      put(value, row)
      continue
    }
    valid ??= new Uint8Array(column.length).fill(1)
    valid[row] = 0
  }
  return valid
}
