import type { DriversBaseline } from '../drivers-view.ts'
import type { Sentence } from './kpi.ts'
import { listed, within } from './words.ts'

export interface DriversSentenceInput {
  readonly name: string
  readonly grain: string
  readonly period: string
  readonly compare: DriversBaseline
  /** The baseline's name: `February 2026`, `the budget`. */
  readonly against: string
  /** Texts with their unit; null where there is no value. */
  readonly from: string | null
  readonly to: string | null
  /** Without its sign; null where it rounds to nothing. */
  readonly distance: string | null
  readonly direction: number
  readonly unfinished: boolean
  readonly cause: DriversCause | null
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
    }

/** What became of a number against its baseline, and what moved it most: `Gross margin fell 1.8 pp …` `Rates moved it: …` */
export function driversSentence(input: DriversSentenceInput): Sentence {
  const { name, grain, period, against, from, to, compare } = input
  if (input.unfinished)
    return {
      lead: `${sentenceStart(period)} is not over.`,
      rest: 'What moved it can be told when it is: a part of a period is no match for a whole one.',
    }
  if (to === null) return { lead: `There is no value for ${name} ${within(grain, period)}.`, rest: '' }
  if (from === null) {
    const missing = compare === 'budget' ? 'no target' : 'no value'
    return { lead: `${name} came to ${to} ${within(grain, period)}.`, rest: `There is ${missing} to hold it against.` }
  }
  return { lead: lead({ ...input, from, to }), rest: input.distance === null ? '' : cause(input.cause, against) }
}

const sentenceStart = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function lead(input: DriversSentenceInput & { readonly from: string; readonly to: string }): string {
  const { name, grain, period, compare, against, from, to, distance, direction } = input
  if (compare === 'budget') {
    if (distance === null) return `${name} came to ${to} ${within(grain, period)}, as budgeted.`
    const side = direction < 0 ? 'below' : 'above'
    return `${name} came to ${to} ${within(grain, period)}, ${distance} ${side} the budget of ${from}.`
  }
  if (distance === null) return `${name} stayed at ${to} ${within(grain, period)}, as in ${against}.`
  return `${name} ${direction < 0 ? 'fell' : 'rose'} ${distance} to ${to} ${within(grain, period)}, from ${from} in ${against}.`
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
  const kind = { rate: 'Rates more than mix', mix: 'Mix more than rates', both: 'Rates and mix alike' }[because]
  return `${most} ${kind}: rates ${rate}, mix ${mix}.`
}

const percent = (fraction: number): string => `${Math.round(fraction * 100)} %`

/** Why a dimension tells nothing exact. */
export const unsplitReasons = {
  overlap: 'Its members do not add up to the whole.',
  alone: 'It has fewer than two members with a value.',
  'no-targets': 'None of its members has a target of its own.',
  undefined: 'There is no value on one of the two sides.',
  many: 'It has too many members.',
} as const
