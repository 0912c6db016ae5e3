import type { ResultColumn, ResultSet } from '../ports.ts'

/**
 * The cells of some periods exchanged for newer ones: rows of `old` whose period lies in [from, until) leave, those of `fresh`
 * take their place. Both come from the same plan and so have the same columns.
 */
export function splice(old: ResultSet, fresh: ResultSet, from: number, until: number): ResultSet {
  const period = old.columns[old.names.indexOf('period')]
  if (period?.kind !== 'numbers') throw new Error('cells without periods cannot be exchanged')
  const kept: number[] = []
  for (let row = 0; row < old.rows; row++) {
    const at = period.values[row] ?? 0
    if (at < from || at >= until) kept.push(row)
  }
  const columns = old.names.map((name, index) => {
    const [left, right] = [old.columns[index], fresh.columns[fresh.names.indexOf(name)]]
    if (left === undefined || right === undefined) throw new Error(`the newer cells lack ${name}`)
    return joined(left, kept, right, fresh.rows)
  })
  return { rows: kept.length + fresh.rows, names: old.names, columns, elapsedMs: fresh.elapsedMs }
}

function joined(left: ResultColumn, kept: readonly number[], right: ResultColumn, rows: number): ResultColumn {
  if (left.kind === 'codes' && right.kind === 'codes') return joinedCodes(left, kept, right)
  if (left.kind === 'codes' || right.kind === 'codes') throw new Error('a column changed between text and number')
  const valid = joinedValid(left.valid, kept, right.valid, rows)
  const scale = left.scale ?? right.scale
  const scaled = scale === undefined ? {} : { scale }
  if (left.kind === 'numbers' && right.kind === 'numbers') {
    const values = new Float64Array(kept.length + rows)
    kept.forEach((row, at) => (values[at] = left.values[row] ?? 0))
    values.set(right.values, kept.length)
    return { kind: 'numbers', values, valid, ...scaled }
  }
  const exact = (column: Exclude<ResultColumn, { kind: 'codes' }>, row: number) => BigInt(column.values[row] ?? 0)
  const values = [
    ...kept.map((row) => exact(left, row)),
    ...Array.from({ length: rows }, (_, row) => exact(right, row)),
  ]
  return { kind: 'bigints', values, valid, ...scaled }
}

function joinedValid(
  left: Uint8Array | null,
  kept: readonly number[],
  right: Uint8Array | null,
  rows: number,
): Uint8Array | null {
  if (left === null && right === null) return null
  const valid = new Uint8Array(kept.length + rows).fill(1)
  if (left !== null) kept.forEach((row, at) => (valid[at] = left[row] ?? 0))
  if (right !== null) valid.set(right, kept.length)
  return valid
}

type Codes = Extract<ResultColumn, { kind: 'codes' }>

function joinedCodes(left: Codes, kept: readonly number[], right: Codes): Codes {
  const members = [...left.members]
  const codeOf = new Map(members.map((member, code) => [member, code]))
  const moved = right.members.map((member) => {
    const known = codeOf.get(member)
    if (known !== undefined) return known
    codeOf.set(member, members.length)
    return members.push(member) - 1
  })
  const values = new Int32Array(kept.length + right.values.length)
  kept.forEach((row, at) => (values[at] = left.values[row] ?? -1))
  right.values.forEach((code, at) => (values[kept.length + at] = code < 0 ? -1 : (moved[code] ?? -1)))
  return { kind: 'codes', values, members }
}
