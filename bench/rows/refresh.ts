import { atMost, type Bench } from '../figure.ts'
import { additiveKpis } from '../kpis.ts'
import { ratio, sameNumbers, sideBySide, timesLine } from '../measure.ts'
import { valuesOf } from '../rivals/values.ts'
import { askAs, fiveYears, monthly, twoMonths, withTotals } from '../world.ts'

export const refresh: Bench = {
  title: 'Two of sixty months again',
  run: async ({ world, rounds, log }) => {
    const kpis = additiveKpis(100)
    const deps = world.with(kpis)
    const whole = monthly(deps.catalog, kpis, fiveYears, withTotals)
    const part = monthly(deps.catalog, kpis, twoMonths, withTotals)
    const all = (await askAs(deps, whole)).answers
    const some = (await askAs(deps, part)).answers
    const periods = new Set(some.map((answer) => answer.period))
    sameNumbers('two months', valuesOf(some), valuesOf(all.filter((answer) => periods.has(answer.period))))
    const times = await sideBySide({ part: () => askAs(deps, part), whole: () => askAs(deps, whole) }, rounds)
    log(timesLine(times))
    const measured = 100 * ratio(times.part, times.whole)
    const name = '100 KPIs, 2 of 60 months ÷ all of them'
    return [atMost(6, { name, measured, unit: '%', rows: world.rows, kpis: 100 })]
  },
}
