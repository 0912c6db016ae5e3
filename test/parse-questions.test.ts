import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseQuestions, type QuestionText } from '../src/app/view/parse-questions.ts'
import type { Question } from '../src/domain/answer.ts'
import { checkWorkspace } from '../src/domain/definition/build.ts'
import { gregorian } from '../src/time/gregorian.ts'
import { documents } from './support/shop.ts'

const plugs = {
  connectors: new Map([['csv', { options: z.looseObject({}) }]]),
  hash: (text: string) => text.slice(0, 16),
}
const { catalog } = checkWorkspace(
  Object.entries(documents).map(([file, text]) => ({ file, text })),
  plugs,
)
if (catalog === null) throw new Error('the shop has no catalog')
/** The shop's today is 3 April 2026. */
const deps = { catalog, clock: { now: () => 0 } }

const asked = (input: Partial<QuestionText>): readonly Question[] => {
  const result = parseQuestions(deps, { kpis: ['revenue'], ...input })
  if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join('\n'))
  return result.value
}
const range = (input: Partial<QuestionText>) => {
  const calendar = catalog.calendars.get(asked(input)[0]?.calendar ?? '') ?? gregorian
  return asked(input).map(({ grain, from, until }) => [
    grain,
    calendar.print(grain as 'month', from),
    calendar.print(grain as 'month', until - 1),
    until - from,
  ])[0]
}
const codes = (input: Partial<QuestionText>) => {
  const result = parseQuestions(deps, { kpis: ['revenue'], ...input })
  return result.ok ? [] : result.issues.map(({ code, message, hint }) => `${code}: ${message} ${hint}`)
}

test.each<[Partial<QuestionText>, unknown]>([
  [{}, ['month', '2025-04', '2026-04', 13]],
  [{ grain: 'quarter' }, ['quarter', '2023-Q2', '2026-Q2', 13]],
  [{ kpis: ['morale'] }, ['quarter', '2023-Q2', '2026-Q2', 13]],
  [{ grain: 'total' }, ['total', 'total', 'total', 1]],
  [{ from: 'total' }, ['total', 'total', 'total', 1]],
  [{ from: '2026-01', to: '2026-03' }, ['month', '2026-01', '2026-03', 3]],
  [{ from: '2026-01' }, ['month', '2026-01', '2026-04', 4]],
  [{ to: '2025-12' }, ['month', '2024-12', '2025-12', 13]],
  [{ from: '2027-01' }, ['month', '2027-01', '2027-01', 1]],
  [{ from: '2025', to: '2026-Q1' }, ['month', '2025-01', '2026-03', 15]],
  [{ from: '2025', to: '2025', grain: 'year' }, ['year', '2025', '2025', 1]],
  [{ from: '2026-03-30', to: '2026-04-02' }, ['day', '2026-03-30', '2026-04-02', 4]],
  [{ from: '2026-W05', to: '2026-02' }, ['week', '2026-W05', '2026-W09', 5]],
  [{ from: 'fiscal:2026-P01', to: '2026-P03' }, ['month', '2026-P01', '2026-P03', 3]],
  [{ calendar: 'fiscal', grain: 'year', to: '2026' }, ['year', '2014', '2026', 13]],
])('%o asks for %o', (input, expected) => expect(range(input)).toEqual(expected))

test('KPIs are named once, by former ids too, or all that can be split so', () => {
  expect(asked({ kpis: ['sales', 'revenue', 'orders'] }).map(({ kpi }) => kpi)).toEqual(['revenue', 'orders'])
  expect(asked({ kpis: 'all' })).toHaveLength(catalog.kpis.size)
  expect(asked({ kpis: 'all', by: ['channel'] }).map(({ kpi }) => kpi)).toEqual([
    'revenue',
    'order-value',
    'orders',
    'on-time',
  ])
})

