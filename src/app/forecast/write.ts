import type { Answer } from '../../domain/answer.ts'
import type { ForecastLanding, ForecastPast, ForecastPeriod, ForecastView } from '../../domain/forecast-view.ts'
import { numberStyle, withUnit } from '../../domain/number-format.ts'
import { forecastSentence } from '../../domain/sentence/forecast.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import { levels } from '../../insight/forecast/index.ts'
import type { Foretold } from '../insight/foretold.ts'
import { Labels, labelScope } from '../view/label.ts'
import { finalValue, oneTarget } from './final.ts'
import { combined, type FoundLanding } from './landing.ts'
import type { ForecastWorld } from './world.ts'

interface Found extends ForecastWorld {
  readonly past: readonly Answer[]
  readonly ahead: readonly Answer[]
  readonly landing: FoundLanding | null
  readonly foretold: Foretold
}

/** Periods of the past that are shown. */
const shown = 61

/** A forecast as everybody sees it. */
export function writeForecast(found: Found): ForecastView {
  const { catalog, kpi, place, from, learnt, past, foretold } = found
  const labels = new Labels(catalog, place, place.today)
  const { model, methods, refusal, cautions } = foretold
  const periods = periodsOf(found, labels)
  const landing = landingOf(found)
  const view = {
    kpi: kpi.id,
    name: kpi.name,
    unit: unitLabel(kpi),
    good: kpi.good,
    grain: place.grain,
    scope: labelScope(catalog, place.scope),
    origin: learnt === 0 ? null : labels.of(from + learnt - 1),
    past: past.slice(-shown).map(
      (answer, index): ForecastPast => ({
        label: labels.of(from + Math.max(0, learnt - shown) + index),
        value: finalValue(answer),
        target: oneTarget(answer),
      }),
    ),
    periods,
    landing,
    model,
    methods,
    backTest: backTestOf(foretold),
    since: sinceOf(periods),
    cautions: [refusal, ...cautions].flatMap((issue) => (issue === null ? [] : [issue.message])),
  }
  const style = numberStyle(view.unit, catalog.workspace.locale, landing?.median ?? periods[0]?.median ?? null)
  const sentence = forecastSentence({
    view,
    refusal: refusal?.message ?? null,
    write: (value) => withUnit(style, value),
    spoken: ({ text, label }) => (place.grain === 'total' ? label : labels.spoken(text)),
  })
  return { ...view, sentence }
}

function periodsOf({ from, learnt, ahead, foretold }: Found, labels: Labels): readonly ForecastPeriod[] {
  return foretold.points.map(({ mean, median, ranges }, step) => {
    const answer = ahead[step]
    return {
      label: labels.of(from + learnt + step),
      mean,
      median,
      ranges,
      target: answer === undefined ? null : oneTarget(answer),
      odds: foretold.odds[step]?.said ?? null,
      actual: answer === undefined ? null : finalValue(answer),
    }
  })
}

function landingOf({ catalog, place, landing, longer, wholes, past, foretold }: Found): ForecastLanding | null {
  if (landing === null || longer === null || foretold.landing === null) return null
  const labels = new Labels(catalog, { ...place, grain: longer.grain }, place.today)
  const { outcome, odds } = foretold.landing
  const { ordinal, known, parts, task } = landing
  const whole = wholes[ordinal - longer.from]
  return {
    label: labels.of(ordinal),
    of: task.of,
    known,
    parts,
    toDate: known === 0 ? null : combined(task.of, past.slice(-known)),
    ...outcome,
    target: whole === undefined ? null : oneTarget(whole),
    odds: odds?.said ?? null,
    actual: whole === undefined ? null : finalValue(whole),
  }
}

function backTestOf({ backTest }: Foretold): ForecastView['backTest'] {
  if (backTest === null) return null
  const { origins, values, combination, seasonalNaive, coverage } = backTest
  return {
    origins,
    values,
    error: combination.mase,
    naive: seasonalNaive.mase,
    percent: combination.smape,
    naivePercent: seasonalNaive.smape,
    coverage: levels.map((level, index) => ({ level, share: coverage[index] ?? 0 })),
  }
}

/** How many of the values that have come lie inside each range. */
function sinceOf(periods: readonly ForecastPeriod[]): ForecastView['since'] {
  const come = periods.filter(({ actual }) => actual !== null)
  if (come.length === 0 || come.every(({ ranges }) => ranges.length === 0)) return null
  const inside = levels.map((level) => ({
    level,
    values: come.filter(({ actual, ranges }) =>
      ranges.some((range) => range.level === level && range.lower <= (actual ?? 0) && (actual ?? 0) <= range.upper),
    ).length,
  }))
  return { values: come.length, inside }
}
