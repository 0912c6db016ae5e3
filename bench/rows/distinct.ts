import { atMost, type Bench } from '../figure.ts'
import { distinctKpis } from '../kpis.ts'
import { ratio, sameNumbers, sideBySide, timesLine } from '../measure.ts'
import { rival, separate } from '../rivals/statements.ts'
import { byMonthAndRegion, lastColumn, valuesOf } from '../rivals/values.ts'
import { askAs, fiveYears, monthly, withTotals } from '../world.ts'

export const distinct: Bench = {
  title: 'Exact distinct counts',
  run: async ({ world, rounds, log }) => {
    const kpis = distinctKpis(20)
    const [first] = kpis
    if (first === undefined) throw new Error('no distinct count')
    const deps = world.with(kpis)
    const one = monthly(deps.catalog, [first], fiveYears)
    const all = monthly(deps.catalog, kpis, fiveYears, withTotals)
    const byHand = rival('distinct-month')
    sameNumbers('a distinct count', valuesOf((await askAs(deps, one)).answers), lastColumn(await world.sql(byHand)))
    const { answers } = await askAs(deps, all)
    for (const kpi of kpis) {
      const own = answers.filter((answer) => answer.kpi === kpi.id).filter((answer) => Number(answer.value) > 0)
      const theirs = [...byMonthAndRegion(await world.sql(separate(kpi))).values()]
      sameNumbers(kpi.id, valuesOf(own).sort(ascending), theirs.sort(ascending))
    }
    const times = await sideBySide(
      {
        one: () => askAs(deps, one),
        oneByHand: () => world.sql(byHand),
        twenty: () => askAs(deps, all),
        separately: async () => {
          for (const kpi of kpis) await world.sql(separate(kpi))
        },
      },
      Math.max(1, Math.ceil(rounds / 3)),
    )
    log(timesLine(times))
    const figure = { unit: '×', rows: world.rows }
    return [
      atMost(0.5, {
        ...figure,
        name: 'one exact distinct count by month ÷ its statement',
        measured: ratio(times.one, times.oneByHand),
        kpis: 1,
      }),
      atMost(0.5, {
        ...figure,
        name: '20 exact distinct counts ÷ their separate statements',
        measured: ratio(times.twenty, times.separately),
        kpis: 20,
      }),
    ]
  },
}

const ascending = (a: number, b: number): number => a - b
