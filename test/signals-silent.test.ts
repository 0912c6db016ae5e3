import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seriesOf } from '../src/app/signals/series.ts'
import type { Absence, Answer, Flag } from '../src/domain/answer.ts'
import type { Kpi } from '../src/domain/catalog.ts'
import { rhythms, type SignalGrain, type Signals, signals } from '../src/insight/signals/index.ts'
import { randomOf } from '../src/insight/statistics/random.ts'

// Whatever is missing, unfinished, provisional, restated, overridden or a holiday never signals, however far out its value lies.

const kpi = { calculations: [], unit: {}, measuredIn: '1', chart: 'auto', id: 'x' } as unknown as Kpi
const catalog = { kpis: new Map(), datasets: new Map() }

/** Why a period says nothing; `learnt` still counts towards what is usual. */
interface Silence {
  readonly state?: Absence
  readonly flags?: readonly Flag[]
  readonly learnt: boolean
}
const reasons = {
  'no-data': { state: 'no-data', learnt: false },
  late: { state: 'late', learnt: false },
  failed: { state: 'failed', learnt: false },
  undefined: { state: 'undefined', learnt: false },
  unfinished: { flags: ['provisional', 'unfinished'], learnt: false },
  provisional: { flags: ['provisional'], learnt: false },
  restated: { flags: ['restated'], learnt: true },
  overridden: { flags: ['overridden'], learnt: true },
  holiday: { learnt: false },
} satisfies Record<string, Silence>
type Reason = keyof typeof reasons

const holiday = (t: number) => `holiday-${t}`

function answersOf(
  values: readonly number[],
  silent: ReadonlyMap<number, { readonly reason: Reason; readonly value: number }>,
  grain: SignalGrain,
): readonly Answer[] {
  return values.map((usual, t) => {
    const why = silent.get(t)
    const reason: Partial<Silence> = why === undefined ? {} : reasons[why.reason]
    const state = reason.state ?? 'value'
    return {
      kpi: 'x',
      grain,
      start: why?.reason === 'holiday' ? holiday(t) : `day-${t}`,
      state,
      value: state === 'value' ? (why?.value ?? usual) : null,
      flags: reason.flags ?? [],
    } as unknown as Answer
  })
}

function told(answers: readonly Answer[], grain: SignalGrain): Signals {
  const holidays = new Set(answers.map((_, t) => holiday(t)))
  const series = seriesOf(catalog, kpi, rhythms[grain], answers, holidays)
  return signals(series, { policy: { falseAlarmsPerMonth: 0.2 } })
}

const cases = fc.record({
  seed: fc.integer({ min: 1, max: 10_000 }),
  grain: fc.constantFrom('day' as const, 'month' as const),
  silent: fc.uniqueArray(
    fc.record({
      t: fc.integer({ min: 0, max: 79 }),
      reason: fc.constantFrom(...(Object.keys(reasons) as Reason[])),
      value: fc.constantFrom(-1e6, 0, 40, 100, 160, 1e6),
    }),
    { selector: ({ t }) => t, minLength: 1, maxLength: 12 },
  ),
})

const drawn = (seed: number) => {
  const random = randomOf(seed)
  // Now and then something happens, so that there is something to be told beside what is silent.
  return Array.from({ length: 80 }, (_, t) => 100 + 5 * random.normal() + (t === 50 ? 60 : t > 65 ? 20 : 0))
}

test('no alert and no rule of the chart is completed by what must be silent', () => {
  let alerts = 0
  fc.assert(
    fc.property(cases, ({ seed, grain, silent: list }) => {
      const silent = new Map(
        list.filter(({ reason }) => grain === 'day' || reason !== 'holiday').map((one) => [one.t, one]),
      )
      const found = told(answersOf(drawn(seed), silent, grain), grain)
      for (const one of [...found.alerts, ...found.chart.findings]) {
        expect(silent.has(one.at)).toBe(false)
        expect(one.periods.filter((t) => silent.has(t) && !reasons[silent.get(t)?.reason ?? 'late'].learnt)).toEqual([])
      }
      alerts += found.alerts.length
    }),
    { numRuns: 60, seed: 5 },
  )
  expect(alerts).toBeGreaterThan(20)
})

test('what may still change is not learnt either: whatever it says, all else is judged alike', () => {
  fc.assert(
    fc.property(cases, ({ seed, grain, silent: list }) => {
      const unlearnt = list.filter(({ reason }) => !reasons[reason].learnt && (grain === 'day' || reason !== 'holiday'))
      const at = (value: (one: (typeof list)[number]) => number) =>
        told(
          answersOf(drawn(seed), new Map(unlearnt.map((one) => [one.t, { ...one, value: value(one) }])), grain),
          grain,
        )
      const [far, near] = [at(({ value }) => value), at(() => 100)]
      expect(far.alerts).toEqual(near.alerts)
      expect(far.chart.findings).toEqual(near.chart.findings)
      expect(far.judged).toEqual(near.judged)
    }),
    { numRuns: 40, seed: 6 },
  )
})
