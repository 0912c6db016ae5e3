import type { Answer } from '../../src/domain/answer.ts'
import { gapOf } from '../../src/domain/gap.ts'
import { baselineWords, daysWords } from '../../src/domain/sentence/compared.ts'
import { kpiSentence } from '../../src/domain/sentence/kpi.ts'
import { scorecardSentence } from '../../src/domain/sentence/scorecard.ts'
import { statusSentence } from '../../src/domain/sentence/status.ts'
import { elapsedDays, type WhyInput, whySentence } from '../../src/domain/sentence/why.ts'
import { byUrgency } from '../../src/domain/urgency.ts'
import type {
  Explanation,
  KpiView,
  Pickers,
  ScopeLabel,
  ScorecardGroupView,
  ScorecardRow,
  ScorecardView,
} from '../../src/domain/view.ts'
import { day, parseDay } from '../../src/time/day.ts'
import { answerAt, answersOf, asOf, LAST, monthLabel } from './fixture-answers.ts'
import { groups, type Sketch } from './fixture-kpis.ts'

// Views made in code, with every state a page must draw: test data for pictures and browser tests, never shipped.
const owners = ['Nadia Haddad', 'Claire Dubois', 'Jonas Weber', 'Maria Costa', 'Tom Okafor', 'Lena Vogel']

/** What a page of the fixture is asked for. */
export interface Asked {
  readonly period: string | null
  readonly scope: string | null
  readonly locale: string
}

/** The page of March 2026, the last complete month, in English. */
export const usual: Asked = { period: null, scope: null, locale: 'en' }

const TODAY = parseDay('2026-04-03') ?? day(0)

function rowOf(sketch: Sketch, index: number, asked: number, locale: string): ScorecardRow {
  const series = answersOf(sketch, 14, asked)
  const answer = series.find((one) => one.period === monthLabel(asked).text) ?? answerAt(sketch, asked, asked, null)
  const owner = owners[index % owners.length] ?? ''
  return {
    kpi: sketch.id,
    name: sketch.name,
    purpose: `How well do we do on ${sketch.name.toLowerCase()}?`,
    owner: { id: `${owner.split(' ')[0]?.toLowerCase()}@acme.example`, name: owner },
    unit: sketch.unit,
    good: sketch.good,
    weight: '1',
    contribution: answer.score === null ? null : answer.score / 4,
    lost: answer.score === null ? null : (100 - answer.score) / 4,
    bands: answer.target === null ? { atRisk: null, onTrack: null } : { atRisk: 0.95, onTrack: 1 },
    answer,
    gap: gapOf(answer),
    series: series.map(({ period, state, value, status, flags, target }) => ({
      period,
      state,
      value,
      status,
      flags,
      target,
    })),
    compared: comparedOf(series, answer, asked),
    why: sketch.why ?? whySentence(whyInput(sketch, answer, series, locale)),
    alert:
      sketch.id === 'delivered-on-time'
        ? { period: answer.period, text: 'one value, 86.2 %, far below the 94.2 % to be expected' }
        : null,
  }
}

/** The month before, of an unfinished month its first days. */
function comparedOf(series: readonly Answer[], answer: Answer, asked: number): ScorecardRow['compared'] {
  const before = series.find(({ period }) => period === monthLabel(asked - 1).text)
  if (answer.value === null || before?.value == null) return []
  const part = monthLabel(asked).complete ? null : { count: 2, of: 'day' as const, through: `${answer.period}-02` }
  const base = Number(before.value) * (part === null || answer.numerator !== null ? 1 : 2 / 31)
  const span = { start: before.start, end: part === null ? before.end : `${before.period}-03`, part }
  const { label, short } = baselineWords({ kind: 'prior', name: 'prior' }, span, monthLabel(asked - 1), 'en')
  const difference = Number(answer.value) - base
  const days = daysWords(answer, span, 'en')
  const relative = base === 0 ? null : difference / Math.abs(base)
  return [{ baseline: 'prior', label, short, days, value: base, difference, relative }]
}

/** Sentences are made as the server makes them. */
function whyInput(sketch: Sketch, answer: Answer, series: readonly Answer[], locale: string): WhyInput {
  return {
    kpi: { good: sketch.good, status: [], finalAfterDays: 1 },
    unit: sketch.unit,
    answer,
    series,
    period: monthLabel(ordinalOf(answer.period)).label,
    scope: 'Acme Group',
    failure: answer.state === 'failed' ? { dataset: 'Customer surveys', at: '2026-04-02T05:00:11Z' } : null,
    manual: false,
    today: TODAY,
    locale,
  }
}

