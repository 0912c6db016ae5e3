import type { Absence, Answer, Flag, Status } from '../../src/domain/answer.ts'
import type {
  Explanation,
  KpiView,
  PeriodLabel,
  Pickers,
  ScorecardRow,
  ScorecardView,
  UnitLabel,
} from '../../src/domain/view.ts'

/** Views made in code, with every state a page must draw: test data for pictures and browser tests, never shipped. */
interface Sketch {
  readonly id: string
  readonly name: string
  readonly unit: UnitLabel
  readonly base: number
  readonly target: number | { readonly low: number; readonly high: number } | null
  readonly slope: number
  readonly noise: number
  readonly good: 'up' | 'down' | 'between'
  readonly last?: number
  readonly state?: Absence
  readonly ahead?: boolean
  readonly gaps?: readonly number[]
  readonly owner?: string
  readonly why?: string
}

const euro: UnitLabel = { kind: 'currency', symbol: 'EUR' }
const percent: UnitLabel = { kind: 'percent', symbol: '%' }
const days: UnitLabel = { kind: 'count', symbol: 'days' }
const orders: UnitLabel = { kind: 'count', symbol: 'orders' }
const points: UnitLabel = { kind: 'other', symbol: 'points' }
const perHead: UnitLabel = { kind: 'other', symbol: 'EUR / head' }
const people: UnitLabel = { kind: 'count', symbol: 'people' }

const groups: readonly { objective: string; name: string; perspective: string; rows: readonly Sketch[] }[] = [
  {
    objective: 'grow-profitably',
    name: 'Grow profitably',
    perspective: 'financial',
    rows: [
      kpi('revenue', 'Revenue', euro, 12_400_000, 12_600_000, 'up', { slope: 0.002, noise: 0.03, last: 12_934_567.89 }),
      kpi('gross-margin', 'Gross margin', percent, 0.418, 0.415, 'up', {
        noise: 0.012,
        last: 0.397,
        why: 'Mix: spare parts fell to 18 % of sales, from 24 %.',
      }),
      kpi('operating-profit', 'Operating profit', euro, 1_800_000, 1_840_000, 'up', { noise: 0.05, last: 1_780_000 }),
      kpi('cash-conversion', 'Cash conversion', percent, 0.9, 0.88, 'up', { noise: 0.01, last: 0.904 }),
      kpi('revenue-per-head', 'Revenue per head', perHead, 18_500, 18_400, 'up', {
        noise: 0.03,
        last: 18_800,
        gaps: [4],
      }),
      kpi('discount-given', 'Discount given', percent, 0.057, 0.065, 'down', { noise: 0.05, last: 0.056, ahead: true }),
    ],
  },
  {
    objective: 'use-capital-well',
    name: 'Use capital well',
    perspective: 'financial',
    rows: [
      kpi('working-capital-days', 'Working capital days', days, 52, 52, 'down', { noise: 0.04, last: 50 }),
      kpi('return-on-capital', 'Return on capital', percent, 0.141, 0.142, 'up', { noise: 0.02, last: 0.142 }),
      kpi('stock-turns', 'Stock turns', { kind: 'other', symbol: '1' }, 6.2, 6.4, 'up', { noise: 0.03, last: 6.58 }),
      kpi('write-offs', 'Write-offs', euro, 0, 0, 'down', { noise: 0, last: 0 }),
    ],
  },
  {
    objective: 'delight-customers',
    name: 'Delight customers',
    perspective: 'customer',
    rows: [
      kpi('delivered-on-time', 'Delivered on time', percent, 0.945, 0.95, 'up', {
        noise: 0.006,
        last: 0.862,
        gaps: [6],
        why: 'Two carriers in the North explain 6.1 pp of the fall.',
      }),
      kpi('net-promoter-score', 'Net promoter score', points, 41, 40, 'up', { noise: 0.05, last: 44 }),
      kpi('returned-orders', 'Returned orders', percent, 0.046, 0.05, 'down', { noise: 0.04, last: 0.0491 }),
      kpi(
        'response-time',
        'Time to first answer',
        { kind: 'other', symbol: 'hours' },
        6.1,
        { low: 2, high: 6 },
        'between',
        {
          noise: 0.06,
          last: 6.9,
        },
      ),
      kpi('repeat-orders', 'Repeat orders', orders, 1820, null, 'up', { noise: 0.06, last: 1934 }),
      kpi('complaints', 'Complaints closed in 48 hours', percent, 0.9, 0.92, 'up', { noise: 0.02, state: 'late' }),
    ],
  },
  {
    objective: 'run-smoothly',
    name: 'Run smoothly',
    perspective: 'internal',
    rows: [
      kpi('orders', 'Orders', orders, 23_400, 23_000, 'up', { noise: 0.03, last: 24_112 }),
      kpi('average-order-value', 'Average order value', { kind: 'other', symbol: 'EUR / order' }, 84, 85, 'up', {
        noise: 0.02,
        last: 83.1,
      }),
      kpi('lead-time', 'Lead time', days, 3.4, 3.5, 'down', { noise: 0.05, last: 3.31 }),
      kpi('forecast-accuracy', 'Forecast accuracy', percent, 0.81, 0.8, 'up', { noise: 0.02, state: 'failed' }),
      kpi('supplier-audits', 'Supplier audits passed', percent, 0.97, 0.95, 'up', { noise: 0.01, state: 'not-due' }),
      kpi('energy', 'Energy per order', { kind: 'other', symbol: 'kWh / order' }, 2.1, 2.2, 'down', {
        noise: 0.03,
        state: 'undefined',
      }),
    ],
  },
  {
    objective: 'grow-people',
    name: 'Grow people',
    perspective: 'learning',
    rows: [
      kpi('headcount', 'Headcount', people, 688, 690, 'up', { noise: 0.004, last: 692 }),
      kpi('staff-turnover', 'Staff turnover', percent, 0.09, 0.09, 'down', {
        noise: 0.03,
        slope: 0.01,
        last: 0.112,
        why: 'Plant Graz, first-year leavers. Beyond usual variation.',
      }),
      kpi('training-hours', 'Training per person', { kind: 'other', symbol: 'hours' }, 3.1, 3, 'up', {
        noise: 0.04,
        last: 3.06,
      }),
      kpi('engagement', 'Engagement survey', points, 7.4, 7.5, 'up', { noise: 0.02, state: 'no-data' }),
      kpi('salary-band', 'Pay inside its band', percent, 0.96, 0.95, 'up', { noise: 0.01, state: 'hidden' }),
      kpi('apprentices', 'Apprentices', people, 24, null, 'up', { noise: 0, state: 'not-applicable' }),
    ],
  },
]

