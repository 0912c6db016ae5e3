import type { Catalog } from '../../domain/catalog.ts'
import { grains } from '../../domain/grain.ts'
import { everything, scopeText } from '../../domain/scope.ts'
import type { Pickers } from '../../domain/view.ts'
import type { GrainName } from '../../time/calendar.ts'
import { type Labels, labelScope } from './label.ts'
import { defaultScope, type Place } from './place.ts'

/** How many periods a picker offers, and a trend shows at most: three years of months and the one they began from. */
export const offered = 37

/** Beyond this many periods without any data the picker ends where the data does. */
const quiet = 12

/** The newest period worth offering: the current one, or the one after the last data where that is long ago. */
export function newest(place: Place): number {
  if (place.grain === 'total') return 0
  return place.current - place.usual <= quiet ? place.current : place.usual + 1
}

/** What the pickers of a page offer: the page's grains, the last periods (newest first), and the organisation. */
export function pickersOf(
  catalog: Catalog,
  place: Place,
  labels: Labels,
  offeredGrains: readonly GrainName[],
): Pickers {
  const known = offeredGrains.includes(place.grain) ? offeredGrains : [place.grain, ...offeredGrains]
  return {
    grains: known.map((grain) => ({ grain, label: grainLabels[grain] })),
    periods: periodsOf(place).map((ordinal) => labels.of(ordinal)),
    scopes: scopesOf(catalog, place.scope.unit),
  }
}

const grainLabels: Readonly<Record<GrainName, string>> = {
  minute: 'Minute',
  hour: 'Hour',
  day: 'Day',
  week: 'Week',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
  total: 'All time',
}

function periodsOf(place: Place): readonly number[] {
  if (place.grain === 'total') return [0]
  const last = newest(place)
  const first = Math.max(last - offered + 1, Math.min(place.first ?? last, last))
  const periods = Array.from({ length: last - first + 1 }, (_, index) => last - index)
  if (place.ordinal > last) return [place.ordinal, ...periods]
  return place.ordinal < first ? [...periods, place.ordinal] : periods
}

const trees = new WeakMap<Catalog, Pickers['scopes']>()

/** A picker with more is a list to search, and kilobytes on every page. */
const mostScopes = 300

/**
 * The organisation as a tree, after everything where no single root owns it all. Of a large one the units around the page's own:
 * those above it, beside it and right below it.
 */
function scopesOf(catalog: Catalog, unit: string | null): Pickers['scopes'] {
  if (catalog.units.size > mostScopes) return makeScopes(catalog, around(catalog, unit)).slice(0, mostScopes)
  let known = trees.get(catalog)
  if (known === undefined) trees.set(catalog, (known = makeScopes(catalog, null)))
  return known
}

/** The units above one and itself; what stands right below any of them is near. */
function around(catalog: Catalog, unit: string | null): ReadonlySet<string> {
  const path = new Set<string>()
  for (let at = unit; at !== null && !path.has(at); at = catalog.units.get(at)?.parent ?? null) path.add(at)
  return path
}

/** All units as a tree, or where some are named those and what stands right below them, the named ones first. */
function makeScopes(catalog: Catalog, near: ReadonlySet<string> | null): Pickers['scopes'] {
  const found: Pickers['scopes'][number][] = []
  const add = (unit: string, depth: number) => {
    found.push({ ...labelScope(catalog, { unit, where: {} }), depth })
    if (near !== null && !near.has(unit)) return
    const children = catalog.units.get(unit)?.children ?? []
    const sorted = near === null ? children : [...children].sort((a, b) => Number(near.has(b)) - Number(near.has(a)))
    for (const child of sorted) add(child, depth + 1)
  }
  const whole = scopeText(defaultScope(catalog, null)) === ''
  if (whole) found.push({ ...labelScope(catalog, everything), depth: 0 })
  for (const { id, parent } of catalog.units.values()) if (parent === null) add(id, whole ? 1 : 0)
  return found
}

/** The grains of a page from its own on. */
export const grainsFrom = (grain: GrainName): readonly GrainName[] =>
  grain === 'total' ? ['total'] : grains.slice(grains.indexOf(grain)).filter((one) => one !== 'total')
