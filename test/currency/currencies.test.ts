import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { load } from '../../src/app/load.ts'
import { parseQuestions, type QuestionText } from '../../src/app/view/parse-questions.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { MoneyView } from '../../src/domain/rates/rule.ts'
import { missingRatesSentence } from '../../src/domain/sentence/missing-rates.ts'
import { questionOf } from '../support/open-folder.ts'
import { formula, kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// Orders in euros, dollars, yen and pounds under one definition; each number below is worked out by hand from the rates beside it.
const documents = `kind: workspace
id: acme
name: Acme
zone: UTC
today: 2024-04-15
currency: EUR
rates: { dataset: fx }
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: fx
source: files
from: fx.csv
key: [day, base, quote]
time: { column: day }
columns: { day: date, base: text, quote: text, rate: decimal(6) }
rates: { from: base, to: quote, rate: rate, through: EUR, good-for: 3 days }
---
kind: dataset
id: orders
source: files
from: orders.csv
key: [id]
time: { column: day }
row: order
columns:
  id: text
  day: date
  region: text
  ccy: text
  amount: { type: money, currency: ccy }
  freight: money USD
dimensions: [region, { name: currency, of: ccy }]
---
{ kind: unit, id: acme, name: Acme, level: organisation, currency: EUR }
---
{ kind: unit, id: swiss, name: Swiss, level: division, parent: acme, where: { region: ch }, currency: CHF }
${kpi('revenue', measure('orders', 'sum(amount)'), 'EUR')}
${kpi('revenue-usd', measure('orders', 'sum(amount)'), 'USD')}
${kpi('net', measure('orders', 'sum(amount - freight)'), 'EUR')}
${kpi('large', measure('orders', 'count() where amount > 100'), 'orders')}
${kpi('average-order', ratio('sum(amount)', 'count()', 'orders'), 'EUR / order')}
${kpi('freight-share', ratio('sum(freight)', 'sum(amount)', 'orders'), '%')}
${kpi('typed', '{ type: manual, over-time: sum }', 'EUR')}
${kpi('both', formula('[revenue] + [revenue-usd]'), 'EUR')}
`

const fx = [
  ['2024-02-26', 'EUR', 'USD', '1.0'],
  ['2024-02-28', 'EUR', 'USD', '1.25'],
  ['2024-02-28', 'EUR', 'JPY', '160'],
  ['2024-02-29', 'EUR', 'JPY', '150'],
  ['2024-03-01', 'EUR', 'USD', '1.6'],
  ['2024-03-04', 'GBP', 'EUR', '1.2'],
  ['2024-03-05', 'EUR', 'CHF', '0.96'],
  ['2024-03-29', 'EUR', 'USD', '2'],
]
const orders = [
  ['1', '2024-02-28', 'de', 'EUR', '100.00', '5'],
  // 29 February has no dollar of its own: yesterday's 1.25.
  ['2', '2024-02-29', 'us', 'USD', '250.00', '0'],
  ['3', '2024-02-29', 'jp', 'JPY', '15000.00', '0'],
  // Sunday, three days after Friday's rate (1.6); 32 dollars of freight are 20 euros.
  ['4', '2024-03-03', 'us', 'USD', '160.00', '32'],
  ['5', '2024-03-04', 'uk', 'GBP', '10.00', '1.6'],
]

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, {
    'fx.csv': ['day,base,quote,rate', ...fx.map((row) => row.join())],
    'orders.csv': ['id,day,region,ccy,amount,freight', ...orders.map((row) => row.join())],
  })
})
afterAll(() => work.close())

const value = async (id: string, period: string, scope?: string) => {
  const found = await Promise.all(
    (['cells', 'naive'] as const).map(async (plan) => {
      const [answer] = await work.answers(id, period, { plan, ...(scope === undefined ? {} : { scope }) })
      return answer?.state === 'value' ? answer.value : answer?.state
    }),
  )
  expect(found[1]).toEqual(found[0])
  return found[0]
}

