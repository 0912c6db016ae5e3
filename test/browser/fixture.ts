import type { Answer } from '../../src/domain/answer.ts'
import type { Explanation, KpiView, Pickers, ScorecardRow, ScorecardView } from '../../src/domain/view.ts'
import { answerAt, answersOf, asOf, LAST, monthLabel } from './fixture-answers.ts'
import { groups, type Sketch } from './fixture-kpis.ts'

// Views made in code, with every state a page must draw: test data for pictures and browser tests, never shipped.
const owners = ['Nadia Haddad', 'Claire Dubois', 'Jonas Weber', 'Maria Costa', 'Tom Okafor', 'Lena Vogel']

function rowOf(sketch: Sketch, index: number, asked: number): ScorecardRow {
  const series = answersOf(sketch, 14, asked)
  const answer = series.find((one) => one.period === monthLabel(asked).text) ?? answerAt(sketch, asked, asked, null)
  const value = answer.value === null ? null : Number(answer.value)
  const target = typeof answer.target === 'string' ? Number(answer.target) : null
  const owner = owners[index % owners.length] ?? ''
  return {
    kpi: sketch.id,
    name: sketch.name,
    purpose: `How well do we do on ${sketch.name.toLowerCase()}?`,
    owner: { id: `${owner.split(' ')[0]?.toLowerCase()}@acme.example`, name: owner },
    unit: sketch.unit,
    good: sketch.good,
    weight: '1',
    bands: sketch.target === null ? { atRisk: null, onTrack: null } : { atRisk: 0.95, onTrack: 1 },
    answer,
    gap: value === null || target === null ? null : value - target,
    series,
    why: sketch.why ?? 'Within its usual variation.',
  }
}

const pickers = (asked: number): Pickers => ({
  grains: [
    { grain: 'month', label: 'Month' },
    { grain: 'quarter', label: 'Quarter' },
    { grain: 'year', label: 'Year' },
  ],
  periods: Array.from({ length: 18 }, (_, index) => monthLabel(LAST - index)).filter(
    (label) => label.text <= monthLabel(Math.max(asked, LAST)).text,
  ),
  scopes: [
    { text: 'unit:acme', label: 'Acme Group', depth: 0 },
    { text: 'unit:north', label: 'North', depth: 1 },
    { text: 'unit:oslo', label: 'Oslo', depth: 2 },
    { text: 'unit:south', label: 'South', depth: 1 },
  ],
})

function ordinalOf(period: string | null): number {
  const match = /^(\d{4})-(\d{2})$/.exec(period ?? '')
  return match ? Number(match[1]) * 12 + Number(match[2]) - 1 : LAST - 1
}

/** A scorecard of 28 KPIs, or of `many` made by repeating them under new names. */
export function scorecard(period: string | null, scope: string | null, many = 0): ScorecardView {
  const asked = ordinalOf(period)
  const copies = many === 0 ? 1 : Math.ceil(many / 28)
  let index = 0
  const made = Array.from({ length: copies }, (_, copy) =>
    groups.map((group) => ({
      objective: copy === 0 ? group.objective : `${group.objective}-${copy}`,
      name: copy === 0 ? group.name : `${group.name} ${copy}`,
      perspective: group.perspective,
      rows: group.rows.map((sketch) =>
        rowOf(
          copy === 0 ? sketch : { ...sketch, id: `${sketch.id}-${copy}`, name: `${sketch.name} ${copy}` },
          index++,
          asked,
        ),
      ),
    })),
  ).flat()
  const rows = made.flatMap((group) => group.rows)
  const count = (status: string) =>
    rows.filter((row) => row.answer.status === status && !row.answer.flags.includes('ahead')).length
  const ahead = rows.filter((row) => row.answer.flags.includes('ahead')).length
  const judged = count('on-track') + count('at-risk') + count('off-track') + ahead
  const on = count('on-track') + ahead
  return {
    id: many === 0 ? 'company' : 'many',
    name: many === 0 ? 'Company scorecard' : 'A thousand KPIs',
    grain: 'month',
    period: monthLabel(asked),
    scope: pickers(asked).scopes.find((one) => one.text === scope) ?? { text: 'unit:acme', label: 'Acme Group' },
    sentence: {
      lead: `${on} of ${rows.length} KPIs are on track.`,
      rest: 'Deliveries, margin and staff turnover are not.',
    },
    counts: {
      'on-track': count('on-track'),
      'at-risk': count('at-risk'),
      'off-track': count('off-track'),
      ahead,
      'not-judged': rows.length - judged,
    },
    score: 84,
    reported: rows.filter((row) => row.answer.state === 'value').length,
    total: rows.length,
    groups: made.map((group) => ({
      ...group,
      score: 81,
      status: 'at-risk',
      reported: group.rows.filter((row) => row.answer.state === 'value').length,
      total: group.rows.length,
    })),
    asOf,
    dataThrough: '2026-04-02',
    pickers: pickers(asked),
  }
}

/** One KPI's page; null for an id the fixture does not have. */
export function kpiPage(id: string, period: string | null): KpiView | null {
  const asked = ordinalOf(period)
  const sketch = groups.flatMap((group) => group.rows).find((one) => one.id === id)
  if (!sketch) return null
  const row = rowOf(sketch, 3, asked)
  const trend = answersOf(sketch, 37, asked)
  const at = (ordinal: number) => trend.find((answer) => answer.period === monthLabel(ordinal).text) ?? null
  const member = (dimension: string, name: string, factor: number): Answer => ({
    ...answerAt({ ...sketch, target: null }, asked, asked, Number(row.answer.value ?? sketch.base) * factor),
    scope: `unit:acme/${dimension}=${name}`,
  })
  return {
    row,
    grain: 'month',
    period: monthLabel(asked),
    scope: { text: 'unit:acme', label: 'Acme Group' },
    sentence: {
      lead: `${sketch.name} fell to its lowest in three years in March.`,
      rest: 'Two carriers in the North explain 6.1 of the 8.8 points missing.',
    },
    trend,
    labels: trend.map((answer) => monthLabel(ordinalOf(answer.period))),
    previous: at(asked - 1),
    lastYear: at(asked - 12),
    splits: [
      {
        dimension: 'region',
        members: [
          member('region', 'North', 0.83),
          member('region', 'East', 1.02),
          member('region', 'South', 1.07),
          member('region', 'West', 1.05),
        ],
      },
      {
        dimension: 'channel',
        members: [member('channel', 'Web', 1.01), member('channel', 'Store', 0.97), member('channel', 'Phone', 0.94)],
      },
    ],
    definition: definitionOf(sketch),
    pickers: pickers(asked),
  }
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
    datasets: ['orders'],
    file: 'kpis/operations.yaml',
    line: 42,
  }
}

/** The explanation of one number. */
export function explanation(id: string): Explanation | null {
  const view = kpiPage(id, null)
  if (!view) return null
  return {
    answer: view.row.answer,
    definition: view.definition,
    why: view.row.why,
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
