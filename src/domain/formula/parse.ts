import type { Issue } from '../issue.ts'
import { failed, ok, type Result } from '../result.ts'
import type { BinaryOperator, Formula, Span } from './ast.ts'
import { formulaIssue } from './issues.ts'
import { lex, type Token } from './lex.ts'

/** Limits that keep every walk over a formula within the stack, whatever is typed. */
export const formulaLimits = { characters: 10_000, depth: 200 }

/** How tightly operators bind; `where` the least. Comparisons do not chain. */
export const binding = { where: 1, or: 2, and: 3, not: 4, compare: 5, add: 6, multiply: 7, negate: 8 } as const

const operators: ReadonlyMap<string, { readonly op: BinaryOperator; readonly power: number }> = new Map([
  ['or', { op: 'or', power: binding.or }],
  ['and', { op: 'and', power: binding.and }],
  ['=', { op: '=', power: binding.compare }],
  ['!=', { op: '!=', power: binding.compare }],
  ['<>', { op: '!=', power: binding.compare }],
  ['<', { op: '<', power: binding.compare }],
  ['<=', { op: '<=', power: binding.compare }],
  ['>', { op: '>', power: binding.compare }],
  ['>=', { op: '>=', power: binding.compare }],
  ['+', { op: '+', power: binding.add }],
  ['-', { op: '-', power: binding.add }],
  ['*', { op: '*', power: binding.multiply }],
  ['/', { op: '/', power: binding.multiply }],
])

const wordsInstead: Readonly<Record<string, string>> = {
  where: 'Write the aggregate first: sum(amount) where …',
  not: 'Put it into parentheses: (not paid).',
}

/** The tree of a formula's text, or its first mistake; columns count characters of the whole text from 1. */
export function parseFormula(text: string): Result<Formula> {
  if (text.length > formulaLimits.characters) {
    return failed(
      formulaIssue('formula/too-long', { length: text.length, limit: formulaLimits.characters }, { column: 1 }),
    )
  }
  const tokens = lex(text)
  if (!tokens.ok) return tokens
  if (tokens.value.length === 1) return failed(formulaIssue('formula/empty', {}, { column: 1 }))
  return new Parser(tokens.value, text).parse()
}

class Parser {
  readonly #tokens: readonly Token[]
  readonly #text: string
  readonly #depths = new WeakMap<Formula, number>()
  #position = 0
  #level = 0
  #issue: Issue | null = null

  constructor(tokens: readonly Token[], text: string) {
    this.#tokens = tokens
    this.#text = text
  }

  parse(): Result<Formula> {
    const formula = this.#expression(binding.where)
    if (formula !== null && this.#peek().kind !== 'end') this.#unexpected('The end', this.#afterwards())
    return formula === null || this.#issue !== null
      ? failed(...(this.#issue === null ? [] : [this.#issue]))
      : ok(formula)
  }

  #expression(least: number): Formula | null {
    if (this.#level >= formulaLimits.depth) return this.#tooDeep(this.#peek().at)
    this.#level++
    const start = this.#peek().at.from
    // What has closed with its list or null binds no further: (a in (1)) + b needs its parentheses.
    let most: number = this.#isWord('not') ? binding.not : Number.POSITIVE_INFINITY
    let left = this.#prefix(least)
    while (left !== null) {
      const token = this.#peek()
      const power = this.#infixPower(token)
      if (power === null || power < least || power > most) break
      if (power === binding.compare && most === power) {
        this.#fail(formulaIssue('formula/chained', { op: this.#written(token) }, column(token.at)))
        left = null
        break
      }
      most = power
      left = this.#infix(left, token, power, start)
    }
    this.#level--
    return left
  }

  #infixPower(token: Token): number | null {
    if (token.kind !== 'symbol' && token.kind !== 'keyword') return null
    if (token.text === 'where') return binding.where
    if (token.text === 'in' || token.text === 'is') return binding.compare
    if (token.text === 'not') return this.#isWord('in', 1) ? binding.compare : null
    return operators.get(token.text)?.power ?? null
  }

  #infix(left: Formula, token: Token, power: number, start: number): Formula | null {
    this.#position++
    if (token.kind !== 'symbol' && token.kind !== 'keyword') return null
    if (token.text === 'is') return this.#isNull(left, start)
    if (token.text === 'in') return this.#membership(left, false, start)
    if (token.text === 'not') {
      this.#position++
      return this.#membership(left, true, start)
    }
    const right = this.#expression(power + 1)
    if (right === null) return null
    const at = this.#since(start)
    if (token.text === 'where') return this.#node({ kind: 'where', body: left, condition: right, at }, [left, right])
    const found = operators.get(token.text)
    return found === undefined ? null : this.#node({ kind: 'binary', op: found.op, left, right, at }, [left, right])
  }

  #isNull(arg: Formula, start: number): Formula | null {
    const negated = this.#takeWord('not')
    if (!this.#takeWord('null')) return this.#unexpected('null', 'Write is null or is not null; compare with = or !=.')
    return this.#node({ kind: 'is-null', arg, negated, at: this.#since(start) }, [arg])
  }

  #membership(arg: Formula, negated: boolean, start: number): Formula | null {
    const open = this.#peek()
    if (!this.#takeSymbol('('))
      return this.#unexpected('A list', "Write members in parentheses: in ('north', 'south').")
    if (this.#isSymbol(')')) return this.#fail(formulaIssue('formula/empty-list', {}, column(open.at)))
    const members = this.#list(open.at)
    if (members === null) return null
    return this.#node({ kind: 'in', arg, members, negated, at: this.#since(start) }, [arg, ...members])
  }

  /** Items up to the closing parenthesis, at least one. */
  #list(open: Span): readonly Formula[] | null {
    const items: Formula[] = []
    for (;;) {
      const item = this.#expression(binding.where)
      if (item === null) return null
      items.push(item)
      const token = this.#peek()
      if (this.#takeSymbol(')')) return items
      if (this.#takeSymbol(',')) continue
      return token.kind === 'end' ? this.#open(open) : this.#unexpected('"," or ")"', this.#afterwards())
    }
  }

  #prefix(least: number): Formula | null {
    const token = this.#peek()
    switch (token.kind) {
      case 'number':
        return this.#leaf({ kind: 'number', text: token.text, percent: token.percent, at: token.at })
      case 'text':
        return this.#leaf({ kind: 'text', value: token.value, at: token.at })
      case 'kpi':
        return this.#leaf({ kind: 'kpi', id: token.id, at: token.at })
      case 'name':
        return this.#named(token.text, token.at)
      case 'keyword':
        return this.#keyword(token.text, token.at, least)
      case 'symbol':
        if (token.text === '(') return this.#parenthesis(token.at)
        if (token.text === '-') return this.#unary('negate', binding.negate, token.at)
        return this.#unexpected('A value', this.#missing(token.text))
      case 'end':
        return this.#unexpected('A value', 'The formula stops too early.')
    }
  }

  #keyword(word: string, at: Span, least: number): Formula | null {
    if (word === 'true' || word === 'false') return this.#leaf({ kind: 'boolean', value: word === 'true', at })
    if (word === 'null') return this.#leaf({ kind: 'null', at })
    if (word === 'not' && least <= binding.not) return this.#unary('not', binding.not, at)
    return this.#unexpected('A value', wordsInstead[word] ?? 'A value is missing before it.')
  }

  #unary(kind: 'negate' | 'not', power: number, start: Span): Formula | null {
    this.#position++
    const arg = this.#expression(power)
    if (arg === null) return null
    return this.#node({ kind, arg, at: this.#since(start.from) }, [arg])
  }

