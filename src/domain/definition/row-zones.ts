import type { Dataset, UnitZone } from '../catalog.ts'
import type { DatasetSpec } from './dataset.ts'
import type { Draft, Entry } from './draft.ts'
import { typeText } from './make-dataset.ts'
import { parentsOf, type UnitSpec, wheresOf } from './unit.ts'
import { whereAt } from './words.ts'

/** A dataset with what its rows say of their zone: a column, else their unit; a zone that is stated speaks for all. */
export function withZones(draft: Draft, entry: Entry<DatasetSpec>, dataset: Dataset): Dataset {
  const { time } = dataset
  const spec = entry.spec.time
  if (time === null || spec === undefined || !hasClock(entry.spec)) return dataset
  const column = spec['zone-column']
  if (column !== undefined)
    return { ...dataset, time: { ...time, zones: { by: 'column', column, otherwise: spec.zone ?? null } } }
  if (spec.zone !== undefined) return dataset
  const units = ownUnits(draft, entry)
  return units.length === 0 ? dataset : { ...dataset, time: { ...time, zones: { by: 'unit', units } } }
}

/** Dates without a time pass through no zone, and the day of looked-up rows is decided where they are. */
const hasClock = (spec: DatasetSpec): boolean =>
  spec.time !== undefined && typeText(spec, spec.time.column) === 'timestamp'

/** The zones of units by rows of the dataset itself, the most specific unit first. */
function ownUnits(draft: Draft, entry: Entry<DatasetSpec>): UnitZone[] {
  const columns = ownDimensions(entry)
  const named = columns.get('unit')
  const found = zonedUnits(draft).flatMap(({ unit, zone, depth }): UnitZone[] => {
    if (named !== undefined) return [{ unit: unit.id, zone, depth, where: { [named]: [unit.id] } }]
    const where = Object.entries(whereOf(unit))
    if (where.length === 0) return unit.spec.parent === undefined ? [{ unit: unit.id, zone, depth, where: {} }] : []
    const own = where.flatMap(([name, members]) => {
      const column = columns.get(name)
      return column === undefined ? [] : [[column, members] as const]
    })
    return own.length < where.length ? [] : [{ unit: unit.id, zone, depth, where: Object.fromEntries(own) }]
  })
  return found.sort((a, b) => b.depth - a.depth)
}

/** Units with a zone whose rows a dataset finds by looking up, which is too late to decide a day. */
export function lookedUpUnits(
  draft: Draft,
  entry: Entry<DatasetSpec>,
): { readonly unit: string; readonly dimension: string; readonly path: string }[] {
  if (!hasClock(entry.spec) || entry.spec.time?.zone !== undefined) return []
  const paths = new Map(
    (entry.spec.dimensions ?? []).map((one) => (typeof one === 'string' ? [one, one] : [one.name, one.of])),
  )
  const own = ownDimensions(entry)
  if (own.has('unit')) return []
  return zonedUnits(draft).flatMap(({ unit }) => {
    const where = Object.keys(whereOf(unit))
    if (!where.every((name) => paths.has(name))) return []
    const dimension = where.find((name) => !own.has(name))
    return dimension === undefined ? [] : [{ unit: unit.id, dimension, path: paths.get(dimension) ?? dimension }]
  })
}

/** Dimensions that are columns of the dataset itself, by name. */
const ownDimensions = ({ spec }: Entry<DatasetSpec>): ReadonlyMap<string, string> =>
  new Map(
    (spec.dimensions ?? []).flatMap((one): [string, string][] => {
      const [name, of] = typeof one === 'string' ? [one, one] : [one.name, one.of]
      return of.includes('.') ? [] : [[name, of]]
    }),
  )

/** What it owns now: the zone of a row is decided before its day is known. */
function whereOf(unit: Entry<UnitSpec>): Readonly<Record<string, readonly string[]>> {
  const newest = wheresOf(unit.spec).at(-1)
  return newest === undefined ? {} : whereAt(unit.document, newest.at)
}

/** Every unit that has a zone, its own or that of the nearest unit above it. */
function zonedUnits(
  draft: Draft,
): readonly { readonly unit: Entry<UnitSpec>; readonly zone: string; readonly depth: number }[] {
  return [...draft.units.values()].flatMap((unit) => {
    let zone = unit.spec.zone
    const above: string[] = [unit.id]
    for (let at = parentOf(draft, unit); at !== undefined && !above.includes(at.id); at = parentOf(draft, at)) {
      zone ??= at.spec.zone
      above.push(at.id)
    }
    return zone === undefined ? [] : [{ unit, zone, depth: above.length - 1 }]
  })
}

const parentOf = (draft: Draft, { spec }: Entry<UnitSpec>): Entry<UnitSpec> | undefined =>
  draft.units.get(parentsOf(spec).at(-1)?.unit ?? '')
