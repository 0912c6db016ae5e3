import type { Answer } from '../domain/answer.ts'
import { gapOf, heldAgainst } from '../domain/gap.ts'
import { gapWithUnit, numberStyle, toNumber, withUnit } from '../domain/number-format.ts'
import type { ScorecardRow } from '../domain/view.ts'
import { pointsOf } from './point.ts'
import { shownState, states, stateWord } from './states.ts'
import { type Chart, el, root, type Svg } from './svg.ts'
import type { Token } from './theme.ts'
import { words } from './words.ts'

export type BulletInput = Pick<ScorecardRow, 'answer' | 'unit' | 'good' | 'bands' | 'series'> & {
  readonly locale: string
}

const WIDTH = 160
const HEIGHT = 20
const MIDDLE = 80
/** One percent of the target is 4 px; beyond ± 20 % the bar ends in a point. */
const PER_UNIT = 400
const LIMIT = 76

/** The row bullet: its zero is the target, right is always better, so that a column of them ranks at a glance. */
export function bullet(input: BulletInput): Chart {
  const deviation = deviationOf(input)
  const look = states[shownState(input.answer)]
  const parts = [...bandParts(input.bands)]
  if (deviation !== null) parts.push(...barParts(deviation, look.exception ? look.shape : 'bar'))
  parts.push(el('rect', { x: MIDDLE - 1, y: 2, width: 2, height: 16, fill: deviation === null ? 'line-2' : 'tick' }))
  return { svg: root(WIDTH, HEIGHT, ...parts), sentence: sentence(input, deviation), table: table(input, deviation) }
}

/**
 * How far a value is from its target as a fraction of the target, positive when better; null where nothing can be
 * compared. A target of zero is measured against the largest value of the series instead.
 */
export function deviationOf(input: Pick<BulletInput, 'answer' | 'good' | 'series'>): number | null {
  const { answer } = input
  const value = answer.state === 'value' ? toNumber(answer.value) : null
  const against = heldAgainst(answer)
  if (value === null || against === null || answer.targetToDate === '0') return null
  const better = input.good === 'down' ? -1 : 1
  if (typeof against === 'object') return outsideBand(value, toNumber(against.low), toNumber(against.high))
  const target = toNumber(against)
  if (target === null) return null
  if (target !== 0) return (better * (value - target)) / Math.abs(target)
  const largest = Math.max(...pointsOf(input.series).map((point) => Math.abs(point.value ?? 0)), Math.abs(value))
  return largest === 0 ? 0 : (better * value * (LIMIT / PER_UNIT)) / largest
}

function outsideBand(value: number, low: number | null, high: number | null): number | null {
  if (low === null || high === null) return null
  if (value >= low && value <= high) return 0
  const edge = value < low ? low : high
  return edge === 0 ? -Math.abs(value) : -Math.abs(value - edge) / Math.abs(edge)
}

function bandParts(bands: BulletInput['bands']): readonly Svg[] {
  const off = bands.atRisk === null ? null : edge(bands.atRisk)
  const on = bands.onTrack === null ? null : edge(bands.onTrack)
  const parts: Svg[] = [el('rect', { x: 0, y: 5, width: WIDTH, height: 10, rx: 2, fill: 'band-on' })]
  if (on !== null) parts.push(left(on, 'band-risk'))
  if (off !== null) parts.push(left(off, 'band-off'))
  return parts
}

function edge(attainment: number): number {
  return Math.min(WIDTH, Math.max(0, MIDDLE + (attainment - 1) * PER_UNIT))
}

function left(until: number, fill: Token): Svg {
  const d = until <= 2 ? `M0 5H${until}V15H0Z` : `M2 5H${until}V15H2A2 2 0 0 1 0 13V7A2 2 0 0 1 2 5Z`
  return el('path', { d, fill })
}

function barParts(deviation: number, fill: Token): readonly Svg[] {
  const length = deviation * PER_UNIT
  if (Math.abs(length) < 0.5) return []
  if (Math.abs(length) <= LIMIT) {
    const x = length < 0 ? MIDDLE + length : MIDDLE
    return [el('rect', { x, y: 7, width: Math.abs(length), height: 6, fill })]
  }
  const side = length < 0 ? -1 : 1
  const end = MIDDLE + side * LIMIT
  return [el('path', { d: `M${MIDDLE} 7H${end}L${end + side * 4} 10L${end} 13H${MIDDLE}Z`, fill })]
}

function sentence(input: BulletInput, deviation: number | null): string {
  const { answer, locale } = input
  if (answer.state !== 'value') return words.nothingToCompare(stateWord(answer.state))
  if (deviation === null) return words.noTarget
  const share = shareText(Math.abs(deviation), locale)
  if (typeof answer.target === 'object') return deviation === 0 ? words.insideBand : words.outsideBand(share)
  if (toNumber(answer.target) === 0) return deviation === 0 ? words.atZero : words.awayFromZero
  if (Math.abs(deviation) < 0.0005) return words.atTarget
  return deviation < 0 ? words.behind(share) : words.ahead(share)
}

/** A fraction as a percentage with one decimal: `4.3 %`. */
export function shareText(fraction: number, locale: string): string {
  return withUnit(numberStyle({ kind: 'percent', symbol: '%' }, locale), fraction)
}

function table(input: BulletInput, deviation: number | null): Chart['table'] {
  const { columns } = words
  const value = toNumber(input.answer.value)
  const style = numberStyle(input.unit, input.locale, value)
  const target = targetText(input.answer, (number) => withUnit(style, number))
  const gap = gapOf(input.answer)
  const sign = deviation !== null && deviation < 0 ? '−' : '+'
  return {
    columns: [columns.value, columns.target, columns.gap, columns.against],
    rows: [
      [
        value === null ? stateWord(shownState(input.answer)) : withUnit(style, value),
        target,
        gap === null ? '' : gapWithUnit(style, gap),
        deviation === null ? '' : sign + shareText(Math.abs(deviation), input.locale),
      ],
    ],
  }
}

/** A target as text, a band as `low–high`, nothing as an empty text. */
export function targetText(answer: Pick<Answer, 'target'>, write: (value: number) => string): string {
  if (answer.target === null) return ''
  if (typeof answer.target === 'object') {
    const low = toNumber(answer.target.low)
    const high = toNumber(answer.target.high)
    return low === null || high === null ? '' : `${write(low)}–${write(high)}`
  }
  const target = toNumber(answer.target)
  return target === null ? '' : write(target)
}
