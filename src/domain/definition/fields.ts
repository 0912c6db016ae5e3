import { z } from 'zod'
import type { GrainName } from '../../time/calendar.ts'
import { compilePattern } from '../../time/date-text.ts'
import { parseDay } from '../../time/day.ts'
import { months } from '../../time/names.ts'
import { parseYearEnd } from '../../time/year-end.ts'
import { parseYearStart } from '../../time/year-start.ts'
import { validZone } from '../../time/zone.ts'
import { parseBaseline, periodBaselines } from '../baseline.ts'
import type { Issue, Place } from '../issue.ts'
import { parseUnit } from '../measure-unit.ts'
import { nearest } from '../nearest.ts'
import { parseAmount } from './amount-text.ts'
import { columnTypeWords, parseColumnType } from './column-type.ts'
import { definitionIssue } from './issues.ts'
import { parseStatusRule } from './status-rule.ts'

export const idPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/
export const namePattern = /^[a-z][a-z0-9_]*$/
const pathPattern = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/
const environmentPattern = /^[A-Z][A-Z0-9_]*$/
const nthPattern = /^(day|week|month|quarter|year) ([1-9]\d{0,2})$/
const durationPattern = /^(\d{1,3}) (days?|weeks?)$/
const stretchPattern = /^([1-9]\d{0,2}) (hour|day|week|month|quarter|year)s?$/

