import { setTimeout } from 'node:timers/promises'
import { atMost, type Bench, known } from '../figure.ts'
import { additiveKpis } from '../kpis.ts'
import { median, percentile, stallOf } from '../measure.ts'
import { rival } from '../rivals/statements.ts'
import { askAs, fiveYears, monthly, twoMonths, withTotals } from '../world.ts'

/** Between two short questions. */
const pauseMs = 20

export const responsiveness: Bench = {
  title: 'The event loop, and short questions beside heavy ones',
  run: async ({ world, rounds, log }) => {
    const kpis = additiveKpis(1000)
    const deps = world.with(kpis)
    const heavy = monthly(deps.catalog, kpis, fiveYears, withTotals)
    const short = monthly(deps.catalog, kpis.slice(0, 1), twoMonths)
    await askAs(deps, heavy)
    await askAs(deps, short)
    const { rows: cells } = await world.sql(rival('cells'))
    const idle = await stalls(rounds, () => setTimeout(200))
    const received = await stalls(rounds, () => world.sql(rival('cells')))
    const answered = await stalls(rounds, () => askAs(deps, heavy))
    const waits = await waitsBeside(
      () => askAs(deps, heavy),
      () => askAs(deps, short),
      rounds,
    )
    log(
      `stalls: idle ${idle.toFixed(1)} ms, receiving ${cells} cells ${received.toFixed(1)} ms, heavy question ` +
        `${answered.toFixed(1)} ms; ${waits.length} short questions: median ${median(waits).toFixed(1)} ms`,
    )
    const figure = { unit: 'ms', rows: world.rows }
    return [
      known({ ...figure, name: 'longest stall of the event loop when idle', measured: idle, kpis: 0 }),
      atMost(5, {
        ...figure,
        name: 'longest stall of the event loop per 50,000 cells received',
        measured: received * Math.min(1, 50_000 / cells),
        kpis: 0,
      }),
      atMost(20, {
        ...figure,
        name: 'longest stall of the event loop while a heavy question is answered',
        measured: answered,
        kpis: 1000,
      }),
      atMost(50, {
        ...figure,
        name: 'short questions beside heavy ones, p99',
        measured: percentile(waits, 0.99),
        kpis: 1,
      }),
    ]
  },
}

/** The median over rounds of the longest stall. */
async function stalls(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const found: number[] = []
  for (let round = 0; round < rounds; round++) found.push(await stallOf(work))
  return median(found)
}

/** How long short questions take while heavy ones follow one another. */
async function waitsBeside(
  heavy: () => Promise<unknown>,
  short: () => Promise<unknown>,
  rounds: number,
): Promise<readonly number[]> {
  const waits: number[] = []
  let done = false
  const work = (async () => {
    for (let round = 0; round < rounds; round++) await heavy()
    done = true
  })()
  while (!done) {
    const started = performance.now()
    await short()
    waits.push(performance.now() - started)
    await setTimeout(pauseMs)
  }
  await work
  return waits
}