const scopes = [
  { text: 'unit:acme', label: 'Acme Group', depth: 0 },
  { text: 'unit:north', label: 'North', depth: 1 },
  { text: 'unit:oslo', label: 'Oslo', depth: 2 },
  { text: 'unit:south', label: 'South', depth: 1 },
]

const pickers = (locale: string): Pickers => ({
  grains: [
    { grain: 'month', label: 'Month' },
    { grain: 'quarter', label: 'Quarter' },
    { grain: 'year', label: 'Year' },
  ],
  periods: Array.from({ length: 18 }, (_, index) => monthLabel(LAST - index, locale)),
  scopes,
})

const scopeOf = ({ scope }: Asked): ScopeLabel =>
  scopes.find(({ text }) => text === scope) ?? { text: scope ?? 'unit:acme', label: scope ?? 'Acme Group' }

function ordinalOf(period: string | null): number {
  const match = /^(\d{4})-(\d{2})$/.exec(period ?? '')
  return match ? Number(match[1]) * 12 + Number(match[2]) - 1 : LAST - 1
}

/** The fixture's scorecards: every state, a thousand KPIs, a single one, and one that nobody has filled. */
export const scorecardList = [
  { id: 'company', name: 'Company scorecard' },
  { id: 'many', name: 'A thousand KPIs' },
  { id: 'one', name: 'A single KPI' },
  { id: 'empty', name: 'Still empty' },
]

/** One scorecard; null for an id the fixture does not have. `many` repeats the KPIs under new names. */
export function scorecard(id: string, asked: Asked): ScorecardView | null {
  const named = scorecardList.find((one) => one.id === id)
  if (named === undefined) return null
  const ordinal = ordinalOf(asked.period)
  const made = groupsOf(id, ordinal, asked.locale)
  const rows = made.flatMap((group) => group.rows)
  const ahead = rows.filter((row) => row.answer.flags.includes('ahead')).length
  const count = (status: string) => rows.filter((row) => row.answer.status === status).length
  const judged = count('on-track') + count('at-risk') + count('off-track')
  const period = monthLabel(ordinal, asked.locale)
  return {
    ...named,
    grain: 'month',
    period,
    scope: scopeOf(asked),
    sentence: scorecardSentence(
      byUrgency(rows).map(({ name, answer }) => ({ name, status: answer.status })),
      period.complete ? null : elapsedDays(period, TODAY),
    ),
    counts: {
      'on-track': count('on-track') - ahead,
      'at-risk': count('at-risk'),
      'off-track': count('off-track'),
      ahead,
      'not-judged': rows.length - judged,
    },
    score: rows.length === 0 ? null : 84,
    status: rows.length === 0 ? null : 'at-risk',
    coverage: rows.length === 0 ? null : 0.92,
    why: '84 is the weighted mean of 4 objectives; Delight customers takes the most from it, 9 points.',
    reported: reportedOf(rows),
    total: rows.length,
    groups: made,
    asOf,
    dataThrough: '2026-04-02',
    through: { rule: 'latest', day: null, common: '2026-03-31', held: [] },
    pickers: pickers(asked.locale),
  }
}

function groupsOf(id: string, ordinal: number, locale: string): readonly ScorecardGroupView[] {
  const copies = { company: 1, many: 36, one: 1, empty: 0 }[id] ?? 0
  let index = 0
  return Array.from({ length: copies }, (_, copy) =>
    groups.slice(0, id === 'one' ? 1 : undefined).map((group): ScorecardGroupView => {
      const rows = group.rows
        .slice(0, id === 'one' ? 1 : undefined)
        .map((sketch) => rowOf(copied(sketch, copy), index++, ordinal, locale))
      return {
        objective: copy === 0 ? group.objective : `${group.objective}-${copy}`,
        name: copy === 0 ? group.name : `${group.name} ${copy}`,
        perspective: group.perspective,
        weight: '1',
        score: 81,
        status: 'at-risk',
        contribution: 81 / 4,
        lost: 19 / 4,
        coverage: 0.75,
        why: '81 is the weighted mean of 3 of 4 KPIs, 75 % of the weight; Delivered on time takes the most from it, 12 points.',
        reported: reportedOf(rows),
        total: rows.length,
        rows,
      }
    }),
  ).flat()
}

function copied(sketch: Sketch, copy: number): Sketch {
  return copy === 0 ? sketch : { ...sketch, id: `${sketch.id}-${copy}`, name: `${sketch.name} ${copy}` }
}

const reportedOf = (rows: readonly ScorecardRow[]): number => rows.filter((row) => row.answer.state === 'value').length

