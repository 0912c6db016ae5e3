import type { Numbers } from '../../src/app/ask.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { atLeast, atMost, type Bench, type Figure, known } from '../figure.ts'
import { additiveKpis, type BenchKpi } from '../kpis.ts'
import { median, ratio, sameNumbers, sideBySide, timesLine } from '../measure.ts'
import { liftedByHand } from '../rivals/lifted.ts'
import { rival, separate } from '../rivals/statements.ts'
import { byMonthAndRegion, valuesOf } from '../rivals/values.ts'
import { askAs, fiveYears, monthly, numbersAs, type World, withTotals } from '../world.ts'

/** Of the hundred separate statements so many are run; their time is scaled. */
const sampled = 10

export const manyKpis: Bench = {
  title: '100 and 1,000 KPIs by month and region with totals',
  run: async ({ world, rounds, log }) => {
    const hundred = additiveKpis(100)
    const thousand = additiveKpis(1000)
    const [few, many] = [world.with(hundred), world.with(thousand)]
    const asked = monthly(few.catalog, hundred, fiveYears, withTotals)
    const askedMany = monthly(many.catalog, thousand, fiveYears, withTotals)
    const sample = hundred.filter((_, index) => index % (hundred.length / sampled) === 0)
    const { answers } = await askAs(few, asked)
    await compare(world, hundred, sample, answers)
    sameNumbers('100 KPIs as numbers', flat(await numbersAs(few, asked)), valuesOf(answers))
    const times = await sideBySide(
      {
        ours: () => numbersAs(few, asked),
        scan: () => world.sql(rival('scan')),
        hashed: () => world.sql(rival('scan-hashed')),
        byHand: () => liftedByHand(world, hundred),
        thousand: () => numbersAs(many, askedMany),
        written: () => askAs(few, asked),
      },
      rounds,
    )
    const separately = await sideBySide(
      {
        ours: () => numbersAs(few, asked),
        sample: async () => {
          for (const kpi of sample) await world.sql(separate(kpi))
        },
      },
      Math.max(2, Math.ceil(rounds / 3)),
    )
    log(`${timesLine(times)}; ${sampled} separate statements ${median(separately.sample).toFixed(1)} ms`)
    return figures(world, times, (hundred.length / sampled) * ratio(separately.sample, separately.ours))
  },
}

function figures(
  world: World,
  times: Readonly<Record<'ours' | 'scan' | 'hashed' | 'byHand' | 'thousand' | 'written', readonly number[]>>,
  faster: number,
): readonly Figure[] {
  const figure = { unit: '×', rows: world.rows, kpis: 100 }
  const separately = { ...figure, name: '100 separate statements ÷ 100 KPIs', measured: faster }
  return [
    atMost(3, { ...figure, name: '100 KPIs ÷ one scan', measured: ratio(times.ours, times.scan) }),
    known({ ...figure, name: '100 KPIs ÷ the cheapest scan', measured: ratio(times.ours, times.hashed) }),
    known({ ...figure, name: '100 KPIs ÷ the lifted plan by hand', measured: ratio(times.ours, times.byHand) }),
    known({
      ...figure,
      name: '100 KPIs written as answers ÷ their values',
      measured: ratio(times.written, times.ours),
    }),
    atMost(1.25, { ...figure, name: '1,000 KPIs ÷ 100 KPIs', measured: ratio(times.thousand, times.ours), kpis: 1000 }),
    world.rows >= 1e8 ? atLeast(40, separately) : world.rows >= 1e7 ? atLeast(15, separately) : known(separately),
  ]
}

/** Every value of the hundred equals the plan by hand, and those of the sample the separate statements. */
async function compare(
  world: World,
  kpis: readonly BenchKpi[],
  sample: readonly BenchKpi[],
  answers: readonly Answer[],
): Promise<void> {
  const ours = valuesOf(answers)
  const byHand = await liftedByHand(world, kpis)
  sameNumbers(
    '100 KPIs',
    ours,
    byHand.flatMap((values) => [...values]),
  )
  for (const kpi of sample) {
    const theirs = byMonthAndRegion(await world.sql(separate(kpi)))
    const own = answers.filter((answer) => answer.kpi === kpi.id)
    const expected = own.map(({ scope, start }) => theirs.get(`${monthOf(start)} ${scope.replace('region=', '')}`))
    // A group that its WHERE leaves without rows is missing from a statement.
    sameNumbers(
      kpi.id,
      valuesOf(own),
      expected.map((value) => value ?? 0),
    )
  }
}

const flat = ({ lines }: Numbers): number[] => lines.flatMap((values) => [...values])

/** The calendar's ordinal of a month. */
const monthOf = (start: string | null): number => {
  const [year = 0, month = 0] = (start ?? '').split('-').map(Number)
  return year * 12 + month - 1
}