const owners = ['Nadia Haddad', 'Claire Dubois', 'Jonas Weber', 'Maria Costa', 'Tom Okafor', 'Lena Vogel']
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const asOf = '2026-04-03T07:40:00Z'
const revision = { catalog: '9c01e3ad5b7f2e64', facts: { orders: 12 } }
/** April 2026, the unfinished month, counted from year zero. */
const LAST = 2026 * 12 + 3

function kpi(
  id: string,
  name: string,
  unit: UnitLabel,
  base: number,
  target: Sketch['target'],
  good: Sketch['good'],
  more: Partial<Sketch>,
): Sketch {
  return { id, name, unit, base, target, slope: 0, noise: 0.02, good, ...more }
}

/** A small repeatable generator: the pictures must not change from run to run. */
function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

export function monthLabel(ordinal: number): PeriodLabel {
  const name = months[ordinal % 12] ?? ''
  const year = Math.floor(ordinal / 12)
  const text = (at: number) => `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
  return {
    text: text(ordinal),
    label: `${name} ${year}`,
    short: `${name.slice(0, 3)} ${String(year).slice(2)}`,
    start: `${text(ordinal)}-01`,
    end: `${text(ordinal + 1)}-01`,
    complete: ordinal < LAST,
  }
}

function answersOf(sketch: Sketch, count: number, asked: number): readonly Answer[] {
  const random = chance([...sketch.id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7))
  const all = Array.from({ length: 37 }, (_, index) => {
    const ordinal = LAST - 36 + index
    const drift = 1 + sketch.slope * (index - 20)
    const value = sketch.base * drift * (1 + (random() + random() - 1) * sketch.noise * 1.6)
    return answerAt(sketch, ordinal, asked, valueAt(sketch, ordinal, asked, value))
  })
  return all.slice(-count)
}

function valueAt(sketch: Sketch, ordinal: number, asked: number, value: number): number | null {
  if (ordinal === asked) return sketch.state ? null : (sketch.last ?? value)
  if (sketch.gaps?.includes(asked - ordinal)) return null
  const last = sketch.last
  if (last !== undefined && ordinal > asked - 3 && ordinal < asked) {
    const share = (ordinal - (asked - 3)) / 3
    return value + (last - value) * share
  }
  return ordinal > asked && last !== undefined ? last * 1.008 : value
}

function answerAt(sketch: Sketch, ordinal: number, asked: number, value: number | null): Answer {
  const label = monthLabel(ordinal)
  const raised =
    ordinal < 2026 * 12 && typeof sketch.target === 'number'
      ? sketch.target * (sketch.good === 'down' ? 1.03 : 0.975)
      : sketch.target
  const because: Absence = ordinal === asked ? (sketch.state ?? 'no-data') : ordinal > asked ? 'not-due' : 'no-data'
  const status = value === null ? because : judge(sketch, value, raised)
  const flags: Flag[] = ordinal === LAST ? ['unfinished', 'provisional'] : []
  if (sketch.ahead && status === 'on-track') flags.push('ahead')
  const whole = sketch.unit.kind === 'count' && sketch.unit.symbol !== 'days'
  const written =
    value === null
      ? null
      : sketch.unit.kind === 'currency'
        ? value.toFixed(2)
        : whole
          ? String(Math.round(value))
          : value
  return {
    kpi: sketch.id,
    scope: 'unit:acme',
    grain: 'month',
    period: label.text,
    start: label.start,
    end: label.end,
    state: value === null ? because : 'value',
    value: written,
    numerator: null,
    denominator: null,
    target:
      raised === null
        ? null
        : typeof raised === 'number'
          ? String(raised)
          : { low: String(raised.low), high: String(raised.high) },
    attainment:
      typeof raised === 'number' && value !== null && raised !== 0
        ? sketch.good === 'down'
          ? raised / value
          : value / raised
        : null,
    status,
    score: null,
    flags,
    asOf,
    dataThrough: '2026-04-02',
    revision,
  }
}

function judge(sketch: Sketch, value: number, target: Sketch['target']): Status {
  if (target === null) return 'no-target'
  if (typeof target === 'object') return value >= target.low && value <= target.high ? 'on-track' : 'at-risk'
  if (target === 0) return value === 0 ? 'on-track' : 'off-track'
  const attainment = sketch.good === 'down' ? target / value : value / target
  return attainment >= 0.998 ? 'on-track' : attainment >= 0.96 ? 'at-risk' : 'off-track'
}

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
