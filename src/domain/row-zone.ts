import { validZone, zoneNames } from '../time/zone.ts'
import type { BadCell } from './bad-cell.ts'
import type { Dataset, UnitZone } from './catalog.ts'
import type { CellValue } from './cell.ts'
import { nearest } from './nearest.ts'

type Row = readonly (CellValue | null)[]

/** The zone of a row, whose cells but for its timestamps are read; or what is wrong with a column of it. */
export type RowZone = (row: Row) => string | Pick<BadCell, 'column' | 'value' | 'rule'>

/** Whose day a row's is, where the rows say so themselves; null where one zone is everyone's. */
export function rowZone(dataset: Dataset): RowZone | null {
  const { time } = dataset
  if (time?.zones === undefined) return null
  const { zones } = time
  return zones.by === 'column'
    ? byColumn(dataset, zones.column, zones.otherwise)
    : byUnit(dataset, zones.units, time.zone)
}

function byColumn(dataset: Dataset, column: string, otherwise: string | null): RowZone {
  const at = dataset.columns.findIndex((one) => one.name === column)
  const known = new Map<string, ReturnType<RowZone>>()
  const missing = { column, value: null, rule: 'is required: it names the time zone of the row' }
  return (row) => {
    const value = row[at] ?? null
    const name = typeof value === 'string' ? value.trim() : ''
    if (name === '') return otherwise ?? missing
    let found = known.get(name)
    if (found === undefined)
      known.set(name, (found = validZone(name) ? name : { column, value: name, rule: unknown(name) }))
    return found
  }
}

function unknown(name: string): string {
  const near = nearest(name, zoneNames(), 1)[0]
  const way = near === undefined ? 'an IANA name such as Europe/Paris' : `did you mean ${near}`
  return `is not a time zone (${way}${near === undefined ? '' : '?'})`
}

/** The most specific unit that owns a row decides; two equally specific ones must agree. */
function byUnit(dataset: Dataset, units: readonly UnitZone[], otherwise: string): RowZone {
  const tests = units.map((unit) => ({ unit, owns: owner(dataset, unit) }))
  return (row) => {
    const [first, second] = tests.filter(({ owns }) => owns(row)).map(({ unit }) => unit)
    if (first === undefined) return otherwise
    if (second === undefined || second.depth < first.depth || second.zone === first.zone) return first.zone
    const column = Object.keys(first.where)[0] ?? null
    const value = column === null ? null : String(row[dataset.columns.findIndex((one) => one.name === column)] ?? '')
    const rule = `belongs to the units ${first.unit} (${first.zone}) and ${second.unit} (${second.zone}): whose day?`
    return { column, value, rule }
  }
}

function owner(dataset: Dataset, { where }: UnitZone): (row: Row) => boolean {
  const tests = Object.entries(where).map(([name, members]) => ({
    at: dataset.columns.findIndex((one) => one.name === name),
    members: new Set(members),
  }))
  return (row) => tests.every(({ at, members }) => members.has(String(row[at] ?? '')))
}
