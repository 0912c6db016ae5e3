import { parseArgs } from 'node:util'
import { forecast, seasonsOf } from '../src/insight/forecast/index.ts'
import { randomOf } from '../src/insight/statistics/random.ts'
import {
  type Bet,
  bestReferences,
  brier,
  calibrationError,
  type SetScore,
  scoreSet,
  seriesSets,
} from '../test/insight/forecast-sets.ts'
import { hasOracles } from '../test/insight/oracle.ts'
import { atMost, type Figure, known } from './figure.ts'

/**
 * What the forecasts promise, measured: accuracy, coverage and odds on the public samples beside the project, and the
 * time of a thousand monthly series. `node bench/forecasts.ts [--speed] [--json]`, one process, some minutes; of the speed
 * alone about one.
 */
const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, speed: { type: 'boolean', default: false } },
})
const log = (text: string) => process.stderr.write(text)
const figures: Figure[] = []

if (hasOracles && !options.speed) accuracy()
else if (!hasOracles) log('The public series are not beside the project: only the speed is measured.\n')
speed()
process.stdout.write(options.json ? `${JSON.stringify(figures, null, 2)}\n` : table(figures))

function accuracy(): void {
  const best = bestReferences()
  const scores: [string, SetScore][] = []
  for (const set of seriesSets()) {
    let done = 0
    scores.push([set.name, scoreSet(set, () => log(`\r  ${set.name} ${++done}/${set.series.length}   `))])
    log('\n')
  }
  const bests = scores.map(([name]) => best.get(name) ?? Number.NaN)
  const unit = { rows: 0, kpis: 0 }
  const add = (figure: Figure) => figures.push(figure)
  add(
    atMost(mean(bests), {
      ...unit,
      name: 'OWA, mean of the sets',
      measured: mean(scores.map(([, { owa }]) => owa)),
      unit: '',
    }),
  )
  for (const [index, [name, score]] of scores.entries()) {
    const own = { ...unit, kpis: seriesSets()[index]?.series.length ?? 0 }
    add(atMost(1.03 * (bests[index] ?? 0), { ...own, name: `OWA, ${name}`, measured: score.owa, unit: '' }))
    const more = { sMAPE: score.smape, MASE: score.mase, MSIS: score.msis }
    for (const [what, measured] of Object.entries(more))
      add(known({ ...own, name: `${what}, ${name}`, measured, unit: '' }))
    const judged = name !== 'm3_yearly'
    add(within(judged, 93, 97, { ...own, name: `95 % ranges hold, ${name}`, measured: 100 * (score.coverage[2] ?? 0) }))
    add(within(judged, 77, 83, { ...own, name: `80 % ranges hold, ${name}`, measured: 100 * (score.coverage[1] ?? 0) }))
    add(
      within(false, 0, 0, {
        ...own,
        name: `95 % ranges of totals hold, ${name}`,
        measured: 100 * (score.totals[2] ?? 0),
      }),
    )
  }
  const judged = scores.filter(([name]) => name !== 'm3_yearly').map(([, score]) => score)
  const series = judged.map(({ bets }) => bets.length)
  const held = judged.reduce((sum, { totals }, index) => sum + (totals[2] ?? 0) * (series[index] ?? 0), 0)
  add(
    within(true, 92, 97, {
      ...unit,
      name: '95 % ranges of totals hold, all',
      measured: (100 * held) / series.reduce((a, b) => a + b, 0),
    }),
  )
  odds(judged.flatMap(({ bets }) => bets))
}

function odds(bets: readonly Bet[]): void {
  const unit = { rows: 0, kpis: 0, unit: '' }
  const reference = brier(bets, 'reference')
  figures.push(
    atMost(reference, {
      ...unit,
      name: 'Brier score of the odds; budget: the ETS reference',
      measured: brier(bets, 'probability'),
    }),
  )
  figures.push(
    atMost(0.05, { ...unit, name: 'calibration error of the odds', measured: calibrationError(bets, 'probability') }),
  )
  figures.push(
    known({ ...unit, name: 'calibration error of the ETS reference', measured: calibrationError(bets, 'reference') }),
  )
}

/** A thousand monthly series of ten years: growth, season and errors by chance, the same in every run. */
function speed(): void {
  const random = randomOf(2026)
  const all = Array.from({ length: 1000 }, () => {
    const season = Array.from({ length: 12 }, () => 1 + 0.2 * random.normal() * random.uniform())
    const growth = 0.01 * (random.uniform() - 0.3)
    let level = 1000
    return Array.from({ length: 120 }, (_, t) => {
      level *= 1 + growth + 0.03 * random.normal()
      return level * (season[t % 12] ?? 1) * (1 + 0.05 * random.normal())
    })
  })
  const start = performance.now()
  const before = process.cpuUsage()
  for (const [index, series] of all.entries()) {
    forecast(series, { horizon: 12, seasons: seasonsOf('month'), seed: index, lowest: 0 })
    if (index % 20 === 19) log(`\r  speed ${index + 1}/1000   `)
  }
  log('\n')
  const { user, system } = process.cpuUsage(before)
  const figure = { rows: 120_000, kpis: 1000, unit: 's' }
  figures.push(
    known({
      ...figure,
      name: '1,000 monthly series of 10 years, by the clock',
      measured: (performance.now() - start) / 1000,
    }),
  )
  figures.push(
    atMost(60, {
      ...figure,
      name: '1,000 monthly series of 10 years, processor time',
      measured: (user + system) / 1e6,
    }),
  )
}

function within(judged: boolean, low: number, high: number, figure: Omit<Figure, 'unit' | 'budget' | 'holds'>): Figure {
  const { measured } = figure
  const name = judged ? `${figure.name} (${low} to ${high} %)` : figure.name
  return { ...figure, name, unit: '%', budget: null, holds: judged ? measured >= low && measured <= high : null }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function table(rows: readonly Figure[]): string {
  const lines = rows.map(({ name, measured, budget, unit, holds }) => {
    const judged = holds === null ? '' : holds ? 'holds' : 'MISSES'
    return `${name.padEnd(66)} ${measured.toFixed(3).padStart(9)} ${unit.padEnd(2)} ${(budget?.toFixed(3) ?? '').padStart(7)}  ${judged}`
  })
  return `${lines.join('\n')}\n`
}