test.each<[Partial<QuestionText>, unknown]>([
  [{}, { unit: null, where: {} }],
  [{ scope: 'all' }, { unit: null, where: {} }],
  [
    { unit: 'north', where: ['channel=web|store', 'channel=web', 'region=south'] },
    { unit: 'north', where: { channel: ['web', 'store'], region: ['south'] } },
  ],
  [{ scope: 'unit:north/channel=web' }, { unit: 'north', where: { channel: ['web'] } }],
  [{ where: ['channel=a%7cb'] }, { unit: null, where: { channel: ['a|b'] } }],
])('%o speaks for %o', (input, scope) => expect(asked(input)[0]?.scope).toEqual(scope))

test.each<[Partial<QuestionText>, string[]]>([
  [{ kpis: [] }, ['ask/no-kpi: No KPI was named. Name KPIs by their ids, or say all.']],
  [{ kpis: ['revenu', 'orders'] }, ['ask/unknown-kpi: There is no KPI called "revenu". Did you mean "revenue"?']],
  [{ grain: 'months' }, ['ask/unknown-grain: "months" is no grain. Did you mean "month"?']],
  [{ calendar: 'fiskal' }, ['ask/unknown-calendar: There is no calendar called "fiskal". Did you mean "fiscal"?']],
  [{ from: 'fiscl:2026' }, ['ask/unknown-calendar: There is no calendar called "fiscl". Did you mean "fiscal"?']],
  [
    { from: '2026-13' },
    [
      'ask/period: "2026-13" is no period of the calendar gregorian. Write it like 2026-04-03T00+00:00, 2026-04-03, 2026-W14, 2026-04, 2026-Q2, 2026.',
    ],
  ],
  [
    { from: '2026-03-09', grain: 'month' },
    [
      'ask/period-grain: "2026-03-09" is a day, and the question is about months. Name a month, such as 2026-04, or ask by day.',
    ],
  ],
  [
    { from: 'gregorian:2026-01', to: 'fiscal:2026-P03' },
    [
      'ask/period-calendars: The question begins in the calendar gregorian and ends in the calendar fiscal. Name both periods in one calendar.',
    ],
  ],
  [
    { from: '2026-05', to: '2026-03' },
    [
      'ask/period-order: 2026-05 comes after 2026-03. The first period goes into from, the last one into to; both are included.',
    ],
  ],
  [
    { from: '1950', grain: 'day' },
    [
      'ask/too-many-periods: The question asks for 27852 days of each KPI; at most 5000 are answered at once. Ask for a shorter time or a coarser grain.',
    ],
  ],
  [{ unit: 'nort' }, ['ask/unknown-unit: There is no unit called "nort". Did you mean "north"?']],
  [{ by: ['regoin'] }, ['ask/unknown-dimension: No dataset has a dimension called "regoin". Did you mean "region"?']],
  [
    { by: ['channel'], kpis: ['satisfaction'] },
    [
      'ask/cannot-split: "satisfaction" cannot be split by channel: not every dataset it reads has that dimension. It can be split by region.',
    ],
  ],
  [
    { where: ['north'] },
    [
      'ask/where: "north" is no condition on a dimension. Write it like region=north, or region=north|south for several.',
    ],
  ],
  [
    { scope: 'north' },
    ['ask/scope: "north" is no scope. Write it like unit:north/region=east|west; all is everything.'],
  ],
  [
    { where: ['reginn=north'] },
    ['ask/unknown-dimension: No dataset has a dimension called "reginn". Did you mean "region"?'],
  ],
])('%o is refused', (input, issues) => expect(codes(input)).toEqual(issues))

test('every mistake is told at once, and once for all KPIs of a calendar', () => {
  const found = codes({
    kpis: ['revenue', 'orders', 'morale', 'x'],
    from: '2026-13',
    unit: 'y',
    by: ['z'],
    where: ['w'],
  })
  expect(found.map((text) => text.split(':')[0])).toEqual([
    'ask/where',
    'ask/unknown-unit',
    'ask/unknown-dimension',
    'ask/unknown-kpi',
    'ask/period',
  ])
})
