import { describe, expect, test } from 'vitest'
import { rhythmOfMinutes, rhythms, signals } from '../../src/insight/signals/index.ts'
import { hasOracles, oracleText } from './oracle.ts'

interface Floor {
  readonly total: { readonly points: number; readonly windows_hit: number; readonly false_alert_points: number }
}

type Labels = Readonly<Record<string, { readonly windows: readonly (readonly [string, string])[] }>>

const instant = (text: string) => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`)

/** Share of a file, at its beginning, in which the benchmark counts no alert. */
const probation = 0.15

function replayFile(file: string, windows: readonly (readonly [number, number])[]) {
  const rows = oracleText(`nab/${file}`).trim().split('\n').slice(1)
  const times = rows.map((row) => instant(row))
  const values = rows.map((row) => Number(row.split(',')[1]))
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  const minutes = Math.round((steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0) / 60_000)
  const rhythm = minutes === 60 ? rhythms.hour : rhythmOfMinutes(minutes)
  const alerts = signals({ rhythm, values })
    .alerts.filter(({ at }) => at >= probation * values.length)
    .map(({ at }) => times[at] ?? 0)
  const inside = (time: number) => windows.some(([from, until]) => time >= from && time <= until)
  return {
    points: values.length,
    hits: windows.filter(([from, until]) => alerts.some((time) => time >= from && time <= until)).length,
    falseAlerts: alerts.filter((time) => !inside(time)).length,
  }
}

describe.skipIf(!hasOracles)('Numenta Anomaly Benchmark (skipped where ../shared/data is absent)', () => {
  test('finds more windows than the floor detector, at a tenth of its false points', { timeout: 180_000 }, () => {
    const labels = JSON.parse(oracleText('nab/labels.json')) as Labels
    const floor = (JSON.parse(oracleText('oracles/nab_floor.json')) as Floor).total
    const files = Object.entries(labels).map(([file, { windows }]) =>
      replayFile(
        file,
        windows.map(([from, until]) => [instant(from), instant(until)] as const),
      ),
    )
    const sum = (pick: (file: (typeof files)[number]) => number) => files.reduce((total, file) => total + pick(file), 0)
    expect(sum((file) => file.points)).toBe(floor.points)
    expect(sum((file) => file.hits)).toBeGreaterThan(2 * floor.windows_hit)
    expect(sum((file) => file.falseAlerts)).toBeLessThanOrEqual(floor.false_alert_points / 20)
  })
})