describe('money of several currencies', () => {
  test.each([
    ['revenue', '2024-02-28', '100'],
    ['revenue', '2024-02-29', '300'],
    ['revenue', '2024-02', '400'],
    ['revenue', '2024-03', '112'],
    ['revenue', '2024-W09', '500'],
    ['revenue', '2024-Q1', '512'],
    ['revenue', 'total', '512'],
    ['net', '2024-02', '396'],
    // 112 less 20 and less 1.60 dollars at 1.6.
    ['net', '2024-03', '91'],
    ['large', '2024-02', '1'],
    ['large', '2024-03', '0'],
    ['average-order', '2024-Q1', 102.4],
    ['freight-share', '2024-03', 21 / 112],
    // In dollars: 100 at 1.25, 250, 100 € at 1.25; then 160, and 12 € at 1.6.
    ['revenue-usd', '2024-02', '500'],
    ['revenue-usd', '2024-03', '179.2'],
    // A formula takes what it refers to in its own currency.
    ['both', '2024-02', '800'],
  ])('%s in %s is %s', async (id, period, expected) => {
    expect(await value(id, period)).toEqual(expected)
  })

  test('splits by currency and by unit add up', async () => {
    const split = await work.answers('revenue', '2024-Q1', { by: ['currency'] })
    expect(split.map(({ scope, value: found }) => [scope, found])).toEqual([
      ['currency=EUR', '100'],
      ['currency=GBP', '12'],
      ['currency=JPY', '100'],
      ['currency=USD', '300'],
    ])
    expect(await value('revenue', '2024-02', 'region=us')).toBe('200')
  })
})

describe('gaps', () => {
  const withGaps = [
    ...orders,
    // Monday and Tuesday after Easter Monday: the dollar of 29 March is good until 1 April.
    ['6', '2024-04-01', 'us', 'USD', '10.00', '0'],
    ['7', '2024-04-02', 'us', 'USD', '10.00', '0'],
    ['8', '2024-04-02', 'us', 'USD', '30.00', '0'],
    ['9', '2024-04-03', 'de', 'EUR', '7.00', '0'],
    ['10', '2024-04-03', 'uk', 'GBP', '', '0'],
    ['11', '2024-04-04', 'de', '', '9.00', '0'],
    ['12', '2024-01-10', 'ch', 'CHF', '9.00', '0'],
  ]
  let gaps: SmallWorkspace
  beforeAll(async () => {
    gaps = await smallWorkspace(documents, {
      'fx.csv': ['day,base,quote,rate', ...fx.map((row) => row.join())],
      'orders.csv': ['id,day,region,ccy,amount,freight', ...withGaps.map((row) => row.join())],
    })
  })
  afterAll(() => gaps.close())

  const read = async (id: string, period: string, scope?: string) => {
    const found = await Promise.all(
      (['cells', 'naive'] as const).map(async (plan) => {
        const [answer] = await gaps.answers(id, period, { plan, ...(scope === undefined ? {} : { scope }) })
        return [answer?.state, answer?.value, answer?.missingRates]
      }),
    )
    expect(found[1]).toEqual(found[0])
    return found[0]
  }

  test('a rate counts so many days after its own, and not one more', async () => {
    expect(await read('revenue', '2024-04-01')).toEqual(['value', '5', undefined])
    const usd = { from: 'USD', to: 'EUR', day: '2024-04-02', rows: 2 }
    expect(await read('revenue', '2024-04-02')).toEqual(['no-data', null, [usd]])
    const none = { from: null, to: 'EUR', day: '2024-04-04', rows: 1 }
    expect(await read('revenue', '2024-04')).toEqual(['no-data', null, [usd, none]])
    expect(await read('revenue', '2024-04', 'region=us')).toEqual(['no-data', null, [usd]])
  })

  test('a row without an amount needs no rate, nor does money in the currency of the KPI', async () => {
    expect(await read('revenue', '2024-04-03')).toEqual(['value', '7', undefined])
    expect(await read('revenue', '2024-04-03', 'region=uk')).toEqual(['no-data', null, undefined])
  })

  test('a condition on money that has no rate is not known either', async () => {
    const usd = { from: 'USD', to: 'EUR', day: '2024-04-02', rows: 2 }
    expect(await read('large', '2024-04-02')).toEqual(['no-data', null, [usd]])
    expect(await read('large', '2024-04-01')).toEqual(['value', '0', undefined])
  })

  test('a rate is never used before its day', async () => {
    const chf = { from: 'CHF', to: 'EUR', day: '2024-01-10', rows: 1 }
    expect(await read('revenue', '2024-01')).toEqual(['no-data', null, [chf]])
    expect(await read('average-order', '2024-Q1')).toEqual(['no-data', null, [chf]])
    expect(await read('both', '2024-01')).toEqual(['no-data', null, [chf]])
  })
})

