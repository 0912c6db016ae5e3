import type { Column, Dataset, DatasetTime, Dimension, LookUp } from '../catalog.ts'
import { rowCurrency } from '../rates/rule.ts'
import type { RowPolicy } from '../row-policy.ts'
import { parseColumnType } from './column-type.ts'
import type { DatasetSpec } from './dataset.ts'
import { type Path, valueAt } from './document.ts'
import type { Entry } from './draft.ts'
import { durationDays } from './fields.ts'
import { makeRateTable } from './make-rates.ts'
import { makeTargetTable } from './target-table.ts'
import { wordsAt } from './words.ts'

/** What a dataset takes from its workspace where it says nothing itself. */
export interface DatasetDefaults {
  readonly zone: string
  readonly currency: string | null
}

/** A dataset document as the catalog holds it, but for its dimensions and the hash of its shape. */
export function makeDataset(entry: Entry<DatasetSpec>, defaults: DatasetDefaults): Dataset {
  const { spec, document } = entry
  const rates = makeRateTable(spec.rates)
  const targets = makeTargetTable(spec.targets)
  return {
    id: entry.id,
    name: spec.name ?? entry.id,
    source: spec.source,
    from: spec.from,
    key: spec.key === 'none' ? null : [spec.key].flat(),
    time: makeTime(spec, defaults),
    rows: spec.rows ?? 'event',
    rowNoun: spec.row ?? entry.id,
    columns: Object.keys(spec.columns).flatMap((name) => makeColumn(entry, name, defaults)),
    lookUps: Object.entries(spec['look-ups'] ?? {}).map(
      ([name, one]): LookUp => ({ name, dataset: one.dataset, by: [one.by].flat() }),
    ),
    dimensions: [],
    onError: spec['on-error'] ?? 'refuse',
    ...(spec.lag === undefined ? {} : { lagDays: durationDays(spec.lag) }),
    ...makePolicy(entry),
    ...(spec.watermark === undefined
      ? {}
      : { watermark: { column: spec.watermark.column, overlapDays: durationDays(spec.watermark.overlap ?? '1 day') } }),
    shape: '',
    ...(rates === null ? {} : { rates }),
    ...(targets === null ? {} : { targets }),
    place: document.place,
  }
}

function makePolicy({ spec, document }: Entry<DatasetSpec>): { readonly deliveries?: RowPolicy } {
  const { deliveries, deleted, window } = spec
  switch (deliveries) {
    case undefined:
    case 'append':
      return {}
    case 'full':
      return { deliveries: { kind: 'full' } }
    case 'window':
      return { deliveries: { kind: 'window', grain: window ?? 'day' } }
    case 'upsert': {
      if (deleted === undefined) return { deliveries: { kind: 'upsert', deleted: null } }
      const mark =
        typeof deleted === 'string'
          ? { column: deleted, words: null }
          : { column: deleted.column, words: wordsAt(document, ['deleted', 'is']) }
      return { deliveries: { kind: 'upsert', deleted: mark } }
    }
  }
}

function makeTime({ time }: DatasetSpec, defaults: DatasetDefaults): DatasetTime | null {
  if (time === undefined) return null
  const through = time.column.split('.').slice(0, -1)
  const until =
    time.until === undefined ? {} : { until: { column: time.until, inclusive: time['until-inclusive'] ?? false } }
  const covers = time.covers === undefined ? {} : { covers: time.covers }
  const own = { column: time.column, zone: time.zone ?? defaults.zone, ...until, ...covers }
  return through.length === 0 ? own : { ...own, through }
}

/** The time of a dataset whose rows take the day of rows they look up: its zone is where that day was decided. */
export function decidedTime(datasets: ReadonlyMap<string, Dataset>, dataset: Dataset): DatasetTime | null {
  const { time } = dataset
  if (time?.through === undefined) return time
  const found = findColumn(datasets, dataset.id, time.column.split('.'))
  const decided = found.ok ? found.dataset.time : null
  const covers = time.covers ?? decided?.covers
  return { ...time, zone: decided?.zone ?? time.zone, ...(covers === undefined ? {} : { covers }) }
}

