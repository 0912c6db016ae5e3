import { parseAnswerAmount } from '../amount.ts'
import type { Answer } from '../answer.ts'
import type { Kpi } from '../catalog.ts'
import { toNumber } from '../decimal.ts'
import type { Benchmark } from '../target/benchmark.ts'
import { type Quarter, quarterOf } from '../target/position.ts'
import type { UnitLabel } from '../view.ts'
import { figuresOf } from './figures.ts'

const quarters: Readonly<Record<Quarter, string>> = {
  top: 'in the top quarter',
  second: 'in the second quarter, better than the median',
  third: 'in the third quarter, short of the median',
  bottom: 'in the bottom quarter',
}

/** Where a value stands among others: `86.2 % is in the third quarter, short of the median of 91 % (Retail Europe, 214 shops).` */
export function benchmarkSentence(
  kpi: Pick<Kpi, 'good'>,
  unit: UnitLabel,
  locale: string,
  answer: Answer,
  benchmark: Benchmark,
): string {
  const { level, name, population } = benchmark
  const of = population === null ? name : `${name}, ${population}`
  const amount = parseAnswerAmount(answer.value)
  const figures = figuresOf(unit, locale, answer)
  const middle = toNumber(level.kind === 'value' ? level.value : level.median)
  const said =
    level.kind === 'value'
      ? `${figures.promised(middle)}`
      : `quartiles ${figures.promised(toNumber(level.lower))}, ${figures.promised(middle)} and ${figures.promised(toNumber(level.upper))}`
  if (answer.state !== 'value' || amount === null) return `${of}: ${said}.`
  const value = figures.value(Number(answer.value))
  const quarter = quarterOf(kpi.good, amount, benchmark)
  if (quarter !== null && kpi.good !== 'between') return `${of}: ${value} is ${quarters[quarter]}; ${said}.`
  const gap = Number(answer.value) - middle
  const distance = figures.distance(gap)
  const mark = level.kind === 'value' ? said : `the median of ${figures.promised(middle)}`
  return `${of}: ${value} is ${distance === null ? 'at' : `${distance} ${gap < 0 ? 'below' : 'above'}`} ${mark}.`
}