describe('rates that cannot be', () => {
  test.each([
    ['zero', ['2024-01-01', 'EUR', 'USD', '0'], 'is no rate: it must be above zero'],
    ['negative', ['2024-01-01', 'EUR', 'USD', '-1.1'], 'is no rate: it must be above zero'],
    ['no code', ['2024-01-01', 'EUR', 'us$', '1.1'], 'is not the code of a currency, such as EUR'],
  ])('%s is refused with its place', async (_, row, rule) => {
    const broken = await smallWorkspace(
      documents,
      { 'fx.csv': ['day,base,quote,rate', row.join()], 'orders.csv': ['id,day,region,ccy,amount,freight'] },
      { load: false },
    )
    try {
      const [report] = await load(broken.deps, ['fx'], localOwner)
      expect(report?.batch).toBeNull()
      expect(report?.issues[0]).toMatchObject({ code: 'load/bad-row' })
      expect(report?.issues[0]?.message).toContain(rule)
      expect(report?.issues[0]?.message).toContain(row[2] === 'us$' ? 'us$' : (row[3] ?? ''))
    } finally {
      await broken.close()
    }
  })

  test('a second rate for a day is refused with its key', async () => {
    const rows = ['2024-01-01,EUR,USD,1.1', '2024-01-01,EUR,USD,1.2']
    const broken = await smallWorkspace(
      documents,
      { 'fx.csv': ['day,base,quote,rate', ...rows], 'orders.csv': ['id,day,region,ccy,amount,freight'] },
      { load: false },
    )
    try {
      const [report] = await load(broken.deps, ['fx'], localOwner)
      expect(report?.batch).toBeNull()
      expect(report?.issues[0]?.message).toContain('2024-01-01')
    } finally {
      await broken.close()
    }
  })
})

describe('asked in another currency', () => {
  const asked = (input: Omit<QuestionText, 'kpis'> & { readonly kpi: string }) => {
    const { kpi: id, ...rest } = input
    const found = parseQuestions(work.deps, { kpis: [id], ...rest })
    if (!found.ok) return Promise.resolve(found.issues.map(({ code }) => code))
    return ask(work.deps, found.value, localOwner).then(({ answers }) =>
      answers.map(({ state, value: is, currency, rates }) => [state === 'value' ? is : state, currency, rates]),
    )
  }
  const march = { from: '2024-03', to: '2024-03' }

  test('rows are converted anew, not the total', async () => {
    // Dollars of 3 March at 1.6 are 100 €; pounds are 12 €: in dollars 160 and 19.20.
    expect(await asked({ kpi: 'revenue', ...march, currency: 'USD' })).toEqual([['179.2', 'USD', undefined]])
    expect(await asked({ kpi: 'average-order', ...march, currency: 'USD' })).toEqual([[89.6, 'USD', undefined]])
    // The franc has its first rate on 5 March.
    expect(await asked({ kpi: 'revenue', ...march, currency: 'CHF' })).toEqual([['no-data', 'CHF', undefined]])
    // A share of amounts is taken in that currency too.
    expect(await asked({ kpi: 'freight-share', ...march, currency: 'USD' })).toEqual([
      [expect.closeTo(33.6 / 179.2, 12), 'USD', undefined],
    ])
  })

  test('a formula hands the currency on', async () => {
    expect(await asked({ kpi: 'both', ...march, currency: 'USD' })).toEqual([['358.4', 'USD', undefined]])
  })

  test('a unit has a currency of its own, or that of the unit above it', async () => {
    expect(await asked({ kpi: 'revenue', ...march, unit: 'acme', currency: 'own' })).toEqual([
      ['112', 'EUR', undefined],
    ])
    expect(await asked({ kpi: 'revenue', from: '2024-04', to: '2024-04', unit: 'swiss', currency: 'own' })).toEqual([
      ['no-data', 'CHF', undefined],
    ])
  })

  test('mistakes are named', async () => {
    expect(await asked({ kpi: 'revenue', currency: 'francs' })).toEqual(['ask/currency'])
    expect(await asked({ kpi: 'revenue', rates: 'fxx' })).toEqual(['ask/unknown-rates'])
    expect(await asked({ kpi: 'typed', currency: 'USD' })).toEqual(['ask/cannot-convert'])
  })
})

