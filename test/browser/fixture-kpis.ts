import type { Absence } from '../../src/domain/answer.ts'
import type { UnitLabel } from '../../src/domain/view.ts'

/** How a made-up KPI behaves: its level, its drift, and what is to be seen of it in the period asked for. */
export interface Sketch {
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
  /** Its values are typed in. */
  readonly manual?: boolean
}

const euro: UnitLabel = { kind: 'currency', symbol: 'EUR' }
const percent: UnitLabel = { kind: 'percent', symbol: '%' }
const days: UnitLabel = { kind: 'count', symbol: 'days' }
const orders: UnitLabel = { kind: 'count', symbol: 'orders' }
const points: UnitLabel = { kind: 'other', symbol: 'points' }
const perHead: UnitLabel = { kind: 'other', symbol: 'EUR / head' }
const people: UnitLabel = { kind: 'count', symbol: 'people' }

/** Made-up KPIs with every state that a page must draw. */
export const groups: readonly { objective: string; name: string; perspective: string; rows: readonly Sketch[] }[] = [
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
      kpi('net-promoter-score', 'Net promoter score', points, 41, 40, 'up', { noise: 0.05, last: 44, manual: true }),
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
