import { day, parseDay, printDay } from '../../time/day.ts'
import { dayLabel } from '../../time/instant-label.ts'
import type { Answer, Comparison, ElapsedPart } from '../answer.ts'
import type { Baseline } from '../baseline.ts'
import { toNumber } from '../number-format.ts'
import type { UnitLabel } from '../view.ts'
import { figuresOf, percentage } from './figures.ts'
import { counted, listed } from './words.ts'

/** A baseline in words: `June 2026, first 8 days`, `Jun 26, 8 d`, and inside a sentence `the first 8 days of June 2026`. */
export interface BaselineWords {
  readonly label: string
  readonly short: string
  readonly phrase: string
}

/** A period's name, whole and in few letters. */
export interface Named {
  readonly label: string
  readonly short: string
}

/** Parts of more days than this are told by their last one. */
const countedDays = 31
const isLong = (part: ElapsedPart): boolean => part.of === 'day' && part.count > countedDays

/**
 * What a comparison stands on, in English; `named` is its period's name where it is one period. Holidays that it has not, or
 * has alone, are told.
 */
export function baselineWords(
  baseline: Baseline,
  comparison: Pick<Comparison, 'start' | 'end' | 'part' | 'holidays'>,
  named: Named | null,
  locale: string,
): BaselineWords {
  const words = daysOf(baseline, comparison, named, locale)
  const feasts = feastWords(comparison)
  return feasts === '' ? words : { ...words, label: words.label + feasts, phrase: words.phrase + feasts }
}

/** `, without Easter Monday`, `, with Good Friday and Easter Monday`. */
function feastWords({ holidays }: Pick<Comparison, 'holidays'>): string {
  const { here = [], there = [] } = holidays ?? {}
  const told = (word: string, names: readonly string[]) => (names.length === 0 ? '' : `, ${word} ${listedFew(names)}`)
  return told('without', here) + told('with', there)
}

const listedFew = (names: readonly string[]): string =>
  names.length <= 3 ? listed(names) : listed([...names.slice(0, 2), `${names.length - 2} more holidays`])

function daysOf(
  baseline: Baseline,
  comparison: Pick<Comparison, 'start' | 'end' | 'part'>,
  named: Named | null,
  locale: string,
): BaselineWords {
  const { part } = comparison
  const last = lastDay(comparison.end)
  if (baseline.kind === 'benchmark') return all('the benchmark', 'benchmark')
  if (baseline.kind === 'version') return versionWords(baseline.version, part, locale)
  if (baseline.kind === 'average') {
    const mean = `mean of ${baseline.periods} before`
    if (part === null) return { label: mean, short: `mean of ${baseline.periods}`, phrase: `the ${mean}` }
    const first = firstDays(part, locale)
    return {
      label: `${mean}, ${first.long}`,
      short: `mean of ${baseline.periods}, ${first.short}`,
      phrase: `the ${mean}, ${first.long}`,
    }
  }
  if (named === null) return all(range(comparison, locale), 'a year before')
  if (part === null) return { ...named, phrase: named.label }
  if (isLong(part)) {
    const until = dayLabel(last, locale)
    return {
      label: `${named.label}, to ${until}`,
      short: `${named.short}, to ${dayLabel(last, locale, last)}`,
      phrase: `${named.label} to ${until}`,
    }
  }
  const first = firstDays(part, locale)
  return {
    label: `${named.label}, ${first.long}`,
    short: `${named.short}, ${first.short}`,
    phrase: `the ${first.long} of ${named.label}`,
  }
}

const shortly: Readonly<Record<ElapsedPart['of'], string>> = { day: 'd', 'working-day': 'wd' }

const all = (text: string, short: string): BaselineWords => ({ label: text, short, phrase: text })

function versionWords(version: string, part: ElapsedPart | null, locale: string): BaselineWords {
  if (part === null) return all(version, version)
  const text = `${version} to ${dayLabel(part.through, locale)}`
  return all(text, `${version} to ${dayLabel(part.through, locale, part.through)}`)
}

/** `first 8 days`, `8 d`; of what is long `to 8 Jul 2026`. */
function firstDays(part: ElapsedPart, locale: string): { readonly long: string; readonly short: string } {
  if (isLong(part)) {
    const until = dayLabel(part.through, locale, part.through)
    return { long: `to ${until}`, short: `to ${until}` }
  }
  const noun = part.of === 'day' ? 'day' : 'working day'
  return {
    long: `first ${part.count === 1 ? noun : counted(part.count, noun)}`,
    short: `${part.count} ${shortly[part.of]}`,
  }
}

/** Which days were read on both sides: `1 Jun to 8 Jun 2026 beside 1 Jul to 8 Jul 2026`; null where whole periods meet. */
export function daysWords(
  answer: Pick<Answer, 'start'>,
  comparison: Pick<Comparison, 'start' | 'end' | 'part'>,
  locale: string,
): string | null {
  const { part } = comparison
  if (part === null || comparison.start === null) return null
  return `${range(comparison, locale)} beside ${daySpan(answer.start, part.through, locale)}`
}

const range = ({ start, end }: Pick<Comparison, 'start' | 'end'>, locale: string): string =>
  daySpan(start, lastDay(end), locale)

function daySpan(start: string | null, last: string | null, locale: string): string {
  if (start === last) return dayLabel(start, locale)
  return `${dayLabel(start, locale, last)} to ${dayLabel(last, locale)}`
}

function lastDay(end: string | null): string | null {
  const parsed = parseDay(end ?? '')
  return parsed === null ? null : printDay(day(parsed - 1))
}

/** How a value stands to a baseline: `4.2 % above the first 8 days of June 2026`, percentages in pp. Null where nobody can say. */
export function besideWords(
  unit: UnitLabel,
  locale: string,
  answer: Pick<Answer, 'value' | 'target'>,
  { difference, relative }: Pick<Comparison, 'difference' | 'relative'>,
  { phrase }: BaselineWords,
): string | null {
  const by = toNumber(difference)
  if (by === null) return null
  const figures = figuresOf(unit, locale, answer)
  const share = unit.kind === 'percent' || relative === null ? null : percentage(Math.abs(relative), locale)
  const distance = share === null ? figures.distance(by) : /[1-9]/.test(share) ? share : null
  if (distance === null) return `level with ${phrase}`
  return `${distance} ${by < 0 ? 'below' : 'above'} ${phrase}`
}
