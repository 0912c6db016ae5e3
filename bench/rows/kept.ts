import { atMost, type Bench } from '../figure.ts'
import { additiveKpis } from '../kpis.ts'
import { median, sameNumbers, sideBySide, timesLine } from '../measure.ts'
import { valuesOf } from '../rivals/values.ts'
import { askAs, fiveYears, lastYear, monthly } from '../world.ts'

export const kept: Bench = {
  title: 'From kept cells',
  run: async ({ world, rounds, log }) => {
    const sizes = [
      { kpis: 100, months: 13, budget: 25, range: lastYear },
      { kpis: 1000, months: 13, budget: 40, range: lastYear },
      { kpis: 100, months: 60, budget: 60, range: fiveYears },
    ]
    const figures = []
    for (const { kpis: count, months, budget, range } of sizes) {
      const kpis = additiveKpis(count)
      const deps = world.with(kpis)
      const questions = monthly(deps.catalog, kpis, range)
      const fresh = (await askAs(deps, questions)).answers
      sameNumbers('kept cells', valuesOf((await askAs(deps, questions, false)).answers), valuesOf(fresh))
      const times = await sideBySide({ kept: () => askAs(deps, questions, false) }, rounds)
      log(timesLine(times))
      const name = `${count} KPIs × ${months} months from kept cells`
      figures.push(atMost(budget, { name, measured: median(times.kept), unit: 'ms', rows: world.rows, kpis: count }))
    }
    return figures
  },
}
