import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formulaLimits, parseFormula } from './parse.ts'
import { printFormula } from './print.ts'
import { anyFormula, withoutPlaces } from './test-formulas.ts'

describe('a formula is printed with no more parentheses than it needs', () => {
  test.each([
    ["sum( quantity*unit_price )where status!='cancelled'", "sum(quantity * unit_price) where status != 'cancelled'"],
    ['SUM(price) WHERE Paid AND NOT void', 'sum(price) where Paid and not void'],
    ['((a))', 'a'],
    ['a + (b * c)', 'a + b * c'],
    ['(a + b) * c', '(a + b) * c'],
    ['a - (b - c)', 'a - (b - c)'],
    ['(a - b) - c', 'a - b - c'],
    ['a / (b * c)', 'a / (b * c)'],
    ['-(a * b)', '-(a * b)'],
    ['(-a) * b', '-a * b'],
    ['a - -b', 'a - -b'],
    ['--a', '--a'],
    ['not (not a)', 'not not a'],
    ['not (a and b)', 'not (a and b)'],
    ['not (a = b)', 'not a = b'],
    ['(not a) = b', '(not a) = b'],
    ['a = (not b)', 'a = (not b)'],
    ['a and (not b)', 'a and not b'],
    ['a or (b and c)', 'a or b and c'],
    ['(a or b) and c', '(a or b) and c'],
    ['a <> b', 'a != b'],
    ['(a = b) = c', '(a = b) = c'],
    ['sum(x) / sum(y) where a', 'sum(x) / sum(y) where a'],
    ['(sum(x) where a) / sum(y)', '(sum(x) where a) / sum(y)'],
    ['(sum(x) where a) where b', 'sum(x) where a where b'],
    ['sum(x) where (a where b)', 'sum(x) where (a where b)'],
    ["a in('x' , 'it''s')", "a in ('x', 'it''s')"],
    ['a not in (1, -2, 5%)', 'a not in (1, -2, 5%)'],
    ['not (a in (1))', 'not a in (1)'],
    ['(a + b) is null', 'a + b is null'],
    ['(a = b) is not null', '(a = b) is not null'],
    ["date'2026-01-31' = date", "date '2026-01-31' = date"],
    ['[ net-revenue ]/[orders]', '[net-revenue] / [orders]'],
    ['1_000.50 + .5 + 5 %', '1_000.50 + .5 + 5%'],
    ['customer.country.name', 'customer.country.name'],
    ['f()', 'f()'],
    ['a\n  + b\t* c', 'a + b * c'],
    ['TRUE or False or NULL is null', 'true or false or null is null'],
  ])('%s', (text, printed) => {
    const parsed = parseFormula(text)
    expect(parsed.ok ? printFormula(parsed.value) : parsed.issues).toBe(printed)
  })
})

test('nodes know where they stand', () => {
  const parsed = parseFormula('  (a + b) * max( c )')
  expect(parsed.ok && parsed.value).toMatchObject({
    at: { from: 2, to: 20 },
    left: { at: { from: 3, to: 8 } },
    right: { at: { from: 12, to: 20 }, args: [{ at: { from: 17, to: 18 } }] },
  })
})

