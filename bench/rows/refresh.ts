import { atMost, type Bench, known } from '../figure.ts'
import { additiveKpis } from '../kpis.ts'
import { median, ratio, sameNumbers } from '../measure.ts'
import { valuesOf } from '../rivals/values.ts'
import { askAs, fiveYears, monthly, twoMonths, withTotals } from '../world.ts'

/**
 * What a delivery costs beside computing everything: cells of five years are kept, rows of two months come, and these months
 * are asked again. Only the days of the delivery are read.
 */
export const refresh: Bench = {
  title: 'Two of sixty months again after a delivery',
  run: async ({ world, rounds, log }) => {
    const kpis = additiveKpis(100)
    const deps = world.with(kpis)
    const whole = monthly(deps.catalog, kpis, fiveYears, withTotals)
    const part = monthly(deps.catalog, kpis, twoMonths, withTotals)
    await askAs(deps, whole, false)
    const times: Record<'part' | 'whole' | 'again', number[]> = { part: [], whole: [], again: [] }
    for (let round = 0; round <= rounds; round++) {
      const takeBack = await world.deliver()
      try {
        const timed = async (name: keyof typeof times, act: () => ReturnType<typeof askAs>) => {
          const started = performance.now()
          const { answers } = await act()
          if (round > 0) times[name].push(performance.now() - started)
          return valuesOf(answers)
        }
        const some = await timed('part', () => askAs(deps, part, false))
        const again = await timed('again', () => askAs(deps, whole, false))
        const all = await timed('whole', () => askAs(deps, whole))
        sameNumbers('everything after a delivery', again, all)
        if (round === 0) sameNumbers('two months', some, valuesOf((await askAs(deps, part)).answers))
      } finally {
        await takeBack()
      }
    }
    log(
      `part ${median(times.part).toFixed(1)} ms, again ${median(times.again).toFixed(1)} ms, whole ${median(times.whole).toFixed(1)} ms`,
    )
    const figure = { unit: '%', rows: world.rows, kpis: 100 }
    const name = '100 KPIs after a delivery: its 2 of 60 months ÷ all of them from facts'
    const rest = '100 KPIs after a delivery: all 60 months from kept cells ÷ from facts'
    return [
      atMost(6, { ...figure, name, measured: 100 * ratio(times.part, times.whole) }),
      known({ ...figure, name: rest, measured: 100 * ratio(times.again, times.whole) }),
    ]
  },
}
