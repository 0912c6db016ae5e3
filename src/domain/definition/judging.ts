import { z } from 'zod'
import { parseDay } from '../../time/day.ts'
import type { Hysteresis, ScorePoint, ScoreRule, StatusRule } from '../catalog.ts'
import { decimalOf } from '../decimal.ts'
import { parseAmount } from './amount-text.ts'
import { type Document, type Path, textOf } from './document.ts'
import * as field from './fields.ts'
import { parseStatusRule } from './status-rule.ts'

const onTrack = () => field.statusRule().meta({ title: 'On track', description: 'When it is on track.' })
const atRisk = () =>
  field.statusRule().meta({ title: 'At risk', description: 'When it is at risk; else it is off track.' })
const offTrack = () =>
  field.statusRule().meta({ title: 'Off track', description: 'When it is off track, before the rules below.' })

/** A mapping of two rules, or a list that is read in order: the first rule that holds gives the status, else off-track. */
export const statusSchema = () =>
  z
    .union([
      z.strictObject({ 'on-track': onTrack().optional(), 'at-risk': atRisk().optional() }),
      z
        .array(
          z.union([
            z.strictObject({ 'on-track': onTrack() }),
            z.strictObject({ 'at-risk': atRisk() }),
            z.strictObject({ 'off-track': offTrack() }),
          ]),
        )
        .min(1),
    ])
    .meta({
      title: 'Status',
      description:
        'Rules on attainment (">= 95%"), on the value (">= 4.2", "inside 20 .. 30"), or for good: between on the target’s band ("inside", "inside +- 0.5", "inside -0.5 +1") or its attainment ("inside 95% .. 105% of target"). A list is read in order: the first rule that holds decides, else off track. Unless stated: on track from 100%, at risk from 95%; inside the band for good: between.',
    })

export type StatusSpec = z.infer<ReturnType<typeof statusSchema>>

export const hysteresisSchema = () =>
  z
    .strictObject({
      margin: field.amount().meta({
        title: 'Margin',
        description:
          'How far beyond its mark: "2%" of attainment where rules are percentages, else in units of the value.',
      }),
      since: field.date().meta({
        title: 'Since',
        description: 'The first day that counts: what a status was before is worked out from there, always alike.',
      }),
    })
    .meta({
      title: 'Hysteresis',
      description: 'A status once left for a worse one is given again only beyond its mark by a margin.',
    })

export type HysteresisSpec = z.infer<ReturnType<typeof hysteresisSchema>>

const mark = (title: string, score: number) =>
  field
    .amount()
    .optional()
    .meta({ title, description: `Where the score is ${score}: an attainment ("90%") or a value.` })

export const scoreSchema = () =>
  z
    .strictObject({
      worst: mark('Worst', 0),
      threshold: mark('Threshold', 50),
      target: mark('Target', 100).meta({
        title: 'Target',
        description: 'Where the score is 100; unless stated the period’s target.',
      }),
      stretch: mark('Stretch', 120),
      tolerance: z
        .union([
          field.amount(),
          z.strictObject({
            below: field.amount().meta({ title: 'Below', description: 'The distance below the band.' }),
            above: field.amount().meta({ title: 'Above', description: 'The distance above the band.' }),
          }),
        ])
        .optional()
        .meta({
          title: 'Tolerance',
          description: 'Only for good: between: how far outside the band the score has fallen from 100 to 0.',
        }),
    })
    .meta({
      title: 'Score',
      description:
        'How the value becomes a score, in straight lines between points. Unless stated: 0 at nothing, 50 at the at-risk mark, 100 from on track.',
    })

export type ScoreSpec = z.infer<ReturnType<typeof scoreSchema>>

/** One status rule as written, with its place in the document. */
export interface WrittenRule {
  readonly status: StatusRule['status']
  readonly text: string
  readonly path: Path
}

const statuses = ['on-track', 'at-risk', 'off-track'] as const

/** The status rules as written, in the order in which they are read. */
export function writtenRules(spec: StatusSpec | undefined): readonly WrittenRule[] {
  if (spec === undefined) return []
  const entries = Array.isArray(spec)
    ? spec.map((one, index) => ({ one, path: ['status', index] }))
    : [{ one: spec, path: ['status'] }]
  return entries.flatMap(({ one, path }) =>
    statuses.flatMap((status): WrittenRule[] => {
      const text = (one as Partial<Record<StatusRule['status'], string>>)[status]
      return text === undefined ? [] : [{ status, text, path: [...path, status] }]
    }),
  )
}

const usual: StatusSpec = { 'on-track': '>= 100%', 'at-risk': '>= 95%' }

/** The rules as written; unless stated attainment from 100 % and 95 %, or the band itself for `good: between`. */
export function statusRules(spec: StatusSpec | undefined, good: 'up' | 'down' | 'between'): StatusRule[] {
  const stated = spec ?? (good === 'between' ? { 'on-track': 'inside' } : usual)
  return writtenRules(stated).flatMap(({ status, text }): StatusRule[] => {
    const test = parseStatusRule(text)
    return test === null ? [] : [{ status, ...test }]
  })
}

export function hysteresisOf(document: Document, spec: HysteresisSpec | undefined): Hysteresis | null {
  const margin = parseAmount(textOf(document, ['hysteresis', 'margin']) ?? '')
  const since = parseDay(spec?.since ?? '')
  return margin === null || since === null ? null : { margin, since }
}

/** The named points of a score, from worst to best. */
export const scoreMarks = [
  ['worst', 0],
  ['threshold', 50],
  ['target', 100],
  ['stretch', 120],
] as const

/** Null where nothing is stated, or where it says nothing that could be used (which a rule reports). */
export function scoreOf(document: Document, spec: ScoreSpec | undefined): ScoreRule | null {
  if (spec === undefined) return null
  const amountAt = (...path: string[]) => parseAmount(textOf(document, ['score', ...path]) ?? '')
  if (spec.tolerance !== undefined) {
    const both = amountAt('tolerance')
    const [below, above] = [both ?? amountAt('tolerance', 'below'), both ?? amountAt('tolerance', 'above')]
    return below === null || above === null ? null : { kind: 'tolerance', below, above }
  }
  const percent = isPercent(document, spec)
  const points = scoreMarks.flatMap(([name, score]): ScorePoint[] => {
    const at = amountAt(name)
    if (at !== null) return [{ at, score }]
    if (name !== 'target') return []
    return [{ at: percent ? decimalOf(1) : 'target', score }]
  })
  return { kind: 'points', of: percent ? 'percent' : 'absolute', points }
}

/** Whether its points are attainments: they are written with a percent sign, all of them or none. */
export const isPercent = (document: Document, spec: ScoreSpec): boolean =>
  scoreMarks.some(([name]) => spec[name] !== undefined && (textOf(document, ['score', name]) ?? '').endsWith('%'))
