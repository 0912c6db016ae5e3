import type { Actor } from '../../domain/access.ts'
import type { Answer, Question } from '../../domain/answer.ts'
import type { Catalog, Kpi } from '../../domain/catalog.ts'
import { parseDecimal } from '../../domain/decimal.ts'
import type { Expectation } from '../../domain/drivers-view.ts'
import { parseScope, scopeText } from '../../domain/scope.ts'
import { ofDecimal, ofNumber, type Rational } from '../../insight/variance/index.ts'
import { periodText } from '../../time/period.ts'
import { type AskDeps, ask } from '../ask.ts'
import { finalValue } from '../forecast/final.ts'
import { boundsOf, reach, seasonsOfPlace, seed } from '../forecast/options.ts'
import { forecastView } from '../forecast.ts'
import { reckon } from '../insight/statistics-thread.ts'
import { scopeChoice } from '../view/find.ts'
import { crossedOf, memberIn } from './crossing.ts'
import type { Pair } from './readings.ts'
import { unitDimension, unitScopes } from './readings.ts'

/** Members of each dimension that are foretold one by one: the largest. All others stand with the rest. */
const mostForetold = 12

/** What a period was expected to be, from the periods before it as they are known now. */
export interface Expected {
  /** Expected values by scope: of the whole, and of the largest members. */
  readonly values: ReadonlyMap<string, Rational>
  /** Of the whole; null where nothing can be foretold. */
  readonly whole: Expectation | null
}

interface Task {
  readonly catalog: Catalog
  readonly kpi: Kpi
  readonly pair: Pair
  /** None for a KPI whose members do not add up to it. */
  readonly dimensions: readonly string[]
}

/**
 * Foretells the asked period of a KPI and of the largest members of each dimension, from everything final before it. What the
 * members' forecasts leave of the whole's belongs to no member: a forecast of a sum is not the sum of forecasts.
 */
export async function expectedOf(deps: AskDeps, task: Task, actor: Actor): Promise<Expected> {
  const { kpi, pair, dimensions } = task
  const { place, to } = pair
  const period = (ordinal: number) => periodText(place.calendar, place.grain, ordinal)
  const shared = { grain: place.grain, scope: scopeChoice(place.scope) }
  const asked = { kpi: kpi.id, ...shared, period: period(to), trainUntil: period(to - 1) }
  // The forecast's own page, as it would have been: there is one road to a number.
  const told = await forecastView(deps, asked, actor)
  const view = told.ok ? told.value : null
  const point = view?.periods.find(({ label }) => label.text === period(to))
  if (view === null || view.origin === null || point === undefined) return { values: new Map(), whole: null }
  const members = dimensions.length === 0 ? [] : await foretoldMembers(deps, task, view.periods.length, actor)
  return {
    values: new Map([[scopeText(place.scope), roundedMean(point.mean)], ...members]),
    whole: { learntTo: view.origin, model: view.model, ranges: point.ranges, cautions: view.cautions },
  }
}

/** The largest members of each dimension, each foretold by its own past as far ahead as the whole. */
async function foretoldMembers(
  deps: AskDeps,
  { catalog, kpi, pair, dimensions }: Task,
  ahead: number,
  actor: Actor,
): Promise<readonly (readonly [scope: string, expected: Rational])[]> {
  const { place, to } = pair
  const from = Math.max(place.first ?? to, to - (reach[place.grain]?.past ?? 0))
  if (from >= to) return []
  const { answers } = await ask(deps, questionsFor(catalog, kpi, pair, dimensions, from), actor)
  const found = await Promise.all(
    largest(catalog, pair, answers, dimensions).map(async (scope) => {
      const series = answers.filter((answer) => answer.scope === scope).map(finalValue)
      const learnt = series.findLastIndex((value) => value !== null) + 1
      const step = series.length - learnt
      if (learnt === 0 || step >= ahead) return []
      const past = series.slice(0, learnt)
      const { points } = await reckon('forecast', {
        series: past,
        options: { horizon: ahead, seasons: seasonsOfPlace(place), seed, ...boundsOf(catalog, kpi, past) },
        targets: [],
        landing: null,
      })
      const point = points[step]
      return point === undefined ? [] : [[scope, roundedMean(point.mean)] as const]
    }),
  )
  return found.flat()
}

function questionsFor(
  catalog: Catalog,
  kpi: Kpi,
  { place, to }: Pair,
  dimensions: readonly string[],
  from: number,
): readonly Question[] {
  const { calendar, grain, scope } = place
  const plain = { kpi: kpi.id, calendar: calendar.id, grain, from, until: to, by: [] }
  return dimensions.flatMap((dimension) =>
    dimension === unitDimension
      ? unitScopes(catalog, scope).map((unit) => ({ ...plain, scope: unit.scope }))
      : [{ ...plain, scope, by: crossedOf(dimension) }],
  )
}

/** The scopes of the members that were largest in the periods learnt from, of each dimension. */
function largest(catalog: Catalog, { place }: Pair, answers: readonly Answer[], dimensions: readonly string[]) {
  const sizes = new Map<string, number>()
  for (const answer of answers)
    sizes.set(answer.scope, (sizes.get(answer.scope) ?? 0) + Math.abs(finalValue(answer) ?? 0))
  const units = new Set(unitScopes(catalog, place.scope).map(({ scope }) => scopeText(scope)))
  return dimensions.flatMap((dimension) => {
    const own = [...sizes].filter(([scope]) =>
      dimension === unitDimension
        ? units.has(scope)
        : memberIn(dimension, place.scope, parseScope(scope) ?? place.scope) !== null,
    )
    const inOrder = own.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    return inOrder.slice(0, mostForetold).map(([scope]) => scope)
  })
}

/** Nobody foretells more than nine digits; with these an expectation is a decimal, as amounts are. */
function roundedMean(mean: number): Rational {
  const decimal = parseDecimal(String(Number(mean.toPrecision(9))))
  return decimal === null ? ofNumber(mean) : ofDecimal(decimal)
}
