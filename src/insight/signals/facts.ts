import type { Alerts } from './alerts/alerts.ts'
import { type AlertPolicy, levelOf } from './alerts/policy.ts'
import type { Chart, ChartOptions, ChartSegment } from './chart/chart.ts'
import { chanceBeyond } from './limit-multiplier.ts'
import { runLength } from './run-length.ts'
import type { TrendTest } from './trend-test.ts'
import type { Fact, Figures, SignalSeries } from './types.ts'

export interface FactsQuestion {
  readonly series: SignalSeries
  readonly policy: AlertPolicy
  readonly options: ChartOptions
  readonly chart: Chart
  readonly alerts: Alerts
  readonly trend: TrendTest | null
}

/** What was done and found, in the order in which a reader asks: the limits, the season, the trend, the alerts, what is left out. */
export function factsOf(question: FactsQuestion): readonly Fact[] {
  return [
    ...limitFacts(question),
    ...shapeFacts(question),
    ...trendFacts(question),
    ...alertFacts(question),
    ...omissionFacts(question),
  ]
}

const fact = (id: string, text: string, figures: Figures = {}): Fact => ({ id, text, figures })

function limitFacts({ chart, options, series }: FactsQuestion): readonly Fact[] {
  const last = chart.segments.at(-1)
  if (!last || last.status === 'none' || (!last.xmr && !last.attribute))
    return [fact('limits-none', `There are too few values for limits: ${last?.points ?? 0}, at least 6 are needed.`)]
  const facts = [
    fact('chart', chartText(last, series, options), chartFigures(last, series)),
    fact(`limits-${last.status}`, limitText(last, options), { points: last.points }),
  ]
  const patterns = options.rules.flatMap(({ pattern }) => (pattern ? [pattern] : []))
  const between = patterns.length === 0 ? null : runLength(patterns).mean
  if (last.xmr && between !== null) {
    const beyond = chanceBeyond(last.points, 3)
    const text = `By chance alone the drawn rules signal about once in ${Math.round(between)} values with known limits; with limits from ${last.points} values ${percent(beyond)} of values lie beyond them.`
    facts.push(fact('limits-chance', text, { between, beyond }))
  }
  const spread = spreadOf(series)
  if (last.xmr && spread > 4) {
    const text = `The denominators vary ${spread.toFixed(1)}-fold: limits of the ratio alone mislead where they are small.`
    facts.push(fact('denominators-vary', text, { spread }))
  }
  return facts
}

/** Which chart is drawn, and why this one. */
function chartText({ kind, attribute }: ChartSegment, { ratio }: SignalSeries, { kind: wanted }: ChartOptions): string {
  if (attribute === null) {
    const why = !ratio
      ? 'the KPI is no ratio of counts whose denominators are known'
      : wanted === 'xmr'
        ? 'it was chosen for this KPI'
        : 'its counts leave no variation to reckon limits from'
    return `The chart is an XmR chart, of single values and their moving ranges, as ${why}.`
  }
  const [letter] = kind
  const prime = kind.endsWith('prime')
  const what =
    letter === 'p'
      ? 'the KPI is a share of counted things'
      : 'the KPI counts events for each unit of what they can happen to'
  const sampling = prime
    ? `the values vary ${attribute.sigmaZ.toFixed(1)} times as much as sampling explains, which the limits allow for (Laney)`
    : 'sampling explains how much the values vary'
  return `The chart is a ${letter}${prime ? '′' : ''} chart, as ${what} and each period’s denominator is known: limits are wider where it is small; ${sampling}.`
}

const chartFigures = ({ attribute }: ChartSegment, series: SignalSeries): Figures =>
  attribute === null ? {} : { sigmaZ: attribute.sigmaZ, spread: spreadOf(series) }

function limitText({ status, points, reason }: ChartSegment, { baseline }: ChartOptions): string {
  const since = reason === null ? '' : ` since the limits were computed anew (${reason})`
  if (status === 'locked') return `The limits rest on the first ${points} values${since} and are locked.`
  if (status === 'firm') return `The limits rest on ${points} values${since}; they are locked at ${baseline}.`
  return `The limits are provisional: they rest on ${points} values${since}, and are firm from 17.`
}

function spreadOf({ ratio }: SignalSeries): number {
  const sizes = (ratio?.denominators ?? []).flatMap((n) => (n !== null && n > 0 ? [n] : []))
  return sizes.length === 0 ? 1 : Math.max(...sizes) / Math.min(...sizes)
}

