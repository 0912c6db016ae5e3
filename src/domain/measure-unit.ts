import { issueEntry, issueMaker } from './issue.ts'
import { plural, singular } from './noun.ts'
import { isRowCurrency } from './rates/rule.ts'
import { failed, ok, type Result } from './result.ts'

/**
 * A unit of measure: a product of integer powers of currencies, times and counted nouns.
 * `{}` is a pure number (ratios, percentages). EUR per order is `{ EUR: 1, order: -1 }`.
 */
export type MeasureUnit = Readonly<Record<string, number>>

/** The unit of ratios and percentages. */
export const pure: MeasureUnit = {}

/** Mistakes in a unit's text; the message continues a sentence. */
export const unitIssues = {
  'unit/empty': issueEntry<object>({
    title: 'A unit of measure that says nothing',
    says: () => 'it is empty.',
    hint: () => 'Write EUR, %, orders, EUR / order, days, or 1 for a pure number.',
    example: {},
  }),
  'unit/factor': issueEntry<{ after: string }>({
    title: 'A factor is missing',
    says: (p) => (p.after === '' ? 'a word was expected at its start.' : `a word was expected after "${p.after}".`),
    hint: () => 'Write factors with one / or * between them, such as EUR / order.',
    example: { after: 'EUR /' },
  }),
  'unit/word': issueEntry<{ word: string }>({
    title: 'A word that is no unit',
    says: (p) => `"${p.word}" is not a currency, a time or a counted noun.`,
    hint: () => 'Currencies are three capitals; nouns are words of letters, such as order lines.',
    example: { word: 'EUR?' },
  }),
  'unit/long': issueEntry<object>({
    title: 'A unit of measure that is too long',
    says: () => 'it is too long.',
    hint: () => 'Keep it within 80 characters and powers within 9.',
    example: {},
  }),
}

const issue = issueMaker(unitIssues)
const longest = 80
const times: ReadonlyMap<string, string> = new Map(
  ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'].flatMap((time) => [
    [time, time],
    [`${time}s`, time],
  ]),
)
const timeNames = new Set(times.values())
const noun = /^\p{L}[\p{L}\p{M}\d]*(?:[ '’-][\p{L}\p{M}\d]+)*$/u

/** What a factor of a unit is; times are second, minute, hour, day, week, month, quarter and year. */
export function factorKind(name: string): 'currency' | 'time' | 'noun' {
  if (/^[A-Z]{3}$/.test(name) || isRowCurrency(name)) return 'currency'
  return timeNames.has(name) ? 'time' : 'noun'
}

/** Reads `EUR`, `%`, `1`, `orders`, `EUR / order`, `EUR per order`, `person * days`, `orders / month^2`; nouns become singular. */
export function parseUnit(text: string): Result<MeasureUnit> {
  if (text.trim() === '') return failed(issue('unit/empty', {}, {}))
  if (text.length > longest) return failed(issue('unit/long', {}, {}))
  const parts = text.trim().split(/(\s*[/*·×]\s*|\s+per\s+|^per\s+)/u)
  let unit: MeasureUnit = pure
  for (let index = 0; index < parts.length; index += 2) {
    const written = (parts[index] ?? '').trim()
    if (written === '') return failed(issue('unit/factor', { after: parts.slice(0, index).join('').trim() }, {}))
    const factor = parseFactor(written)
    if (factor === null) return failed(issue('unit/word', { word: written }, {}))
    unit = /^(\s*\/|\s*per\s)/.test(parts[index - 1] ?? '') ? divide(unit, factor) : multiply(unit, factor)
  }
  return Object.values(unit).some((exponent) => Math.abs(exponent) > 9) ? failed(issue('unit/long', {}, {})) : ok(unit)
}

function parseFactor(written: string): MeasureUnit | null {
  const [, word = '', exponent] = /^(.*?)(?:\s*\^\s*(-?\d))?$/su.exec(written) ?? []
  const base = word === '%' || word === '1' || word.toLowerCase() === 'percent' ? pure : nounUnit(word)
  return base === null ? null : power(base, exponent === undefined ? 1 : Number(exponent))
}

/** The unit that counts things of one name (`order line`), or measures in a currency or time of that name; null where it is no word. */
export function nounUnit(word: string): MeasureUnit | null {
  if (factorKind(word) === 'currency') return { [word]: 1 }
  if (!noun.test(word)) return null
  const lower = word.toLowerCase().replace(/\s+/g, ' ')
  return Object.fromEntries([[times.get(lower) ?? singular(lower), 1]])
}

export const multiply = (a: MeasureUnit, b: MeasureUnit): MeasureUnit => combine(a, b, 1)
export const divide = (a: MeasureUnit, b: MeasureUnit): MeasureUnit => combine(a, b, -1)

/** Every exponent times `exponent`, a whole number. */
export const power = (a: MeasureUnit, exponent: number): MeasureUnit =>
  exponent === 0 ? pure : Object.fromEntries(Object.entries(a).map(([name, own]) => [name, own * exponent]))

function combine(a: MeasureUnit, b: MeasureUnit, sign: 1 | -1): MeasureUnit {
  const exponents = new Map(Object.entries(a))
  for (const [name, exponent] of Object.entries(b)) exponents.set(name, (exponents.get(name) ?? 0) + sign * exponent)
  return Object.fromEntries([...exponents].filter(([, exponent]) => exponent !== 0))
}

export const isPure = (unit: MeasureUnit): boolean => Object.keys(unit).length === 0

export function same(a: MeasureUnit, b: MeasureUnit): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
}

/** A ratio of counted nouns such as complaints / order: a share, which may be shown as a percentage. */
export function isShare(unit: MeasureUnit): boolean {
  const factors = Object.entries(unit)
  const degree = factors.reduce((sum, [, exponent]) => sum + exponent, 0)
  return degree === 0 && factors.every(([name]) => factorKind(name) === 'noun')
}

/**
 * Whether a KPI may be measured in `declared` when its calculation gives `computed`. Besides equal units: a ratio of counted
 * nouns may be shown as a percentage, and a pure number as points.
 */
export const compatible = (declared: MeasureUnit, computed: MeasureUnit): boolean =>
  same(declared, computed) || (isPure(declared) && isShare(computed)) || (same(declared, points) && isPure(computed))

const points: MeasureUnit = { point: 1 }

/** `EUR`, `orders`, `EUR / order`, `1 / month`; `1` for a pure number. `parseUnit` reads it back. */
export function printUnit(unit: MeasureUnit): string {
  const factors = Object.entries(unit).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
  const above = factors.filter(([, exponent]) => exponent > 0)
  const below = factors.filter(([, exponent]) => exponent < 0)
  const top = above.map(([name, exponent], index) => {
    const counted = index === above.length - 1 && factorKind(name) !== 'currency'
    return raised(counted ? plural(name) : name, exponent)
  })
  const bottom = below.map(([name, exponent]) => ` / ${raised(name, -exponent)}`)
  return (top.join(' * ') || '1') + bottom.join('')
}

const rank = (name: string): number => ['currency', 'noun', 'time'].indexOf(factorKind(name))
const raised = (name: string, exponent: number): string => (exponent === 1 ? name : `${name}^${exponent}`)