/** One KPI's page; null for an id the fixture does not have. */
export function kpiPage(id: string, asked: Asked): KpiView | null {
  const ordinal = ordinalOf(asked.period)
  const sketch = groups.flatMap((group) => group.rows).find((one) => one.id === id.replace(/-\d+$/, ''))
  if (!sketch) return null
  const row = { ...rowOf(sketch, 3, ordinal, asked.locale), kpi: id }
  const trend = answersOf(sketch, 37, ordinal)
  const at = (period: number) => trend.find((answer) => answer.period === monthLabel(period).text) ?? null
  const input = whyInput(sketch, row.answer, trend, asked.locale)
  return {
    row,
    target: { version: 'budget', how: '', toDate: null, documents: [], benchmarks: [], others: [] },
    judged: statusSentence({ ...input, version: 'budget' }),
    grain: 'month',
    period: monthLabel(ordinal, asked.locale),
    scope: scopeOf(asked),
    through: null,
    sentence: kpiSentence({
      ...input,
      name: sketch.name,
      nameOf: (answer) => monthLabel(ordinalOf(answer.period)).label,
    }),
    trend,
    labels: trend.map((answer) => monthLabel(ordinalOf(answer.period), asked.locale)),
    previous: at(ordinal - 1),
    lastYear: at(ordinal - 12),
    published: null,
    splits: row.answer.state === 'value' ? splitsOf(sketch, ordinal, Number(row.answer.value)) : [],
    definition: definitionOf(sketch),
    pickers: pickers(asked.locale),
  }
}

function splitsOf(sketch: Sketch, ordinal: number, whole: number): KpiView['splits'] {
  const shares = {
    region: { North: 0.83, East: 1.02, South: 1.07, West: 1.05 },
    channel: { Web: 1.01, Store: 0.97, Phone: 0.94 },
  }
  return Object.entries(shares).map(([dimension, members]) => ({
    dimension,
    others: 0,
    members: Object.entries(members).map(([name, factor]) => ({
      ...answerAt({ ...sketch, target: null }, ordinal, ordinal, whole * factor),
      scope: `unit:acme/${dimension}=${name}`,
    })),
  }))
}

function definitionOf(sketch: Sketch): KpiView['definition'] {
  return {
    purpose: `How well do we do on ${sketch.name.toLowerCase()}?`,
    description: 'Counted on the day the goods left, in the dataset’s own zone.',
    objective: 'Delight customers',
    category: 'operational',
    calculation: [
      { label: 'Numerator', text: "count(*) where delivered_on <= promised_on and status != 'cancelled'", from: null },
      { label: 'Denominator', text: "count(*) where status != 'cancelled'", from: null },
    ],
    measuredIn: sketch.unit.symbol,
    cadence: 'month',
    finalAfterDays: 5,
    status: ['On track: at least 100 % of target', 'At risk: at least 95 % of target'],
    datasets: sketch.manual ? ['manual-values'] : ['orders'],
    file: 'kpis/operations.yaml',
    line: 42,
  }
}

/** The explanation of one number. */
export function explanation(id: string): Explanation | null {
  const view = kpiPage(id, usual)
  if (!view) return null
  return {
    answer: view.row.answer,
    unit: view.row.unit,
    target: view.target,
    definition: view.definition,
    why: view.row.why,
    judged: view.judged,
    counted: null,
    statements: [
      {
        dataset: 'orders',
        sql: 'SELECT c.gregorian_month, count(*) FILTER (WHERE f.delivered_on <= f.promised_on)\nFROM facts_orders f\nJOIN calendar c ON c.day = f._day\nGROUP BY 1',
        rows: 37,
      },
    ],
    batches: [
      { dataset: 'orders', batch: 'b-0012', rows: 8123, at: '2026-04-02T05:00:11Z', origin: 'orders-2026-03.csv' },
      { dataset: 'orders', batch: 'b-0011', rows: 7904, at: '2026-03-02T05:00:09Z', origin: 'orders-2026-02.csv' },
    ],
    rowCount: 8123,
    days: ['orders: ordered_at on the clocks of Europe/Paris'],
    moved: null,
    recomputed: { value: view.row.answer.value, agrees: true },
  }
}

export const kpiList = groups.flatMap((group, index) =>
  group.rows.map((sketch) => ({
    id: sketch.id,
    name: sketch.name,
    category: ['financial', 'financial', 'customer', 'operational', 'employee'][index] ?? 'operational',
    owner: 'maria@acme.example',
    objective: group.name,
  })),
)
