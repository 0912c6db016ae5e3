import type { Column, Dataset } from '../catalog.ts'
import { type MeasureUnit, pure } from '../measure-unit.ts'
import type { ValueType } from './algebra.ts'
import type { CheckContext, ColumnAt } from './context.ts'
import { boolean, date, double, text, whole } from './types.ts'

const money: ValueType = { kind: 'decimal', scale: 2 }
const instant: ValueType = { kind: 'instant' }
const decimal = (scale: number): ValueType => ({ kind: 'decimal', scale })
const EUR: MeasureUnit = { EUR: 1 }

type Named = readonly [name: string, type: ValueType, unit?: MeasureUnit, noun?: string]

const column = ([name, type, unit = pure, noun]: Named): Column => ({
  name,
  type,
  unit,
  from: name,
  format: null,
  missing: [],
  decimalSign: '.',
  required: false,
  ...(noun === undefined ? {} : { noun }),
})

function dataset(id: string, rowNoun: string, columns: readonly Named[], lookUps: Dataset['lookUps'] = []): Dataset {
  const time = columns.some(([name]) => name === 'ordered_on') ? { column: 'ordered_on', zone: 'UTC' } : null
  return {
    id,
    name: id,
    source: 'shop',
    from: `${id}.csv`,
    key: null,
    time,
    rows: 'event',
    rowNoun,
    columns: columns.map(column),
    lookUps,
    dimensions: [],
    onError: 'refuse',
    shape: id,
    place: {},
  }
}

const orders: Dataset = dataset(
  'orders',
  'order line',
  [
    ['order_id', text],
    ['line', whole],
    ['ordered_on', date],
    ['shipped_on', date],
    ['paid_at', instant],
    ['sent_at', instant],
    ['quantity', whole],
    ['price', money, EUR],
    ['cost', money, EUR],
    ['fee', money, { USD: 1 }],
    ['weight', double],
    ['discount', decimal(4)],
    ['hours', money, { hour: 1 }],
    ['stay', whole, { day: 1 }],
    ['rate', decimal(12)],
    ['status', text],
    ['region', text],
    ['customer_id', text],
    ['till', text, pure, 'cash desk'],
    ['paid', boolean],
    ['date', date],
  ],
  [{ name: 'customer', dataset: 'customers', by: ['customer_id'] }],
)

const customers: Dataset = dataset(
  'customers',
  'customer',
  [
    ['id', text],
    ['segment', text],
    ['score', whole],
    ['country_id', text],
    ['since', date],
  ],
  [{ name: 'country', dataset: 'countries', by: ['country_id'] }],
)

const countries: Dataset = dataset('countries', 'country', [
  ['id', text],
  ['name', text],
  ['population', whole, { person: 1 }],
])

const stores: Dataset = dataset('online-stores', 'online-stores', [
  ['id', text],
  ['area', whole],
])

export const datasets: ReadonlyMap<string, Dataset> = new Map(
  [orders, customers, countries, stores].map((one) => [one.id, one]),
)

function lookUp(id: string, path: readonly string[]): ColumnAt {
  const from = datasets.get(id)
  const [step = '', ...rest] = path
  if (from === undefined) return { ok: false, what: 'column', step, dataset: id, names: null }
  if (rest.length === 0) {
    const found = from.columns.find((one) => one.name === step)
    if (found !== undefined) return { ok: true, column: found, dataset: from }
    return { ok: false, what: 'column', step, dataset: id, names: from.columns.map((one) => one.name) }
  }
  const next = from.lookUps.find((one) => one.name === step)
  if (next !== undefined) return lookUp(next.dataset, rest)
  return { ok: false, what: 'look-up', step, dataset: id, names: from.lookUps.map((one) => one.name) }
}

/** What KPIs of the tests are measured in; `faulty` is one that cannot be known. */
export const kpiUnits: Readonly<Record<string, MeasureUnit | null>> = {
  revenue: EUR,
  'net-revenue': EUR,
  orders: { order: 1 },
  headcount: { person: 1 },
  margin: pure,
  faulty: null,
}

/** A context over one of the tests' datasets, or none. */
export function contextOf(id: string | null): CheckContext {
  return {
    dataset: id === null ? null : (datasets.get(id) ?? null),
    lookUp: (path) => lookUp(id ?? '', path),
    kpiUnit: (kpi) => (Object.hasOwn(kpiUnits, kpi) ? (kpiUnits[kpi] ?? null) : null),
    kpiIds: Object.keys(kpiUnits),
    calendar: 'gregorian',
  }
}