function shapeFacts({ chart, series, alerts }: FactsQuestion): readonly Fact[] {
  const shape = chart.segments.at(-1)?.shape ?? null
  const fitted = alerts.replay.learner?.fitted ?? shape?.fitted ?? null
  if (fitted === null) return []
  const { rhythm } = series
  const facts: Fact[] = []
  const known = series.values.filter((value) => value !== null).length
  const { cycles } = fitted.model.terms
  const lengths = [...fitted.profiles.map(({ period }) => period), ...cycles.map(({ period }) => Math.round(period))]
  const strength = shape?.seasonStrength ?? 0
  if (lengths.length > 0)
    facts.push(
      fact(
        'season',
        `A season of ${lengths.join(' and ')} periods shows in the data and is taken off before judging.`,
        {
          f: fitted.season?.f ?? null,
          chance: fitted.season?.p ?? null,
          strength,
        },
      ),
    )
  else if (rhythm.year !== null && known < 2 * rhythm.year)
    facts.push(
      fact('season-unknown', 'Fewer than two years are known, so a season of the year cannot be told from a change.'),
    )
  else facts.push(fact('season-none', 'The data show no season.'))
  if (fitted.scale.power !== 1) {
    const name = { 0: 'logarithms', 0.5: 'square roots', 2: 'squares' }[fitted.scale.power]
    facts.push(fact('scale', `The noise is even on the scale of ${name}; limits are shown in the KPI's own unit.`))
  }
  const carried = fitted.model.phi.reduce((sum, weight) => sum + weight, 0)
  if (carried > 0.1)
    facts.push(
      fact(
        'autocorrelation',
        `${percent(carried)} of a deviation carries over to the next period; the alerts allow for it.`,
        {
          carried,
        },
      ),
    )
  return facts
}

/** Chance below which a trend is stated. */
const trendLevel = 0.05

function trendFacts({ trend }: FactsQuestion): readonly Fact[] {
  if (trend === null) return []
  const { slope, tau, p } = trend
  const figures = { slope, tau, chance: p, points: trend.points }
  const over = `over the last ${trend.points} values`
  if (p >= trendLevel) return [fact('trend-none', `There is no trend ${over}.`, figures)]
  return [fact('trend', `The KPI ${slope > 0 ? 'rises' : 'falls'} ${over}.`, figures)]
}

function alertFacts({ series, policy, alerts }: FactsQuestion): readonly Fact[] {
  const { rhythm } = series
  const known = series.values.filter((value) => value !== null).length
  const { learner, echoes } = alerts.replay
  if (learner === null) {
    const text = `Alerts begin once ${rhythm.firstJudged} values are known; there are ${known}.`
    return [fact('alerts-not-yet', text, { needed: rhythm.firstJudged, known })]
  }
  const level = levelOf(policy, rhythm)
  const rate = Number((level * rhythm.perMonth).toPrecision(6))
  const text = `Alerts are set to ${rate} false ones per month, a chance of ${percent(level)} per period.`
  const facts = [fact('alert-rate', text, { perMonth: rate, perPeriod: level })]
  if (learner.errors.every((error) => error === 0))
    facts.push(fact('constant', 'The KPI has not varied: only the chance that it ever does is known.'))
  const last = echoes.at(-1)
  if (last) {
    const count = echoes.length
    const text = `${count === 1 ? 'One surprise was' : `${count} surprises were`} taken for the season: the same happened a cycle before.`
    facts.push(fact('echo', text, { count, at: last.at, like: last.like }))
  }
  return facts
}

function omissionFacts({ series }: FactsQuestion): readonly Fact[] {
  const words = {
    partial: 'unfinished or provisional, and not used',
    event: 'a holiday or a planned event, and not used',
    restated: 'restated or set by a person: learnt from, but not judged',
  }
  return (['partial', 'event', 'restated'] as const).flatMap((flag) => {
    const count = series.flags?.filter((other) => other === flag).length ?? 0
    return count === 0
      ? []
      : [fact(`left-out-${flag}`, `${count} ${count === 1 ? 'period is' : 'periods are'} ${words[flag]}.`, { count })]
  })
}

/** Two significant digits, at most two decimals of a percent where it is larger. */
function percent(share: number): string {
  const value = 100 * share
  if (value >= 10) return `${Math.round(value)} %`
  return `${Number(value.toPrecision(2))} %`
}
