import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printUnit } from '../measure-unit.ts'
import type { Calc, RowExpr } from './algebra.ts'
import { termsOf } from './algebra-walk.ts'
import { checkFormula, checkRowExpr } from './check.ts'
import { parseFormula } from './parse.ts'
import { contextOf } from './test-context.ts'
import { anyFormula } from './test-formulas.ts'

const check = (text: string, dataset: string | null = 'orders') => {
  const parsed = parseFormula(text)
  return parsed.ok ? checkFormula(parsed.value, contextOf(dataset)) : parsed
}

const checked = (text: string, dataset: string | null = 'orders') => {
  const result = check(text, dataset)
  if (!result.ok) throw new Error(`${text}: ${result.issues.map((one) => one.message).join(' ')}`)
  return result.value
}

const row = (text: string): RowExpr => {
  const parsed = parseFormula(text)
  const result = parsed.ok ? checkRowExpr(parsed.value, contextOf('orders')) : parsed
  if (!result.ok) throw new Error(`${text}: ${result.issues.map((one) => one.message).join(' ')}`)
  return result.value
}

describe('right formulas and what they are measured in', () => {
  test.each([
    ['sum(price)', 'EUR'],
    ['sum(quantity * price)', 'EUR'],
    ["sum(quantity * price * (1 - discount)) where status != 'cancelled'", 'EUR'],
    ['sum(quantity)', '1'],
    ['sum(price - cost) / sum(price)', '1'],
    ['sum(price) * 1.2', 'EUR'],
    ['sum(price) * 5%', 'EUR'],
    ['-sum(price)', 'EUR'],
    ['count()', 'order lines'],
    ['count(status)', 'order lines'],
    ["count() where status in ('paid', 'sent')", 'order lines'],
    ['count_distinct(order_id)', 'orders'],
    ['count_distinct(customer_id)', 'customers'],
    ['count_distinct(till)', 'cash desks'],
    ['count_distinct(customer.id)', 'customers'],
    ['count_distinct(customer.country_id)', 'countries'],
    ['count_distinct(customer.country.name)', 'names'],
    ['count_distinct(lower(region))', 'regions'],
    ['count_distinct(if(paid, order_id, customer_id))', 'order lines'],
    ['count_distinct(quantity)', 'quantities'],
    ['sum(price) / count_distinct(order_id)', 'EUR / order'],
    ['sum(price) / count()', 'EUR / order line'],
    ['sum(hours) / count_distinct(order_id)', 'hours / order'],
    ['sum(price) / sum(hours)', 'EUR / hour'],
    ['sum(price / hours)', 'EUR / hour'],
    ['avg(price)', 'EUR'],
    ['avg(days_between(ordered_on, shipped_on))', 'days'],
    ['avg(days_between(paid_at, sent_at))', 'days'],
    ['sum(days_between(ordered_on, shipped_on) + 1)', 'days'],
    ['avg(least(stay, 30))', 'days'],
    ['min(price)', 'EUR'],
    ['max(weight)', '1'],
    ['first(price)', 'EUR'],
    ['last(customer.country.population)', 'people'],
    ['(sum(price) where paid) / sum(price)', '1'],
    ['(count() where paid) / count()', '1'],
    ['sum(price) / sum(cost) where paid', '1'],
    ['sum(if(paid, price, 0))', 'EUR'],
    ['sum(coalesce(price, 0))', 'EUR'],
    ['sum(if(quantity > 10, price, null))', 'EUR'],
    ['sum(price) where price > 100 and price > cost', 'EUR'],
    ['sum(price) where not paid or paid is null', 'EUR'],
    ["sum(price) where ordered_on >= '2026-01-31'", 'EUR'],
    ["sum(price) where ordered_on in ('2026-01-31', '2026-02-28')", 'EUR'],
    ["sum(price) where date = date '2026-01-31'", 'EUR'],
    ['sum(price) where shipped_on > ordered_on and sent_at > paid_at', 'EUR'],
    ["sum(price) where starts_with(upper(status), 'PA') and length(region) > 2", 'EUR'],
    ["sum(price) where customer.segment = 'consumer'", 'EUR'],
    ["coalesce(sum(price), 0) where status = 'paid'", 'EUR'],
    ['if(count() > 30, sum(price) / count(), null)', 'EUR / order line'],
    ['round(sum(price), 2)', 'EUR'],
    ['greatest(sum(price) - sum(cost), 0)', 'EUR'],
    ['sum(price) / null_if_zero(sum(cost))', '1'],
    ['1 - count_distinct(customer_id) / count_distinct(order_id)', 'customers / order'],
    ['if(count_distinct(customer_id) / count() > 5%, 1, 0)', '1'],
    ['if([margin] > 10% and not [orders] = 0 or true, 1, 0)', '1'],
    ['[revenue] / [headcount]', 'EUR / person'],
    ['[revenue] - [net-revenue]', 'EUR'],
    ["([revenue] - prior([revenue], 'year')) / prior([revenue], 'year')", '1'],
    ['[revenue] / prior([revenue]) - 1', '1'],
    ["prior([revenue], 'quarter', 2)", 'EUR'],
    ['prior(sum(price), 12)', 'EUR'],
    ['moving_average([orders], 3)', 'orders'],
    ['moving_sum(sum(price), 12) / moving_sum(count(), 12)', 'EUR / order line'],
    ['sum(price) / [headcount]', 'EUR / person'],
    ['[revenue] * 0 + 0', 'EUR'],
    ['100', '1'],
  ])('%s: %s', (text, unit) => {
    const value = checked(text)
    expect(printUnit(value.unit)).toBe(unit)
    expect(checked(value.text)).toEqual(value)
  })
})

