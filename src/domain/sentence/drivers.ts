import type { DriversBaseline } from '../drivers-view.ts'
import type { Sentence } from './kpi.ts'
import { listed, within } from './words.ts'

export interface DriversSentenceInput {
  readonly name: string
  readonly grain: string
  readonly period: string
  readonly basis: DriversBaseline['kind']
  /** The baseline's name: `February 2026`, `the budget`, `what was expected`. */
  readonly against: string
  /** Texts with their unit; null where there is no value. */
  readonly from: string | null
  readonly to: string | null
  /** Without its sign; null where it rounds to nothing. */
  readonly distance: string | null
  readonly direction: number
  readonly unfinished: boolean
  /** Null where nothing was foretold. */
  readonly expectation: ExpectationWords | null
  readonly cause: DriversCause | null
}

/** How a value lies to what was expected of it. */
export interface ExpectationWords {
  /** The last period that was learnt from. */
  readonly learntTo: string
  /** The narrowest range that holds the value, else the widest; null where nothing is known of the spread. */
  readonly range: { readonly level: number; readonly text: string } | null
  readonly inside: boolean
  readonly caution: string | null
}

/** What moved it most, with its effect as signed text. */
export type DriversCause =
  | { readonly kind: 'driver'; readonly name: string; readonly effect: string }
  | {
      readonly kind: 'members'
      readonly dimension: string
      readonly members: readonly string[]
      readonly effect: string
      /** Fraction of the change. */
      readonly explained: number
      readonly because: 'rate' | 'mix' | 'both' | 'paradox' | null
      readonly rate: string
      readonly mix: string
      /** Named members whose ratio everything inside them contradicts. */
      readonly turned: readonly { readonly member: string; readonly by: string }[]
    }

/** What became of a number against its baseline, and what moved it most: `Gross margin fell 1.8 pp …` `Rates moved it: …` */
export function driversSentence(input: DriversSentenceInput): Sentence {
  const { name, grain, period, against, from, to, basis } = input
  if (input.unfinished)
    return {
      lead: `${sentenceStart(period)} is not over.`,
      rest: 'What moved it can be told when it is: a part of a period is no match for a whole one.',
    }
  if (to === null) return { lead: `There is no value for ${name} ${within(grain, period)}.`, rest: '' }
  if (from === null) {
    const missing = { promise: 'no target', expected: 'no forecast', earlier: 'no value' }[basis]
    return { lead: `${name} came to ${to} ${within(grain, period)}.`, rest: `There is ${missing} to hold it against.` }
  }
  const moved = input.distance === null ? '' : cause(input.cause, against)
  const usual = input.expectation === null ? '' : usualness(input.expectation)
  return { lead: lead({ ...input, from, to }), rest: [usual, moved].filter((text) => text !== '').join(' ') }
}

const sentenceStart = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function lead(input: DriversSentenceInput & { readonly from: string; readonly to: string }): string {
  const { name, grain, period, basis, against, from, to, distance, direction } = input
  const came = `${name} came to ${to} ${within(grain, period)}`
  const side = direction < 0 ? 'below' : 'above'
  if (basis === 'promise')
    return distance === null ? `${came}, as ${against} says.` : `${came}, ${distance} ${side} ${against} of ${from}.`
  if (basis === 'expected') {
    const learnt = input.expectation === null ? '' : ` from data up to ${input.expectation.learntTo}`
    return distance === null
      ? `${came}, as expected${learnt}.`
      : `${came}, ${distance} ${side} the ${from} expected${learnt}.`
  }
  if (distance === null) return `${name} stayed at ${to} ${within(grain, period)}, as in ${against}.`
  return `${name} ${direction < 0 ? 'fell' : 'rose'} ${distance} to ${to} ${within(grain, period)}, from ${from} in ${against}.`
}

function usualness({ range, inside, caution }: ExpectationWords): string {
  if (range === null) return caution ?? 'How far such values usually lie from a forecast is not known.'
  const level = percent(range.level)
  const chance = range.level <= 0.8 ? ', so that chance alone may have moved it' : ''
  return inside
    ? `It lies inside the range of ${level}, ${range.text}${chance}.`
    : `It lies outside the range of ${level}, ${range.text}, where chance alone puts one value in twenty.`
}

function cause(found: DriversCause | null, against: string): string {
  if (found === null) return ''
  if (found.kind === 'driver') return `${found.name} moved it most: ${found.effect}.`
  const { dimension, members, effect, explained, because, rate, mix } = found
  const names = listed(members)
  if (because === 'paradox')
    return `No ${dimension} moved that way itself: shares shifted between them since ${against} (mix ${mix}, rates ${rate}).`
  const most =
    explained > 1.005
      ? `${names} (${dimension}) made more than all of it: ${effect}; others took some back.`
      : `${names} (${dimension}) made most of it: ${effect}, ${percent(explained)} of it.`
  if (because === null) return most
  const inside = found.turned.map(
    ({ member, by }) => ` Inside ${member} no ${by} moved that way itself: shares shifted between them.`,
  )
  const kind = { rate: 'Rates more than mix', mix: 'Mix more than rates', both: 'Rates and mix alike' }[because]
  return `${most} ${kind}: rates ${rate}, mix ${mix}.${inside.join('')}`
}

const percent = (fraction: number): string => `${Math.round(fraction * 100)} %`

/** `product_category` as `product category`, a crossing as `region and product`. */
export const spokenDimension = (dimension: string): string => dimension.replaceAll('/', ' and ').replace(/[._-]/g, ' ')

/** Why a dimension tells nothing exact. */
export const unsplitReasons = {
  overlap: 'Its members do not add up to the whole.',
  alone: 'It has fewer than two members with a value.',
  'no-targets': 'None of its members has a target of its own.',
  'not-foretold': 'None of its members can be foretold.',
  'whole-rate': 'Of a rate only the whole is promised or foretold, not its numerator and denominator.',
  undefined: 'There is no value on one of the two sides.',
} as const
