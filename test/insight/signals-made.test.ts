import { describe, expect, test } from 'vitest'
import { type AlertPolicy, rhythms, signals } from '../../src/insight/signals/index.ts'
import { allowedDelay, type Change } from '../support/stable-series.ts'
import { hasOracles, oracleText } from './oracle.ts'

interface MadeSeries {
  readonly id: string
  readonly frequency: 'monthly' | 'weekly' | 'daily'
  readonly process: string
  readonly change: { readonly type: Change; readonly index: number } | null
  readonly values: readonly number[]
}

/** Per frequency: its rhythm, the first period that the README judges, and the goals of false alarms and detection. */
const frequencies = {
  monthly: { rhythm: rhythms.month, from: 24, falsePer1000: 10 },
  weekly: { rhythm: rhythms.week, from: 104, falsePer1000: 2.5 },
  daily: { rhythm: rhythms.day, from: 56, falsePer1000: 0.5 },
} as const

const all: readonly MadeSeries[] = hasOracles
  ? oracleText('signals_made/series.jsonl.gz')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as MadeSeries)
  : []

function alertsOf({ frequency, values }: MadeSeries, policy: Partial<AlertPolicy> = {}): readonly number[] {
  const { rhythm, from } = frequencies[frequency]
  return signals({ rhythm, values }, { policy })
    .alerts.map(({ at }) => at)
    .filter((at) => at >= from)
}

/** False alarms on the stable series of a frequency, per judged period. */
function falseRate(frequency: MadeSeries['frequency'], policy: Partial<AlertPolicy>): number {
  const stable = all.filter((series) => series.frequency === frequency && series.change === null)
  const alerts = stable.reduce((sum, series) => sum + alertsOf(series, policy).length, 0)
  const points = stable.reduce((sum, series) => sum + series.values.length - frequencies[frequency].from, 0)
  return alerts / points
}

describe.skipIf(!hasOracles)(
  'alerts on simulated series (skipped where ../shared/data is absent)',
  {
    timeout: 180_000,
  },
  () => {
    test.each(['monthly', 'weekly', 'daily'] as const)(
      '%s: false alarms of stable series stay within the goal',
      (frequency) => {
        expect(1000 * falseRate(frequency, {})).toBeLessThanOrEqual(frequencies[frequency].falsePer1000)
      },
    )

    // Settings at which enough false alarms are expected for their rate to be measured on so few series.
    test.each([
      ['monthly', 0.05],
      ['weekly', 0.05],
      ['weekly', 0.2],
      ['daily', 0.1],
    ] as const)('%s: at %d false alarms a month, 0.5 to 1.5 times as many', (frequency, falseAlarmsPerMonth) => {
      const stated = falseAlarmsPerMonth / frequencies[frequency].rhythm.perMonth
      const measured = falseRate(frequency, { falseAlarmsPerMonth })
      expect(measured / stated).toBeGreaterThan(0.5)
      expect(measured / stated).toBeLessThan(1.5)
    })

    test('changes are found in time', () => {
      const found = new Map<string, { hits: number; all: number }>()
      for (const series of all) {
        if (series.change === null) continue
        const { type, index } = series.change
        const hit = alertsOf(series).some((at) => at >= index && at <= index + allowedDelay[type])
        for (const key of [series.frequency, `${series.frequency} ${type}`]) {
          const count = found.get(key) ?? { hits: 0, all: 0 }
          found.set(key, { hits: count.hits + (hit ? 1 : 0), all: count.all + 1 })
        }
      }
      const share = (key: string) => (found.get(key)?.hits ?? 0) / (found.get(key)?.all ?? 1)
      expect(share('monthly spike')).toBeGreaterThanOrEqual(0.6)
      expect(share('monthly step')).toBeGreaterThanOrEqual(0.65)
      expect(share('monthly ramp')).toBeGreaterThanOrEqual(0.6)
      expect(share('monthly variance')).toBeGreaterThanOrEqual(0.75)
      expect(share('weekly')).toBeGreaterThanOrEqual(0.5)
      expect(share('daily')).toBeGreaterThanOrEqual(0.35)
    })
  },
)