describe('at constant rates', () => {
  const documentsOfYears = `${documents.replace('good-for: 3 days', 'good-for: 31 days')}
---
kind: dataset
id: budget-rates
source: files
from: budget.csv
key: [day, quote]
time: { column: day }
columns: { day: date, quote: text, rate: decimal(2) }
rates: { from: EUR, to: quote, rate: rate, good-for: 366 days }
${kpi('at-average', measure('orders', 'sum(amount)'), 'EUR', 'rates: { at: average }')}
`
  const years = [
    ['2023-02-15', 'EUR', 'USD', '1'],
    ['2023-02-28', 'EUR', 'USD', '1.25'],
    ['2023-03-01', 'EUR', 'USD', '1.6'],
    ['2024-02-10', 'EUR', 'USD', '2'],
  ]
  test('the rates of a year before, of the same date or period; or those of another table', async () => {
    const two = await smallWorkspace(documentsOfYears, {
      'fx.csv': ['day,base,quote,rate', ...years.map((row) => row.join())],
      'budget.csv': ['day,quote,rate', '2024-01-01,USD,4'],
      'orders.csv': [
        'id,day,region,ccy,amount,freight',
        '1,2024-02-28,us,USD,100.00,',
        '2,2024-02-29,us,USD,100.00,',
        '3,2023-02-28,us,USD,50.00,',
      ],
    })
    try {
      const read = async (id: string, money?: MoneyView) => {
        const question = questionOf(two.deps.catalog, id, ['2024-02', '2024-02'])
        const asked = money === undefined ? question : { ...question, money }
        const found = await Promise.all(
          (['cells', 'naive'] as const).map((plan) => ask(two.deps, [asked], localOwner, { plan })),
        )
        expect(found[1]?.answers[0]?.value).toEqual(found[0]?.answers[0]?.value)
        return found[0]?.answers[0]?.value
      }
      const constant = { currency: null, rates: 'constant' } as const
      expect(await read('revenue')).toBe('100')
      // 28 February at 1.25; of the 29th the date a year before is 1 March, at 1.6.
      expect(await read('revenue', constant)).toBe('142.5')
      // The average of February 2023 is 1.125.
      expect(Number(await read('at-average', constant))).toBeCloseTo(200 / 1.125, 9)
      expect(await read('revenue', { currency: null, rates: { table: 'budget-rates' } })).toBe('50')
      expect(await read('revenue', { currency: 'USD', rates: 'constant' })).toBe('200')
      // Growth at constant rates: this year at last year's, against last year as it was.
      const question = questionOf(two.deps.catalog, 'revenue', ['2024-02', '2024-02'])
      const [grown] = (
        await ask(two.deps, [{ ...question, money: constant, compare: [{ kind: 'year', name: 'year' }] }], localOwner)
      ).answers
      expect(grown?.comparisons?.year).toMatchObject({ value: '40', difference: '102.5' })
    } finally {
      await two.close()
    }
  })
})

test('a definition says at which rates its money counts, and why a value is missing is one sentence', async () => {
  const words = 'EUR at the rate of the row’s day, by fx; a rate counts for 3 days; other pairs through EUR'
  const calculation = work.deps.catalog.kpis.get('revenue')?.calculations[0]?.calculation
  expect(calculation?.parts.at(-1)).toEqual({ label: 'Money', text: words })
  expect(work.deps.catalog.kpis.get('typed')?.calculations[0]?.calculation.parts.at(-1)?.label).not.toBe('Money')
  expect(missingRatesSentence([{ from: 'USD', to: 'EUR', day: '2024-04-02', rows: 2 }], 'en')).toBe(
    'Its money cannot be converted: USD has no rate to EUR on 2 Apr 2024 (2 rows).',
  )
})
