import type { Answer } from './answer.ts'

/** Why a tracked reading, target or status became another. */
export type ChangeCause = 'first' | 'new-data' | 'restatement' | 'new-definition' | 'new-target' | 'time' | 'override'

/** A tracked item: KPI × scope × period. */
export interface Item {
  readonly kpi: string
  readonly scope: string
  readonly period: string
}

/** One difference of a tracked item: immutable. `before`/`after` are Answers as JSON. */
export interface Change {
  readonly id: number
  readonly at: string
  readonly kpi: string
  readonly scope: string
  readonly period: string
  readonly cause: ChangeCause
  readonly before: string | null
  readonly after: string
  readonly catalogRevision: string
  readonly factsRevision: string
}

/** A change to be recorded, with the first day of its period (ISO) and its reading as text. */
export type NewChange = Omit<Change, 'id'> & { readonly start: string | null; readonly reading: string }

/** What was last recorded of a tracked item: in which change, and its reading as text; null where that was not kept. */
export interface TrackedReading extends Item {
  readonly change: number
  readonly reading: string | null
}

/** How an item is named in maps. */
export const itemKey = ({ kpi, scope, period }: Item): string => `${kpi}\t${scope}\t${period}`

/** Doubles of the same rows may differ in their last digits, by the order in which they were added. */
const noise = 1e-12

/** What two answers of one item are compared by. */
export type Compared = Pick<Answer, 'state' | 'value' | 'target' | 'status' | 'override'>

/** That as text: answers with the same text do not differ. */
export function readingText({ state, value, target, status, override }: Compared): string {
  const plain = [state, value, target, status]
  return JSON.stringify(override === undefined ? plain : [...plain, override])
}

export function parseReading(text: string): Compared {
  const [state, value, target, status, override]: [
    Compared['state'],
    Compared['value'],
    Compared['target'],
    Compared['status'],
    Compared['override'],
  ] = JSON.parse(text)
  const plain = { state, value, target, status }
  return override === undefined ? plain : { ...plain, override }
}

/** Whether two answers of one KPI, scope and period differ in reading, target or status; nothing else is a change. */
export const differs = (before: Compared, after: Compared): boolean =>
  !sameReading(before, after) ||
  !sameOverride(before, after) ||
  !sameReading(calculated(before), calculated(after)) ||
  !sameTarget(before, after) ||
  before.status !== after.status

const sameOverride = (a: Compared, b: Compared): boolean => a.override?.id === b.override?.id

/** What rows say, whatever a person set. */
export const calculated = (answer: Compared): Read => answer.override?.calculated ?? answer

type Read = Pick<Answer, 'state' | 'value'>

function sameReading(a: Read, b: Read): boolean {
  if (a.state !== b.state) return false
  if (typeof a.value !== 'number' || typeof b.value !== 'number') return a.value === b.value
  return Math.abs(a.value - b.value) <= noise * Math.max(Math.abs(a.value), Math.abs(b.value))
}

/**
 * Whether a reading is another than the published one by more than a part of it: a tolerance of 0.001 lets 1,000 become 1,001
 * without a word. Without a tolerance every difference counts; a value that came or went always does.
 */
export function restates(published: Answer, now: Answer, tolerance: number | null): boolean {
  if (sameReading(published, now)) return false
  if (published.value === null || now.value === null || tolerance === null) return true
  return Math.abs(Number(now.value) - Number(published.value)) > tolerance * Math.abs(Number(published.value))
}

const sameTarget = (a: Compared, b: Compared): boolean => targetText(a) === targetText(b)

const targetText = ({ target }: Compared): string =>
  target !== null && typeof target === 'object' ? `${target.low} ${target.high}` : String(target)

/** What happened since an item was last recorded, each with its instant (ISO); null where it did not. */
export interface Since {
  /** A document that its calculation rests on became another. */
  readonly definition: string | null
  /** Rows that may lie in its period came or went. */
  readonly rows: string | null
  /** Any rows of its datasets came or went. */
  readonly otherRows: string | null
  /** Something in the catalog became another. */
  readonly catalog: boolean
}

/**
 * The cause of a difference: the latest of the events that can have made it, since items are evaluated after each of them. A
 * finished period's final value that new rows change is a restatement. What no event explains, the passing of time does.
 */
export function causeOf(before: Answer, after: Answer, since: Since): ChangeCause {
  if (!sameOverride(before, after)) return 'override'
  if (sameReading(calculated(before), calculated(after))) {
    if (!sameTarget(before, after)) return 'new-target'
    return since.catalog ? 'new-definition' : 'time'
  }
  const rows = since.rows ?? (since.definition === null ? since.otherRows : null)
  if (since.definition !== null && (rows === null || since.definition > rows)) return 'new-definition'
  if (rows !== null) return wasFinal(before, after) ? 'restatement' : 'new-data'
  return since.catalog ? 'new-definition' : 'time'
}

/** A value had been given, and by now it should no longer have changed. */
const wasFinal = (before: Answer, after: Answer): boolean =>
  calculated(before).state === 'value' && !after.flags.includes('provisional') && !after.flags.includes('unfinished')