  #named(text: string, at: Span): Formula | null {
    this.#position++
    const after = this.#peek()
    if (after.kind === 'text' && text.toLowerCase() === 'date') {
      this.#position++
      return this.#node({ kind: 'date', value: after.value, at: { from: at.from, to: after.at.to } }, [])
    }
    if (!this.#takeSymbol('(')) return this.#node({ kind: 'column', path: text.split('.'), at }, [])
    const name = text.toLowerCase()
    const args = this.#takeSymbol(')') ? [] : this.#list(after.at)
    return args === null ? null : this.#node({ kind: 'call', name, args, at: this.#since(at.from) }, args)
  }

  #parenthesis(open: Span): Formula | null {
    this.#position++
    const inner = this.#expression(binding.where)
    if (inner === null || this.#takeSymbol(')')) return inner
    return this.#peek().kind === 'end' ? this.#open(open) : this.#unexpected('")"', this.#afterwards())
  }

  #leaf(formula: Formula): Formula | null {
    this.#position++
    return this.#node(formula, [])
  }

  #node(formula: Formula, children: readonly Formula[]): Formula | null {
    let depth = 0
    for (const child of children) depth = Math.max(depth, this.#depths.get(child) ?? 0)
    if (depth + 1 > formulaLimits.depth) return this.#tooDeep(formula.at)
    this.#depths.set(formula, depth + 1)
    return formula
  }

  #peek(ahead = 0): Token {
    return (
      this.#tokens[this.#position + ahead] ?? { kind: 'end', at: { from: this.#text.length, to: this.#text.length } }
    )
  }

  /** From there up to the last token taken. */
  #since(from: number): Span {
    return { from, to: this.#tokens[this.#position - 1]?.at.to ?? from }
  }

  #isWord(word: string, ahead = 0): boolean {
    const token = this.#peek(ahead)
    return token.kind === 'keyword' && token.text === word
  }

  #isSymbol(text: string): boolean {
    const token = this.#peek()
    return token.kind === 'symbol' && token.text === text
  }

  #takeWord(word: string): boolean {
    const found = this.#isWord(word)
    if (found) this.#position++
    return found
  }

  #takeSymbol(text: string): boolean {
    const found = this.#isSymbol(text)
    if (found) this.#position++
    return found
  }

  #written(token: Token): string {
    return this.#text.slice(token.at.from, token.at.to)
  }

  #afterwards(): string {
    const token = this.#peek()
    if (token.kind === 'symbol' && token.text === ')') return 'Remove this parenthesis, or open one before.'
    if (token.kind === 'symbol' && token.text === ',')
      return 'Commas separate arguments; in numbers write 1_000 for thousands and a point before decimals.'
    if (token.kind === 'symbol' && token.text === '(') return 'Only functions take arguments: sum(amount).'
    return 'An operator is missing before it, such as +, and, or a comma.'
  }

  #missing(symbol: string): string {
    if (symbol === ')') return 'Something is missing before this parenthesis.'
    if (symbol === ',') return 'An argument is missing before this comma.'
    return `Something is missing before "${symbol}".`
  }

  #unexpected(wanted: string, instead: string): null {
    const token = this.#peek()
    const written = this.#written(token)
    const found = token.kind === 'end' ? 'the end' : `"${written.length > 30 ? `${written.slice(0, 29)}…` : written}"`
    return this.#fail(formulaIssue('formula/expected', { wanted, found, instead }, column(token.at)))
  }

  #open(at: Span): null {
    return this.#fail(formulaIssue('formula/open-parenthesis', {}, column(at)))
  }

  #tooDeep(at: Span): null {
    return this.#fail(formulaIssue('formula/too-deep', { limit: formulaLimits.depth }, column(at)))
  }

  #fail(issue: Issue): null {
    this.#issue ??= issue
    return null
  }
}

const column = (at: Span) => ({ column: at.from + 1 })
