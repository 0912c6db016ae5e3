import { argv, stdout } from 'node:process'
import { rhythms, signals } from '../src/insight/signals/index.ts'
import { randomOf } from '../src/insight/statistics/random.ts'
import { allowedDelay, type Change, changed, processes } from '../test/support/stable-series.ts'

/**
 * How often alerts are false, and how often a change is found: `node scripts/alert-rates.ts [series per process]`. Stable
 * series of eight kinds at three grains and four settings; then the same with a change. Prints the tables of docs/decisions.
 */
const grains = {
  month: { periods: 60, season: 12, from: 24 },
  week: { periods: 156, season: 52, from: 104 },
  day: { periods: 420, season: 7, from: 28 },
} as const
const settings = {
  month: [0.005, 0.01, 0.02, 0.05],
  week: [0.01, 0.02, 0.05, 0.1],
  day: [0.01, 0.02, 0.05, 0.2],
} as const
const changes: readonly Change[] = ['spike', 'step', 'ramp', 'outage', 'variance']

const series = Number(argv[2] ?? 40)
const say = (text: string) => stdout.write(`${text}\n`)

function falseAlarms(grain: keyof typeof grains, perMonth: number): void {
  const { periods, season, from } = grains[grain]
  const rhythm = rhythms[grain]
  const expected = (series * (periods - from) * perMonth) / rhythm.perMonth
  let alerts = 0
  const parts = Object.entries(processes).map(([name, draw]) => {
    const random = randomOf(20_26)
    let own = 0
    for (let run = 0; run < series; run++) {
      const values = draw(random, periods, season)
      own += signals({ rhythm, values }, { policy: { falseAlarmsPerMonth: perMonth } }).alerts.length
    }
    alerts += own
    return `${name} ${(own / expected).toFixed(2)}`
  })
  const kinds = parts.length
  const ratio = alerts / expected / kinds
  const points = series * kinds * (periods - from)
  const error = Math.sqrt(Math.max(alerts, 1)) / expected / kinds
  say(
    `${grain}, ${perMonth} a month: ${alerts} alerts in ${points} periods, ${ratio.toFixed(2)} ± ${error.toFixed(2)} of the stated rate (${parts.join(', ')})`,
  )
}

function detection(grain: keyof typeof grains): void {
  const { periods, season, from } = grains[grain]
  const rhythm = rhythms[grain]
  const parts = changes.map((kind) => {
    let found = 0
    let all = 0
    for (const draw of Object.values(processes)) {
      const random = randomOf(7_07)
      for (let run = 0; run < series / 4; run++) {
        const latest = periods - 14
        const at = Math.floor(from + (latest - from) * (0.3 + 0.7 * random.uniform()))
        const values = changed(random, draw(random, periods, season), kind, at, season)
        const seen = signals({ rhythm, values }).alerts.some(
          (alert) => alert.at >= at && alert.at <= at + allowedDelay[kind],
        )
        all++
        if (seen) found++
      }
    }
    return `${kind} ${Math.round((100 * found) / all)} %`
  })
  say(`${grain}, at the usual policy: ${parts.join(', ')}`)
}

for (const grain of ['month', 'week', 'day'] as const) {
  for (const setting of settings[grain]) falseAlarms(grain, setting)
  detection(grain)
}
