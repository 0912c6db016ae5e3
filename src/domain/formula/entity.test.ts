import { expect, test } from 'vitest'
import { printUnit } from '../measure-unit.ts'
import type { When } from './algebra.ts'
import { termsOf } from './algebra-walk.ts'
import { checkFormula } from './check.ts'
import { type CheckedValue, type Entities, entityContext, entityValue, overEntities } from './entity.ts'
import { parseFormula } from './parse.ts'
import { contextOf, datasets } from './test-context.ts'

const orders = datasets.get('orders')
const customerId = orders?.columns.find(({ name }) => name === 'customer_id')

function checked(text: string, context = contextOf('orders')) {
  const parsed = parseFormula(text)
  const result = parsed.ok ? checkFormula(parsed.value, context) : parsed
  if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join(' '))
  return result.value
}

function value(name: string, text: string, when: When = 'period'): CheckedValue {
  const { calc, unit } = checked(text)
  const made = entityValue(name, when, calc)
  if (typeof made !== 'object') throw new Error(made)
  return { ...made, unit }
}

function perCustomer(...values: readonly CheckedValue[]): Entities {
  if (orders === undefined || customerId === undefined) throw new Error('no orders')
  return { dataset: orders, key: [{ path: ['customer_id'], column: customerId }], values, noun: 'customer' }
}

test('types of values: counts are whole, sums keep their digits, products add them, quotients are doubles', () => {
  const typeOf = (text: string) => value('x', text).value.type
  expect(typeOf('count()')).toEqual({ kind: 'decimal', scale: 0 })
  expect(typeOf('sum(price)')).toEqual({ kind: 'decimal', scale: 2 })
  expect(typeOf('count() * count() * sum(discount)')).toEqual({ kind: 'decimal', scale: 4 })
  expect(typeOf('avg(price)')).toEqual({ kind: 'double' })
  expect(typeOf('median(price)')).toEqual({ kind: 'double' })
  expect(typeOf('round(sum(price), 1)')).toEqual({ kind: 'decimal', scale: 1 })
  expect(typeOf('if(count() > 2, sum(price), 0)')).toEqual({ kind: 'decimal', scale: 2 })
  expect(typeOf('least(sum(price), sum(cost))')).toEqual({ kind: 'decimal', scale: 2 })
})

test('units: sums keep that of the value, counts count entities', () => {
  const context = entityContext(
    contextOf('orders'),
    perCustomer(value('paid', 'sum(price)'), value('lines', 'count()')),
  )
  const unitOf = (text: string) => printUnit(checked(text, context).unit)
  expect(unitOf('sum(paid)')).toBe('EUR')
  expect(unitOf('sum(least(paid, 100))')).toBe('EUR')
  expect(unitOf('count() where lines >= 2')).toBe('customers')
  expect(unitOf('avg(lines)')).toBe('order lines')
  expect(unitOf('sum(paid) / count()')).toBe('EUR / customer')
  expect(unitOf('median(paid)')).toBe('EUR')
  expect(unitOf('count_distinct(customer_id)')).toBe('customers')
})

test('a formula over entities knows their values and their key, nothing else', () => {
  const context = entityContext(contextOf('orders'), perCustomer(value('lines', 'count()')))
  const codes = (text: string) => {
    const parsed = parseFormula(text)
    const result = parsed.ok ? checkFormula(parsed.value, context) : parsed
    return result.ok ? [] : result.issues.map(({ code }) => code)
  }
  expect(codes("count() where customer_id != 'x'")).toEqual([])
  expect(codes('sum(price)')).toEqual(['formula/unknown-column'])
  expect(codes('count() where customer.score > 1')).toEqual(['formula/unknown-look-up'])
  expect(codes('last(lines)')).toEqual(['formula/no-time'])
})

test('a value is made of the rows of one entity alone', () => {
  const why = (text: string) => entityValue('x', 'period', checked(text).calc)
  expect(why('[revenue] * 2')).toBe('other-periods')
  expect(why('prior(sum(price))')).toBe('other-periods')
  expect(why('moving_sum(count(), 3)')).toBe('other-periods')
  expect(why('sum(rate) * sum(rate)')).toBe('digits')
  expect(why('sqrt(sum(discount))')).toBe('function')
})

test('its aggregates are those of the dataset, over entities', () => {
  const entities = perCustomer(value('paid', "sum(price) where status = 'paid'", 'before'))
  const calc = overEntities(checked('sum(paid) / count()', entityContext(contextOf('orders'), entities)).calc, entities)
  for (const term of termsOf(calc)) {
    expect(term.dataset).toBe('orders')
    expect(term.per?.values).toMatchObject([{ name: 'paid', when: 'before', terms: [{ aggregate: 'sum' }] }])
  }
  expect(termsOf(calc)).toHaveLength(2)
})
