import type { Issue } from '../issue.ts'
import { failed, ok, type Result } from '../result.ts'
import type { Span } from './ast.ts'
import { formulaIssue } from './issues.ts'

/** One word of a formula. `name` is a function or a column path; keywords are in lower case whatever was written. */
export type Token =
  | { readonly kind: 'number'; readonly text: string; readonly percent: boolean; readonly at: Span }
  | { readonly kind: 'text'; readonly value: string; readonly at: Span }
  | { readonly kind: 'kpi'; readonly id: string; readonly at: Span }
  | { readonly kind: 'name'; readonly text: string; readonly at: Span }
  | { readonly kind: 'keyword'; readonly text: string; readonly at: Span }
  | { readonly kind: 'symbol'; readonly text: string; readonly at: Span }
  | { readonly kind: 'end'; readonly at: Span }

/** Words that cannot name a column. */
export const keywords: ReadonlySet<string> = new Set(['where', 'and', 'or', 'not', 'in', 'is', 'null', 'true', 'false'])

const blank = /\s+/uy
const number = /(?:\d[\d_]*)?\.?\d[\d_]*/y
const numberRest = /[\p{L}\d_.]*/uy
const soundNumber = /^(?:\d+(?:_\d+)*)?(?:\.\d+(?:_\d+)*)?$/
const percent = /\s*%/uy
const name = /[\p{L}_][\p{L}\p{M}\d_]*(?:\.[\p{L}_][\p{L}\p{M}\d_]*)*/uy
const text = /'((?:[^']|'')*)'/uy
const kpi = /\[([^\]]*)\]/uy
const symbol = /<>|<=|>=|!=|[-+*/=<>(),]/y
const kpiId = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** What people write from other languages, and what formulas write instead. */
const foreign: readonly (readonly [string, string])[] = [
  ['==', 'Write = to compare.'],
  ['&&', 'Write and.'],
  ['||', 'Write or.'],
  ['!', 'Write not, or != to compare.'],
  ['&', 'Write and.'],
  ['|', 'Write or.'],
  ['**', 'Write the multiplication out: x * x.'],
  ['^', 'Write the multiplication out: x * x.'],
  ['%', 'A percent sign follows a number: 5%.'],
  ['"', "Texts stand in single quotes: 'north'."],
  ['“', "Texts stand in single quotes: 'north'."],
  ['”', "Texts stand in single quotes: 'north'."],
  ['‘', "Texts stand in straight single quotes: 'north'."],
  ['’', "Texts stand in straight single quotes: 'north'."],
  ['`', 'Write column names without quotes.'],
  ['−', 'Write - for minus.'],
  ['–', 'Write - for minus.'],
  ['×', 'Write * to multiply.'],
  ['÷', 'Write / to divide.'],
  ['≤', 'Write <=.'],
  ['≥', 'Write >=.'],
  ['≠', 'Write !=.'],
  [';', 'Arguments are separated by commas; a formula is one expression.'],
  ['{', 'Lists stand in parentheses.'],
  [']', 'Write [kpi-id].'],
]

/** The tokens of a formula with an `end` at its end, or the first mistake. */
export function lex(source: string): Result<readonly Token[]> {
  const tokens: Token[] = []
  let from = 0
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = from
    return pattern.exec(source)
  }
  for (;;) {
    from += match(blank)?.[0].length ?? 0
    if (from >= source.length) break
    const token = next(source, from, match)
    if (!('kind' in token)) return failed(token)
    tokens.push(token)
    from = token.at.to
  }
  tokens.push({ kind: 'end', at: { from: source.length, to: source.length } })
  return ok(tokens)
}

type Match = (pattern: RegExp) => RegExpExecArray | null

function next(source: string, from: number, match: Match): Token | Issue {
  const at = (to: number): Span => ({ from, to })
  const place = { column: from + 1 }
  const word = match(name)?.[0]
  if (word !== undefined) {
    const lower = word.toLowerCase()
    const kind = keywords.has(lower) ? 'keyword' : 'name'
    return { kind, text: kind === 'keyword' ? lower : word, at: at(from + word.length) }
  }
  if (match(number) !== null) return numberToken(source, from, match)
  const quoted = match(text)
  if (quoted !== null) {
    return { kind: 'text', value: (quoted[1] ?? '').replaceAll("''", "'"), at: at(from + quoted[0].length) }
  }
  if (source[from] === "'") return formulaIssue('formula/open-text', {}, place)
  const reference = match(kpi)
  if (reference !== null) {
    const id = (reference[1] ?? '').trim()
    if (!kpiId.test(id)) return formulaIssue('formula/kpi-id', { found: id.slice(0, 60) }, place)
    return { kind: 'kpi', id, at: at(from + reference[0].length) }
  }
  if (source[from] === '[') return formulaIssue('formula/open-kpi', {}, place)
  const other = foreign.find(([found]) => source.startsWith(found, from))
  const sign = match(symbol)?.[0]
  if (sign !== undefined && (other === undefined || other[0].length <= sign.length)) {
    return { kind: 'symbol', text: sign, at: at(from + sign.length) }
  }
  const [found, instead] = other ?? [String.fromCodePoint(source.codePointAt(from) ?? 0), 'Remove it.']
  return formulaIssue('formula/character', { found: /\p{C}/u.test(found) ? codePoint(found) : found, instead }, place)
}

function numberToken(source: string, from: number, match: Match): Token | Issue {
  const written = match(numberRest)?.[0] ?? ''
  const end = from + written.length
  if (!soundNumber.test(written)) {
    const found = written.slice(0, 40)
    return formulaIssue('formula/number', { found, instead: insteadOf(found) }, { column: from + 1 })
  }
  percent.lastIndex = end
  const sign = percent.exec(source)
  return { kind: 'number', text: written, percent: sign !== null, at: { from, to: end + (sign?.[0].length ?? 0) } }
}

function insteadOf(found: string): string {
  if (/^[\d._]+e\d*$/i.test(found)) return 'Write it without an exponent: 1_000_000.'
  if (/\..*\./.test(found)) return "Group digits with _ (1_000_000); dates are texts: '2026-01-31'."
  return 'Write digits, with _ between groups and one decimal point: 1_000.50.'
}

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
