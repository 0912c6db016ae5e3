import type { Actor } from '../domain/access.ts'
import { askIssue } from '../domain/ask-issues.ts'
import type { Kpi } from '../domain/catalog.ts'
import type { DriversMethod, DriversView } from '../domain/drivers-view.ts'
import type { Issue } from '../domain/issue.ts'
import { nearest } from '../domain/nearest.ts'
import { ok, type Result } from '../domain/result.ts'
import { lastDayOf } from '../query/collect.ts'
import { type AskDeps, ask } from './ask.ts'
import { baselinesFor, pairOf, usualBaseline } from './drivers/baselines.ts'
import { crossedOf } from './drivers/crossing.ts'
import { expectedOf } from './drivers/expected.ts'
import { driverTree } from './drivers/formula.ts'
import { Book, questionsOf, unitDimension } from './drivers/readings.ts'
import { isTooWide, mostCells, partable, splitChange, withCrossings } from './drivers/splits.ts'
import { writeDrivers } from './drivers/view.ts'
import { allDimensions, dimensionsOf } from './view/dimensions.ts'
import { findKpi } from './view/find.ts'
import { splitsOf } from './view/kpi.ts'
import { kpiPlace } from './view/kpi-place.ts'
import type { Asked, Place } from './view/place.ts'

export interface DriversInput extends Asked {
  readonly kpi: string
  /** As the KPI is compared unless stated; `prior`, `year`, `target`, a version of targets such as `budget`, or `expected`. */
  readonly compare?: string | undefined
  /**
   * Dimensions to split by, or crossings of two (`region/product`); unless stated every one that the KPI's datasets share, and
   * against an earlier period the crossings of those that tell most. `unit` splits by organisational units.
   */
  readonly by?: readonly string[] | undefined
  /** How a formula's change is shared among its drivers; `shapley` unless stated. */
  readonly method?: DriversMethod | undefined
  /** A KPI of quantities: its items' prices, volumes and mix are told by the first of `by`. */
  readonly volume?: string | undefined
}

/**
 * Why a KPI moved against its baseline: contributions of members, rate and mix for rates, drivers for formulas, price, volume and
 * mix where a KPI of quantities is named. Everything is asked by `ask` at once, and all parts add up exactly.
 */
export async function driversView(now: AskDeps, input: DriversInput, actor: Actor): Promise<Result<DriversView>> {
  const { catalog } = now
  const issues: Issue[] = []
  const quantity = input.volume === undefined ? null : findKpi(catalog, input.volume, issues)
  const found = await kpiPlace(now, input.kpi, input)
  if (!found.ok || issues.length > 0) return { ok: false, issues: [...(found.ok ? [] : found.issues), ...issues] }
  const { deps, kpi, place } = found.value
  const compare = input.compare ?? usualBaseline(kpi, place)
  const { offered, chosen } = await baselinesFor(deps, kpi, place, compare, issues)
  const pair = chosen === null ? null : pairOf(place, chosen, issues)
  const units = chosen?.kind === 'promise'
  const dimensions = await dimensionsFor(deps, kpi, place, { by: input.by, units }, issues)
  if (quantity !== null) volumeDimension(deps, quantity, input.by ?? [], issues)
  if (pair === null || issues.length > 0) return { ok: false, issues }
  const days = [pair.from, pair.to].map((ordinal) => lastDayOf(pair.place, ordinal))
  // A driver of an earlier period would have to be cut by another's days.
  const basis = pair.baseline.kind
  const untold = pair.cut || basis === 'expected'
  const tree = untold ? null : driverTree({ catalog, days, parts: basis !== 'promise' }, kpi)
  const drivers = [...(tree?.drivers ?? []), ...(tree?.inner ?? [])]
  const questions = [
    ...questionsOf(catalog, pair, kpi.id, dimensions, drivers),
    ...(quantity === null ? [] : questionsOf(catalog, pair, quantity.id, (input.by ?? []).slice(0, 1), [])),
  ]
  const apart = partable(catalog, kpi, pair) === 'sum' ? dimensions : []
  const expected =
    basis === 'expected' && !pair.cut ? await expectedOf(deps, { catalog, kpi, pair, dimensions: apart }, actor) : null
  const { answers } = await ask(deps, questions, actor)
  const book = new Book(pair, answers, expected?.values)
  const by = input.by?.[0] ?? null
  const world = { catalog, book, pair, kpi }
  const asked = splitChange(world, dimensions)
  const free = (input.by ?? []).length === 0 && basis === 'earlier'
  const parted = free ? await withCrossings(deps, world, asked, actor) : asked
  return ok(
    writeDrivers({ ...world, found: parted, tree, method: input.method ?? 'shapley', quantity, by, offered, expected }),
  )
}

async function dimensionsFor(
  deps: AskDeps,
  kpi: Kpi,
  place: Place,
  { by, units }: { readonly by: readonly string[] | undefined; readonly units: boolean },
  issues: Issue[],
): Promise<readonly string[]> {
  if (by === undefined || by.length === 0) {
    const own = await splitsOf(deps, kpi, place)
    return units ? [...own, unitDimension] : own
  }
  const [names, can] = [allDimensions(deps.catalog), dimensionsOf(deps.catalog, kpi.id)]
  for (const crossing of new Set(by)) {
    const parts = crossedOf(crossing)
    const crossed = new Set(parts)
    if (parts.length > 2 || crossed.size < parts.length || (parts.length > 1 && crossed.has(unitDimension)))
      issues.push(askIssue('ask/crossing', { text: crossing, can }, {}))
    else if (parts.length > 1 && (await isTooWide(deps, kpi, crossing)))
      issues.push(askIssue('ask/wide-crossing', { text: crossing, most: mostCells }, {}))
  }
  for (const name of new Set(by.flatMap(crossedOf))) {
    if (name === unitDimension || can.includes(name)) continue
    const known = names.includes(name)
    issues.push(
      known
        ? askIssue('ask/cannot-split', { kpi: kpi.id, name, can }, {})
        : askIssue('ask/unknown-dimension', { name, near: nearest(name, [...names, unitDimension]) }, {}),
    )
  }
  return [...new Set(by)]
}

/** Quantities are told by one dimension that both KPIs have. */
function volumeDimension({ catalog }: AskDeps, quantity: Kpi, [dimension]: readonly string[], issues: Issue[]): void {
  const can = dimensionsOf(catalog, quantity.id)
  if (dimension === undefined) issues.push(askIssue('ask/volume-by', { kpi: quantity.id, can }, {}))
  for (const name of dimension === undefined ? [] : crossedOf(dimension))
    if (!can.includes(name)) issues.push(askIssue('ask/cannot-split', { kpi: quantity.id, name, can }, {}))
}