test('rows are counted by their noun, or by the name of their dataset', () => {
  expect(printUnit(checked('count()', 'customers').unit)).toBe('customers')
  expect(printUnit(checked('count()', 'online-stores').unit)).toBe('online stores')
  expect(printUnit(checked('count_distinct(id)', 'online-stores').unit)).toBe('online stores')
})

describe('what it means', () => {
  const column = (name: string, type: RowExpr['type']): RowExpr => ({ kind: 'column', path: [name], type })
  const money = { kind: 'decimal', scale: 2 } as const
  const sum = { dataset: 'orders', aggregate: 'sum', argument: column('price', money), where: [] } as const

  test('an average is a sum divided by a count', () => {
    expect(checked('avg(price)').calc).toEqual({
      kind: 'arithmetic',
      op: '/',
      left: { kind: 'term', term: sum },
      right: { kind: 'term', term: { ...sum, aggregate: 'count' } },
    })
  })

  test('a where goes to every aggregate below it, as single conditions, the outer ones first', () => {
    const texts = (calc: Calc) =>
      termsOf(calc).map((term) => term.where.map((one) => (one.kind === 'compare' ? one.op : one.kind)))
    expect(texts(checked('sum(price) / count() where quantity > 1 and (paid and quantity < 9)').calc)).toEqual([
      ['>', 'column', '<'],
      ['>', 'column', '<'],
    ])
    expect(texts(checked('((sum(price) where paid) / count()) where quantity > 1').calc)).toEqual([
      ['>', 'column'],
      ['>'],
    ])
    expect(texts(checked('sum(price) where paid or quantity > 1').calc)).toEqual([['logic']])
    expect(texts(checked('prior(avg(price)) where not paid').calc)).toEqual([['not'], ['not']])
  })

  test('texts beside dates are days, numbers keep their scale', () => {
    expect(row("ordered_on > '1970-01-02'")).toMatchObject({
      right: { literal: { kind: 'date', value: 1 }, type: { kind: 'date' } },
    })
    expect(row('if(paid, price, 0)').type).toEqual(money)
    expect(row('quantity * price * (1 - discount)').type).toEqual({ kind: 'decimal', scale: 6 })
    expect(row('quantity + weight').type).toEqual({ kind: 'double' })
    expect(row('price / quantity').type).toEqual({ kind: 'double' })
    expect(row('round(rate * price, 4) * price').type).toEqual({ kind: 'decimal', scale: 6 })
    expect(row('coalesce(null, price)')).toMatchObject({ args: [{ literal: { kind: 'null' }, type: money }, {}] })
    expect(row('-1.50')).toMatchObject({ literal: { value: { units: -150n, scale: 2 } } })
    expect(row('quantity > 5%')).toMatchObject({ right: { literal: { value: { units: 5n, scale: 2 } } } })
  })

  test('days between timestamps are microseconds divided', () => {
    expect(row('days_between(paid_at, sent_at)')).toMatchObject({
      kind: 'arithmetic',
      op: '/',
      left: { kind: 'apply', primitive: 'days_between' },
      type: { kind: 'double' },
    })
    expect(row("days_between(ordered_on, '2026-01-31')")).toMatchObject({
      kind: 'apply',
      type: { kind: 'decimal', scale: 0 },
    })
  })

  test('chains of and and or are one list', () => {
    expect(row('paid and quantity > 1 and not paid')).toMatchObject({ op: 'and', args: [{}, {}, {}] })
    expect(row('paid or (quantity > 1 or paid)')).toMatchObject({ op: 'or', args: [{}, {}, {}] })
  })

  test('earlier periods and windows', () => {
    expect(checked("prior([revenue], 'year')").calc).toMatchObject({ kind: 'prior', back: 1, grain: 'year' })
    expect(checked("prior([revenue], 'week', 4)").calc).toMatchObject({ kind: 'prior', back: 4, grain: 'week' })
    expect(checked('prior([revenue])').calc).toMatchObject({ kind: 'prior', back: 1, grain: null })
    expect(checked('prior([revenue], 13)').calc).toMatchObject({ kind: 'prior', back: 13, grain: null })
    expect(checked('moving_sum([revenue], 12)').calc).toMatchObject({ kind: 'window', reduce: 'sum', periods: 12 })
  })

  test('nothing, truth and signs are values of a period too', () => {
    expect(checked('if([orders] > 30, [revenue], null)').calc).toMatchObject({
      primitive: 'if',
      args: [{}, {}, { primitive: 'null_if_zero' }],
    })
    expect(checked('-5').calc).toEqual({ kind: 'constant', value: { units: -5n, scale: 0 } })
    expect(checked('-[revenue]').calc).toMatchObject({ primitive: 'negate' })
  })
})

