import type { Answer } from '../../domain/answer.ts'
import { toNumber } from '../../domain/number-format.ts'
import type { Line } from '../../query/collect.ts'
import type { World } from '../../query/evaluate.ts'
import { fillNumbers } from '../../query/numbers.ts'
import { isFinal } from '../forecast/final.ts'
import { dueUntil } from './answer.ts'
import type { Moment } from './moment.ts'
import { linesTo } from './through.ts'

/** The values of a line's periods as doubles in `into`, which holds NaN where there is none. */
export function numbersOf(world: World, moment: Moment, line: Line, into: Float64Array): void {
  const until = dueUntil(moment, line)
  for (const part of linesTo(moment, until === line.until ? line : { ...line, until })) {
    const whole = part.from === line.from && part.until === line.until
    fillNumbers(world, part, whole ? into : into.subarray(part.from - line.from, part.until - line.from))
  }
}

/** Takes out values of periods that may still change. */
export function keepFinal(numbers: Float64Array, from: number, final: (ordinal: number) => boolean): void {
  for (let index = 0; index < numbers.length; index++) if (!final(from + index)) numbers[index] = Number.NaN
}

/** The same read from the answers of lines. */
export function numbersIn(answers: readonly Answer[], lines: readonly Line[], final: boolean): readonly Float64Array[] {
  let at = 0
  return lines.map(({ from, until }) => {
    const own = answers.slice(at, (at += until - from))
    return Float64Array.from(own, (answer) => (final && !isFinal(answer) ? null : toNumber(answer.value)) ?? Number.NaN)
  })
}