describe('a mistake in the writing has its code and its column', () => {
  test.each([
    ['', 'formula/empty', 1],
    ['   ', 'formula/empty', 1],
    ['a +', 'formula/expected', 4],
    ['a + * b', 'formula/expected', 5],
    ['* a', 'formula/expected', 1],
    ['a b', 'formula/expected', 3],
    ['sum(a) sum(b)', 'formula/expected', 8],
    ['sum(a', 'formula/open-parenthesis', 4],
    ['(a + b', 'formula/open-parenthesis', 1],
    ['a in (1, 2', 'formula/open-parenthesis', 6],
    ['(a b)', 'formula/expected', 4],
    ['a)', 'formula/expected', 2],
    ['()', 'formula/expected', 2],
    ['f(,)', 'formula/expected', 3],
    ['f(a,)', 'formula/expected', 5],
    ['1,000', 'formula/expected', 2],
    ['a in ()', 'formula/empty-list', 6],
    ['a in b', 'formula/expected', 6],
    ['a not b', 'formula/expected', 3],
    ['a is 3', 'formula/expected', 6],
    ['a < b < c', 'formula/chained', 7],
    ['a = b is null', 'formula/chained', 7],
    ['where a', 'formula/expected', 1],
    ['sum(a) where', 'formula/expected', 13],
    ['and a', 'formula/expected', 1],
    ['a and', 'formula/expected', 6],
    ['not', 'formula/expected', 4],
    ["'abc", 'formula/open-text', 1],
    ["a = 'it's'", 'formula/open-text', 10],
    ["a = 'it's", 'formula/expected', 9],
    ['a = not b', 'formula/expected', 5],
    ['a in (1) + b', 'formula/expected', 10],
    ['a is null * b', 'formula/expected', 11],
    ['-not a', 'formula/expected', 2],
    ['[revenue', 'formula/open-kpi', 1],
    ['[]', 'formula/kpi-id', 1],
    ['a + [Net Revenue]', 'formula/kpi-id', 5],
    ['[a[b]]', 'formula/kpi-id', 1],
    ['[a]]', 'formula/character', 4],
    ['1e6', 'formula/number', 1],
    ['a + 1__000', 'formula/number', 5],
    ['1_', 'formula/number', 1],
    ['1.2.3', 'formula/number', 1],
    ['12abc', 'formula/number', 1],
    ['5.', 'formula/number', 1],
    ['a == b', 'formula/character', 3],
    ['a && b', 'formula/character', 3],
    ['a || b', 'formula/character', 3],
    ['!a', 'formula/character', 1],
    ['a ** 2', 'formula/character', 3],
    ['a ^ 2', 'formula/character', 3],
    ['a % b', 'formula/character', 3],
    ['a = "north"', 'formula/character', 5],
    ['a = ‘north’', 'formula/character', 5],
    ['a − b', 'formula/character', 3],
    ['a; b', 'formula/character', 2],
    ['a @ b', 'formula/character', 3],
    ['a \u0000', 'formula/character', 3],
    ['😀', 'formula/character', 1],
    ['a.', 'formula/character', 2],
    ["sum(a);drop table x--'", 'formula/character', 7],
    ['a +\n  * b', 'formula/expected', 7],
  ])('%j: %s at %i', (text, code, column) => {
    const parsed = parseFormula(text)
    expect(parsed.ok ? 'no issue' : parsed.issues.map((one) => [one.code, one.column])).toEqual([[code, column]])
    for (const one of parsed.ok ? [] : parsed.issues) {
      expect(`${one.message} ${one.hint}`).not.toMatch(/undefined|\[object|NaN/)
    }
  })
})

describe('hostile formulas are refused, not run out of', () => {
  test.each([
    ['too long', 'a+'.repeat(10_000), 'formula/too-long'],
    ['open parentheses', '('.repeat(9_999), 'formula/too-deep'],
    ['balanced parentheses', `${'('.repeat(4_000)}a${')'.repeat(4_000)}`, 'formula/too-deep'],
    ['minus signs', `${'-'.repeat(9_000)}a`, 'formula/too-deep'],
    ['not not not', `${'not '.repeat(2_400)}a`, 'formula/too-deep'],
    ['calls', `${'f('.repeat(3_000)}a${')'.repeat(3_000)}`, 'formula/too-deep'],
    ['a chain to the left', `a${'+a'.repeat(4_000)}`, 'formula/too-deep'],
    ['a chain of where', `a${' where a'.repeat(1_200)}`, 'formula/too-deep'],
    ['lists in lists', 'a in ('.repeat(1_600), 'formula/too-deep'],
    ['quotes', "'".repeat(9_999), 'formula/open-text'],
    ['underscores', `1${'_'.repeat(9_998)}`, 'formula/number'],
  ])('%s', (_, text, code) => {
    const parsed = parseFormula(text)
    expect(parsed.ok ? 'no issue' : parsed.issues.map((one) => one.code)).toEqual([code])
  })

  test('what is just short enough is read', () => {
    const chain = `a${'+a'.repeat(formulaLimits.depth - 1)}`
    const list = `a in (${Array.from({ length: 1_500 }, (_, i) => i).join(', ')})`
    expect(parseFormula(chain).ok).toBe(true)
    expect(parseFormula(list).ok).toBe(true)
  })
})

test('parsing what was printed gives the same tree', () => {
  fc.assert(
    fc.property(anyFormula, (formula) => {
      const text = printFormula(formula)
      const parsed = parseFormula(text)
      expect(parsed.ok ? withoutPlaces(parsed.value) : [text, parsed.issues]).toEqual(withoutPlaces(formula))
    }),
    { numRuns: 2_000 },
  )
})

test('no parenthesis that was printed can be left out', () => {
  fc.assert(
    fc.property(anyFormula, (formula) => {
      const text = printFormula(formula)
      for (const [open, close] of groups(text)) {
        const shorter = text.slice(0, open) + text.slice(open + 1, close) + text.slice(close + 1)
        const parsed = parseFormula(shorter)
        if (parsed.ok) expect(withoutPlaces(parsed.value)).not.toEqual(withoutPlaces(formula))
      }
    }),
    { numRuns: 500 },
  )
})

/** Pairs of parentheses outside texts that only group: no name or `in` stands before them. */
function groups(text: string): [number, number][] {
  const pairs: [number, number][] = []
  const open: number[] = []
  const bare = text.replaceAll(/'(?:[^']|'')*'/g, (quoted) => '_'.repeat(quoted.length))
  for (const [index, character] of [...bare].entries()) {
    if (character === '(') open.push(index)
    if (character !== ')') continue
    const from = open.pop() ?? 0
    const before = bare.slice(0, from)
    if (!/[\p{L}\d_]$/u.test(before) && !/\bin $/.test(before)) pairs.push([from, index])
  }
  return pairs
}

test('no text whatever makes the parser throw, and every issue stands within it', () => {
  const words = fc.constantFrom(
    ...['sum', '(', ')', '[a]', 'where', 'and', 'not', 'in', 'is', 'null', ',', "'", '5%', '1_0', '-', '*', '<', '='],
    ...['!=', 'x', 'a.b', ' ', '\n', 'date', "'t'", '[', ']', '%', '.', '_', '😀'],
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words, { maxLength: 30 }).map((one) => one.join('')),
  )
  fc.assert(
    fc.property(text, (one) => {
      const parsed = parseFormula(one)
      if (parsed.ok) {
        const printed = parseFormula(printFormula(parsed.value))
        expect(printed.ok && withoutPlaces(printed.value)).toEqual(withoutPlaces(parsed.value))
      } else {
        expect(parsed.issues.length).toBe(1)
        expect(parsed.issues[0]?.column).toBeGreaterThanOrEqual(1)
        expect(parsed.issues[0]?.column).toBeLessThanOrEqual(one.length + 1)
      }
    }),
    { numRuns: 3_000 },
  )
})