test('a formula over a faulty KPI fails without a word: the fault is shown where it is', () => {
  expect(check('[revenue] + [faulty]')).toMatchObject({ ok: true })
  expect(check('[faulty] * 2')).toEqual({ ok: false, issues: [] })
})

test('every mistake is found, not only the first', () => {
  const result = check('sum(prcie) + avrage(cost) + [revenu]')
  expect(result.ok ? [] : result.issues.map((one) => one.column)).toEqual([5, 14, 29])
})

test('no tree whatever makes the checker throw, and what it lets through is printed and checked again alike', () => {
  fc.assert(
    fc.property(anyFormula, fc.constantFrom('orders', 'customers', null), (formula, dataset) => {
      for (const result of [checkFormula(formula, contextOf(dataset)), checkRowExpr(formula, contextOf(dataset))]) {
        if (result.ok) continue
        for (const one of result.issues) {
          expect(one.column).toBe(1)
          expect(`${one.message} ${one.hint}`).not.toMatch(/undefined|\[object|NaN/)
        }
      }
    }),
    { numRuns: 1_000 },
  )
})

test('the deepest formula that is read is checked', () => {
  expect(check(`sum(price)${' + sum(price)'.repeat(198)}`).ok).toBe(true)
  expect(check(`sum(${'abs('.repeat(190)}price${')'.repeat(190)})`).ok).toBe(true)
  expect(check(`sum(price) where ${'not ('.repeat(95)}paid${')'.repeat(95)}`).ok).toBe(true)
})
