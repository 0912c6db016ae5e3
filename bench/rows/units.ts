import { evaluate } from '../../src/app/evaluate.ts'
import { scorecardView } from '../../src/app/view/scorecard.ts'
import { localOwner } from '../../src/domain/access.ts'
import { atMost, type Bench, type Figure, known } from '../figure.ts'
import { percentile } from '../measure.ts'
import { openUnits } from '../units.ts'

const pages = 200

/** Pages that are asked for before: the first ones read the rows that all others are answered from. */
const before = 5

/** Of fewer rows fewer units: `--smoke` only proves that it runs. */
const unitsFor = (rows: number): number => (rows >= 1e6 ? 5000 : 250)

export const units: Bench = {
  title: 'One scorecard for each of many units',
  run: async ({ world, log }) => {
    const many = unitsFor(world.rows)
    const few = await measured(many / 5)
    const all = await measured(many)
    log(
      `${many / 5} units: first ${few.first.toFixed(0)} ms, again ${few.again.toFixed(0)} ms, page ${few.page.toFixed(1)} ms; ` +
        `${many} units: first ${all.first.toFixed(0)} ms, again ${all.again.toFixed(0)} ms, page ${all.page.toFixed(1)} ms`,
    )
    const figure = { rows: many * 28, kpis: 10 }
    const name = `${many.toLocaleString('en')} units × 10 KPIs × 14 months`
    const budgets = many === 5000
    const first = { ...figure, name: `${name}: first evaluation`, measured: all.first / 1000, unit: 's' }
    const again = { ...figure, name: `${name}: evaluated again, nothing new`, measured: all.again / 1000, unit: 's' }
    const page = { ...figure, name: `${name}: a warm page of one unit, p95`, measured: all.page, unit: 'ms' }
    const growth = { ...figure, name: `${name} ÷ 5 × a fifth of them`, measured: all.first / 5 / few.first, unit: '×' }
    return budgets
      ? [atMost(30, first), known(again), atMost(10, page), atMost(1.25, growth)]
      : [first, again, page, growth].map((one): Figure => known(one))
  },
}

async function measured(count: number) {
  const { deps, close } = await openUnits(count)
  try {
    const timed = async (act: () => Promise<unknown>): Promise<number> => {
      const started = performance.now()
      await act()
      return performance.now() - started
    }
    const first = await timed(() => evaluate(deps, localOwner))
    const again = await timed(() => evaluate(deps, localOwner))
    const times: number[] = []
    for (let index = 0; index < before + pages; index++) {
      const scope = `unit:u${(index * 37) % count}`
      const time = await timed(async () => {
        const view = await scorecardView(deps, { id: 'store', scope }, localOwner)
        if (!view.ok || view.value.reported !== 10) throw new Error(`the page of ${scope} lacks values`)
      })
      if (index >= before) times.push(time)
    }
    return { first, again, page: percentile(times, 0.95) }
  } finally {
    await close()
  }
}
