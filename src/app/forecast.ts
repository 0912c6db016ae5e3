import type { Actor } from '../domain/access.ts'
import type { Answer } from '../domain/answer.ts'
import { askIssue } from '../domain/ask-issues.ts'
import type { Kpi } from '../domain/catalog.ts'
import type { ForecastView } from '../domain/forecast-view.ts'
import type { Issue } from '../domain/issue.ts'
import { toNumber } from '../domain/number-format.ts'
import { ok, type Result } from '../domain/result.ts'
import { unitLabel } from '../domain/unit-label.ts'
import { type ForecastGrain, seasonsOf, type Target } from '../insight/forecast/index.ts'
import { monthsInYear } from '../time/period.ts'
import { type AskDeps, ask } from './ask.ts'
import { reckon } from './insight/statistics-thread.ts'
import { findKpi } from './view/find.ts'
import { kpiDefaults } from './view/kpi.ts'
import { Labels, labelScope } from './view/label.ts'
import { type Asked, type Place, placeOf } from './view/place.ts'

/** Periods that are foretold, and those that are learnt from at most. */
const reach: Readonly<Partial<Record<string, { readonly ahead: number; readonly past: number }>>> = {
  day: { ahead: 28, past: 800 },
  week: { ahead: 13, past: 260 },
  month: { ahead: 12, past: 180 },
  quarter: { ahead: 4, past: 80 },
  year: { ahead: 3, past: 50 },
}

/** The same question gives the same forecast, path by path. */
const seed = 20_260_101

/**
 * Where a KPI is heading after the asked period, with ranges and the odds of each target that is set: what is unfinished or
 * provisional is not learnt from but foretold. Reckoned in a thread of its own.
 */
export async function forecastView(
  deps: AskDeps,
  input: Asked & { readonly kpi: string },
  actor: Actor,
): Promise<Result<ForecastView>> {
  const issues: Issue[] = []
  const kpi = findKpi(deps.catalog, input.kpi, issues)
  if (kpi === null) return { ok: false, issues }
  const found = await placeOf(deps, kpiDefaults(deps.catalog, kpi), input)
  if (!found.ok) return found
  const place = found.value
  const { grain } = place
  const reached = reach[grain]
  if (reached === undefined) return { ok: false, issues: [askIssue('ask/no-course', { grain }, {})] }
  const from = Math.max(Math.min(place.first ?? place.ordinal, place.ordinal), place.ordinal + 1 - reached.past)
  const until = place.ordinal + 1 + reached.ahead
  const question = { kpi: kpi.id, scope: place.scope, calendar: place.calendar.id, grain, from, until, by: [] }
  const { answers } = await ask(deps, [question], actor)
  const past = answers.slice(0, place.ordinal + 1 - from)
  const learnt = past.findLastIndex(isFinal) + 1
  const series = past.slice(0, learnt).map((answer) => (isFinal(answer) ? toNumber(answer.value) : null))
  const ahead = answers.slice(learnt, learnt + reached.ahead)
  const floor = unitLabel(kpi).kind !== 'other' && series.every((value) => value === null || value >= 0)
  const options = {
    horizon: reached.ahead,
    seasons: seasonsOf(grain as ForecastGrain, monthsInYear(place.calendar)),
    seed,
    ...(floor && { lowest: 0 }),
  }
  const foretold = await reckon('forecast', { series, options, targets: ahead.map((answer) => targetOf(kpi, answer)) })
  return ok(write(deps, { kpi, place, origin: from + learnt - 1, learnt, ahead, foretold }))
}

/** Only what will not change any more is learnt. */
const isFinal = ({ state, flags }: Answer): boolean =>
  state === 'value' && !flags.some((flag) => ['unfinished', 'provisional', 'rows-missing'].includes(flag))

function targetOf({ good }: Kpi, { target }: Answer): Target | null {
  if (target === null) return null
  if (typeof target === 'object') return { atLeast: Number(target.low), atMost: Number(target.high) }
  return good === 'down' ? { atMost: Number(target) } : { atLeast: Number(target) }
}

interface Found {
  readonly kpi: Kpi
  readonly place: Place
  readonly origin: number
  readonly learnt: number
  readonly ahead: readonly Answer[]
  readonly foretold: Awaited<ReturnType<typeof reckon<'forecast'>>>
}

function write({ catalog }: AskDeps, { kpi, place, origin, learnt, ahead, foretold }: Found): ForecastView {
  const labels = new Labels(catalog, place, place.today)
  const { points, odds, model, refusal, cautions, backTest } = foretold
  return {
    kpi: kpi.id,
    name: kpi.name,
    unit: unitLabel(kpi),
    good: kpi.good,
    grain: place.grain,
    scope: labelScope(catalog, place.scope),
    origin: learnt === 0 ? null : labels.of(origin),
    periods: points.map(({ mean, ranges }, step) => {
      const target = ahead[step]?.target ?? null
      return {
        label: labels.of(origin + 1 + step),
        mean,
        ranges,
        target: typeof target === 'object' ? null : toNumber(target),
        odds: odds[step]?.said ?? null,
      }
    }),
    model,
    backTest: backTest && {
      values: backTest.values,
      error: backTest.combination.mase,
      naive: backTest.seasonalNaive.mase,
    },
    cautions: [refusal, ...cautions].flatMap((issue) => (issue === null ? [] : [issue.message])),
  }
}