/** What a text must be, by name: its test and the issue of a text that fails it. */
export const textRules = {
  blank: { holds: (text) => text.trim() !== '', issue: (_, place) => definitionIssue('value/blank', {}, place) },
  id: {
    holds: (text) => idPattern.test(text) && text.length <= 80,
    issue: (found, place) => definitionIssue('value/id', { found, suggestion: idFrom(found, '-') }, place),
  },
  name: {
    holds: (text) => namePattern.test(text) && text.length <= 60,
    issue: (found, place) => definitionIssue('value/name', { found, suggestion: idFrom(found, '_') }, place),
  },
  path: {
    holds: (text) => pathPattern.test(text),
    issue: (found, place) => definitionIssue('value/path', { found }, place),
  },
  date: {
    holds: (text) => parseDay(text) !== null,
    issue: (found, place) => definitionIssue('value/date', { found }, place),
  },
  zone: { holds: validZone, issue: (found, place) => definitionIssue('value/zone', { found }, place) },
  yearStart: {
    holds: (text) => parseYearStart(text) !== null,
    issue: (found, place) => definitionIssue('value/year-start', { found, near: nearest(found, months) }, place),
  },
  yearEnd: {
    holds: (text) => parseYearEnd(text) !== null,
    issue: (found, place) => definitionIssue('value/year-end', { found }, place),
  },
  currency: {
    holds: (text) => /^[A-Z]{3}$/.test(text),
    issue: (found, place) => definitionIssue('value/currency', { found }, place),
  },
  locale: {
    holds: (text) => /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/.test(text),
    issue: (found, place) => definitionIssue('value/locale', { found }, place),
  },
  amount: {
    holds: (text) => parseAmount(text) !== null,
    issue: (found, place) => definitionIssue('value/amount', { found }, place),
  },
  duration: {
    holds: (text) => durationPattern.test(text),
    issue: (found, place) => definitionIssue('value/duration', { found }, place),
  },
  stretch: {
    holds: (text) => stretchPattern.test(text),
    issue: (found, place) => definitionIssue('value/stretch', { found }, place),
  },
  baseline: {
    holds: (text) => text !== 'benchmark' && parseBaseline(text, []) !== null,
    issue: (found, place) => definitionIssue('value/baseline', { found, near: nearest(found, periodBaselines) }, place),
  },
  nth: {
    holds: (text) => nthPattern.test(text),
    issue: (found, place) => definitionIssue('value/nth', { found }, place),
  },
  statusRule: {
    holds: (text) => parseStatusRule(text) !== null,
    issue: (found, place) => definitionIssue('value/status-rule', { found }, place),
  },
  columnType: {
    holds: (text) => parseColumnType(text) !== null,
    issue: (found, place) => {
      const word = found.split(/[\s(]/)[0] ?? found
      const near = columnTypeWords.includes(word) ? [] : nearest(word, columnTypeWords)
      return definitionIssue('value/column-type', { found, near }, place)
    },
  },
  unit: {
    holds: (text) => parseUnit(text).ok,
    issue: (found, place) => {
      const read = parseUnit(found)
      const detail = read.ok ? '' : (read.issues[0]?.message ?? '')
      return definitionIssue('value/unit', { found, detail }, place)
    },
  },
  environmentName: {
    holds: (text) => environmentPattern.test(text),
    // What was written may be the secret itself: it is not repeated.
    issue: (_, place) => definitionIssue('value/environment-name', {}, place),
  },
  datePattern: {
    holds: isDatePattern,
    issue: (found, place) => definitionIssue('value/date-pattern', { found }, place),
  },
} satisfies Record<string, { holds: (text: string) => boolean; issue: (found: string, place: Place) => Issue }>

export type TextRule = keyof typeof textRules

/** Whether a name is one of the rules above (zod hands them back as plain data). */
export const isTextRule = (name: unknown): name is TextRule =>
  typeof name === 'string' && Object.hasOwn(textRules, name)

const ruled = (rule: TextRule) => z.string().refine(textRules[rule].holds, { params: { rule } })

/** Words for people: anything but blank. */
export const text = () => ruled('blank')
export const id = () => ruled('id').meta({ pattern: idPattern.source })
/** The id of another document; whether it exists is a rule of the whole workspace. */
export const reference = (kind: string) => ruled('blank').meta({ references: kind })
export const columnName = () => ruled('name').meta({ pattern: namePattern.source })
export const path = () => ruled('path').meta({ pattern: pathPattern.source })
export const date = () => ruled('date').meta({ format: 'date' })
export const zone = () => ruled('zone')
/** A month, or a day of one: `april`, `6 april`. */
export const yearStart = () => ruled('yearStart')
/** When a year of whole weeks ends: `nearest saturday to 31 january`, `last saturday of august`. */
export const yearEnd = () => ruled('yearEnd')
export const currency = () => ruled('currency').meta({ pattern: '^[A-Z]{3}$' })
export const locale = () => ruled('locale')
export const duration = () => ruled('duration').meta({ pattern: durationPattern.source })
export const stretch = () => ruled('stretch').meta({ pattern: stretchPattern.source })
export const baseline = () => ruled('baseline')
export const nth = () => ruled('nth').meta({ pattern: nthPattern.source })
export const statusRule = () => ruled('statusRule')
export const columnType = () => ruled('columnType')
/** The name of an environment variable, which holds what must not stand in a document. */
export const environmentName = () => ruled('environmentName').meta({ pattern: environmentPattern.source })
export const datePattern = () => ruled('datePattern')
export const formula = () => ruled('blank').meta({ format: 'formula' })
/** A number or a text such as "12_000_000" or "5%"; read from the written text, never through a float. */
export const amount = () => z.union([z.number(), ruled('amount')])
/** A unit of measure; the bare number 1 is the pure number. */
export const measureUnit = () => z.union([ruled('unit'), z.literal(1)])
/** A word of the data, such as a dimension's member: numbers and booleans are taken as written. */
export const word = () => z.union([z.string(), z.number(), z.boolean()])
export const words = () => z.union([word(), z.array(word()).min(1)])

/** Days of a duration text that passed `duration()`. */
export function durationDays(text: string): number {
  const found = durationPattern.exec(text)
  return Number(found?.[1] ?? 0) * (found?.[2]?.startsWith('week') ? 7 : 1)
}

/** Number and grain of a text that passed `stretch()`. */
export function stretchOf(text: string): { readonly periods: number; readonly grain: string } {
  const found = stretchPattern.exec(text)
  return { periods: Number(found?.[1] ?? 1), grain: found?.[2] ?? 'day' }
}

/** Grain and number of a text that passed `nth()`. */
export function nthOf(text: string): { readonly grain: GrainName; readonly number: number } {
  const [, grain, number] = nthPattern.exec(text) ?? []
  return { grain: (grain ?? 'day') as GrainName, number: Number(number ?? 1) }
}

/** What an id or name most likely should have been: small letters, digits and one joining sign. */
function idFrom(found: string, joint: '-' | '_'): string {
  const parts = found
    .normalize('NFKD')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  const made = (parts ?? []).join(joint)
  return joint === '_' ? made.replace(/^[0-9_]+/, '') : made
}

function isDatePattern(text: string): boolean {
  try {
    compilePattern(text)
    return true
  } catch {
    return false
  }
}
