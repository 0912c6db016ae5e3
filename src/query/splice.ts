import type { ResultColumn, ResultSet } from '../ports.ts'

/**
 * The cells of some periods exchanged for newer ones: rows of `old` whose period lies in [from, until) leave, those of `fresh`
 * take their place. Both come from the same plan and so have the same columns.
 */
export function splice(old: ResultSet, fresh: ResultSet, from: number, until: number): ResultSet {
  const kept = rowsWhere(old, (at) => at < from || at >= until)
  const columns = old.names.map((name, index) => {
    const [left, right] = [old.columns[index], fresh.columns[fresh.names.indexOf(name)]]
    if (left === undefined || right === undefined) throw new Error(`the newer cells lack ${name}`)
    return joined(left, kept, right, fresh.rows)
  })
  return { rows: kept.length + fresh.rows, names: old.names, columns, elapsedMs: fresh.elapsedMs }
}

/** The cells whose period lies in [from, until) alone. */
export function cutOut(cells: ResultSet, from: number, until: number): ResultSet {
  const kept = rowsWhere(cells, (at) => at >= from && at < until)
  const columns = cells.columns.map((column) => joined(column, kept, emptyLike(column), 0))
  return { ...cells, rows: kept.length, columns }
}

function rowsWhere(cells: ResultSet, stays: (period: number) => boolean): Int32Array {
  const period = cells.columns[cells.names.indexOf('period')]
  if (period?.kind !== 'numbers') throw new Error('cells without periods cannot be told apart by them')
  const kept = new Int32Array(cells.rows)
  let count = 0
  for (let row = 0; row < cells.rows; row++) if (stays(period.values[row] ?? 0)) kept[count++] = row
  return kept.subarray(0, count)
}

function emptyLike(column: ResultColumn): ResultColumn {
  if (column.kind === 'codes') return { kind: 'codes', values: new Int32Array(), members: [] }
  const none = { valid: null, ...(column.scale === undefined ? {} : { scale: column.scale }) }
  return column.kind === 'numbers'
    ? { kind: 'numbers', values: new Float64Array(), ...none }
    : { kind: 'bigints', values: [], ...none }
}

function joined(left: ResultColumn, kept: Int32Array, right: ResultColumn, rows: number): ResultColumn {
  if (left.kind === 'codes' && right.kind === 'codes') return joinedCodes(left, kept, right)
  if (left.kind === 'codes' || right.kind === 'codes') throw new Error('a column changed between text and number')
  const valid = joinedValid(left.valid, kept, right.valid, rows)
  const scale = left.scale ?? right.scale
  const scaled = scale === undefined ? {} : { scale }
  if (left.kind === 'numbers' && right.kind === 'numbers') {
    const values = new Float64Array(kept.length + rows)
    for (let at = 0; at < kept.length; at++) values[at] = left.values[kept[at] ?? 0] ?? 0
    values.set(right.values, kept.length)
    return { kind: 'numbers', values, valid, ...scaled }
  }
  const exact = (column: Exclude<ResultColumn, { kind: 'codes' }>, row: number) => BigInt(column.values[row] ?? 0)
  const values = [
    ...Array.from(kept, (row) => exact(left, row)),
    ...Array.from({ length: rows }, (_, row) => exact(right, row)),
  ]
  return { kind: 'bigints', values, valid, ...scaled }
}

function joinedValid(
  left: Uint8Array | null,
  kept: Int32Array,
  right: Uint8Array | null,
  rows: number,
): Uint8Array | null {
  if (left === null && right === null) return null
  const valid = new Uint8Array(kept.length + rows).fill(1)
  if (left !== null) for (let at = 0; at < kept.length; at++) valid[at] = left[kept[at] ?? 0] ?? 0
  if (right !== null) valid.set(right, kept.length)
  return valid
}

type Codes = Extract<ResultColumn, { kind: 'codes' }>

function joinedCodes(left: Codes, kept: Int32Array, right: Codes): Codes {
  const members = [...left.members]
  const codeOf = new Map(members.map((member, code) => [member, code]))
  const moved = right.members.map((member) => {
    const known = codeOf.get(member)
    if (known !== undefined) return known
    codeOf.set(member, members.length)
    return members.push(member) - 1
  })
  const values = new Int32Array(kept.length + right.values.length)
  for (let at = 0; at < kept.length; at++) values[at] = left.values[kept[at] ?? 0] ?? -1
  for (let at = 0; at < right.values.length; at++) values[kept.length + at] = moved[right.values[at] ?? -1] ?? -1
  return { kind: 'codes', values, members }
}