function makeColumn(entry: Entry<DatasetSpec>, name: string, defaults: DatasetDefaults): Column[] {
  const written = entry.spec.columns[name]
  if (written === undefined) return []
  const options = typeof written === 'string' ? null : written
  const parsed = parseColumnType(typeof written === 'string' ? written : written.type)
  if (parsed === null) return []
  const at = (...path: Path) => (valueAt(entry.document.data, path) === undefined ? [] : wordsAt(entry.document, path))
  const column: Column = {
    name,
    type: parsed.type,
    unit: moneyUnit(options?.currency) ?? parsed.unit ?? (defaults.currency === null ? {} : { [defaults.currency]: 1 }),
    from: options?.from ?? name,
    format: options?.format ?? null,
    missing: options?.missing === undefined ? at('missing') : at('columns', name, 'missing'),
    decimalSign: options?.['decimal-sign'] ?? entry.spec['decimal-sign'] ?? '.',
    required: mustStand(entry.spec, name) || (options?.required ?? isKey(entry.spec, name)),
  }
  const groupSign = options?.['group-sign'] ?? entry.spec['group-sign']
  const marks = options?.marks ?? entry.spec.marks
  return [
    {
      ...column,
      ...(options?.noun === undefined ? {} : { noun: options.noun }),
      ...(groupSign === undefined ? {} : { groupSign }),
      ...(marks === undefined ? {} : { marks }),
      ...(options?.round === undefined ? {} : { round: options.round }),
      ...(options?.currency === undefined ? {} : { currency: options.currency.split('.') }),
      ...holding(entry.spec, name),
    },
  ]
}

const moneyUnit = (currency: string | undefined) =>
  currency === undefined ? null : { [rowCurrency(currency.split('.'))]: 1 }

/** Columns that others call currencies hold codes; the rate of a table of rates is one. */
function holding({ rates, columns }: DatasetSpec, name: string): Pick<Column, 'holds'> {
  if (rates?.rate === name) return { holds: 'rate' }
  const named = Object.values(columns).some((one) => typeof one === 'object' && one.currency === name)
  return named || rates?.from === name || rates?.to === name ? { holds: 'currency' } : {}
}

const isKey = ({ key }: DatasetSpec, name: string): boolean => key !== 'none' && [key].flat().includes(name)

/** What decides which row stands can never be empty: the key of upserted rows, the day of rows in windows. */
const mustStand = (spec: DatasetSpec, name: string): boolean =>
  (spec.deliveries === 'upsert' && isKey(spec, name)) || (spec.deliveries === 'window' && spec.time?.column === name)

/** The dimensions whose columns exist. */
export function makeDimensions(entry: Entry<DatasetSpec>, datasets: ReadonlyMap<string, Dataset>): Dimension[] {
  return (entry.spec.dimensions ?? []).flatMap((one): Dimension[] => {
    const [name, of] = typeof one === 'string' ? [one, one] : [one.name, one.of]
    const path = of.split('.')
    const column = findColumn(datasets, entry.id, path)
    return column.ok ? [{ name, expr: { kind: 'column', path, type: column.column.type } }] : []
  })
}

/** What decides how rows are read: when it changes, they are read again. */
export function shapeText(dataset: Dataset, source: unknown): string {
  const { key, time, rows, from, columns, onError, deliveries } = dataset
  const policy = deliveries === undefined ? [] : [deliveries]
  return JSON.stringify([
    dataset.source,
    source,
    from,
    key,
    time,
    rows,
    onError,
    columns.map((one) => ({ ...one, unit: null, noun: null, currency: undefined })),
    ...policy,
  ])
}

export type FoundColumn =
  | { readonly ok: true; readonly column: Column; readonly dataset: Dataset }
  /** `names` are the columns and look-ups there are; null where the dataset itself is unknown. */
  | {
      readonly ok: false
      readonly what: 'column' | 'look-up'
      readonly step: string
      readonly dataset: string
      readonly names: readonly string[] | null
    }

/** Follows a path (`customer.region`) through look-ups to a column. */
export function findColumn(datasets: ReadonlyMap<string, Dataset>, id: string, path: readonly string[]): FoundColumn {
  const dataset = datasets.get(id)
  const [step = '', ...rest] = path
  if (dataset === undefined) return { ok: false, what: 'column', step, dataset: id, names: null }
  if (rest.length === 0) {
    const column = dataset.columns.find((one) => one.name === step)
    if (column !== undefined) return { ok: true, column, dataset }
    return { ok: false, what: 'column', step, dataset: id, names: dataset.columns.map((one) => one.name) }
  }
  const lookUp = dataset.lookUps.find((one) => one.name === step)
  if (lookUp === undefined)
    return { ok: false, what: 'look-up', step, dataset: id, names: dataset.lookUps.map((one) => one.name) }
  return findColumn(datasets, lookUp.dataset, rest)
}

/** The type of a column as written. */
export function typeText(spec: DatasetSpec, column: string): string {
  const written = Object.hasOwn(spec.columns, column) ? spec.columns[column] : undefined
  return typeof written === 'object' ? written.type : (written ?? '')
}
