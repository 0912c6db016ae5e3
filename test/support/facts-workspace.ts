import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Deps } from '../../src/app/deps.ts'
import { removeOrphans } from '../../src/app/remove-orphans.ts'
import { syncFacts } from '../../src/app/sync.ts'
import { connectors } from '../../src/connectors/index.ts'
import type { Catalog, Column, Dataset, Kpi } from '../../src/domain/catalog.ts'
import { manualSource, manualValues } from '../../src/domain/definition/manual-values.ts'
import type { ValueType } from '../../src/domain/formula/algebra.ts'
import { openFacts } from '../../src/engine/open.ts'
import type { Facts } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { gregorian } from '../../src/time/gregorian.ts'

/** Help for tests of data coming in: a catalog of two datasets and two manual KPIs, real store, real engine. */

const column = (name: string, type: ValueType): Column => ({
  name,
  type,
  unit: {},
  from: name,
  format: null,
  missing: [],
  decimalSign: '.',
  required: false,
})

const text: ValueType = { kind: 'text' }
const money: ValueType = { kind: 'decimal', scale: 2 }

export const customers: Dataset = {
  id: 'customers',
  name: 'Customers',
  source: 'shop',
  from: 'customers.csv',
  key: ['id'],
  time: null,
  rows: 'event',
  rowNoun: 'customer',
  columns: [column('id', text), column('region', text)],
  lookUps: [],
  dimensions: [],
  onError: 'refuse',
  shape: 'c1',
  place: {},
}

export const orders: Dataset = {
  ...customers,
  id: 'orders',
  name: 'Orders',
  from: 'orders-*.csv',
  time: { column: 'day', zone: 'Europe/Paris' },
  rowNoun: 'order',
  columns: [column('id', text), column('day', { kind: 'date' }), column('customer', text), column('amount', money)],
  lookUps: [{ name: 'buyer', dataset: 'customers', by: ['customer'] }],
  shape: 'o1',
}

/** Nobody asks for these KPIs: they are only typed. */
const nothing = { kind: 'constant', value: { units: 0n, scale: 0 } } as const

const manualKpi = (id: string, rate: boolean): Kpi => ({
  id,
  name: id,
  purpose: 'to be typed',
  elapsedBy: 'day',
  compare: [],
  description: null,
  objective: null,
  category: 'customer',
  calculations: [
    {
      from: null,
      calculation: { type: 'manual', calc: nothing, parts: [], typed: { overTime: 'last', rollUp: 'own-first', rate } },
    },
  ],
  unit: {},
  measuredIn: '1',
  good: 'up',
  cadence: 'month',
  calendar: 'gregorian',
  finalAfterDays: 0,
  restatementTolerance: null,
  noRows: 'no-data',
  owner: null,
  leading: false,
  judgedBy: null,
  pace: null,
  chart: 'auto',
  falseAlarms: null,
  benchmarks: [],
  status: [],
  tags: [],
  place: {},
})

export function catalogOf(...datasets: readonly Dataset[]): Catalog {
  const all = [...datasets, manualValues]
  const source = { id: 'shop', name: 'Shop', connector: 'csv', options: { path: 'data' }, place: {} }
  return {
    revision: '0',
    workspace: {
      id: 'w',
      name: 'W',
      mission: null,
      vision: null,
      calendar: 'gregorian',
      zone: 'UTC',
      currency: null,
      locale: 'en',
      judgedBy: 'budget',
      falseAlarms: null,
      today: null,
      lateClosing: 'with-reason',
    },
    sources: new Map([
      [source.id, source],
      [manualSource.id, manualSource],
    ]),
    datasets: new Map(all.map((dataset) => [dataset.id, dataset])),
    units: new Map([
      [
        'north',
        {
          id: 'north',
          name: 'North',
          level: 'team',
          parent: null,
          children: [],
          members: [],
          where: null,
          wheres: [],
          owner: null,
          zone: null,
        },
      ],
    ]),
    objectives: new Map(),
    kpis: new Map([
      ['nps', manualKpi('nps', false)],
      ['retention', manualKpi('retention', true)],
    ]),
    targets: [],
    scorecards: new Map(),
    calendars: new Map([[gregorian.id, gregorian]]),
  }
}

export const clock = { now: () => 1_770_000_000_000 }

export interface Workspace {
  readonly deps: Deps
  readonly close: () => Promise<void>
}

/** Opens store and engine of a workspace folder as a start of the program does. */
export async function openWorkspace(
  folder: string,
  catalog: Catalog = catalogOf(customers, orders),
  fail: (name: string) => void = () => {},
): Promise<Workspace> {
  const state = join(folder, '.bellwether')
  const store = await openStore({ file: join(state, 'state.sqlite'), clock })
  const facts = await openFacts({ folder: state, memoryMb: 256, threads: 1, log: () => {} })
  const deps: Deps = { catalog, facts, store, clock, folder, connectors, fail }
  await removeOrphans(deps)
  await syncFacts(deps)
  return {
    deps,
    close: async () => {
      await facts.close()
      await store.close()
    },
  }
}

export function temporaryWorkspace(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-data-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export function put(folder: string, name: string, lines: readonly string[]): void {
  const path = join(folder, 'data', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${lines.join('\n')}\n`)
}

/** Rows of a statement as plain values. */
export async function rows(facts: Facts, statement: string): Promise<readonly (readonly unknown[])[]> {
  const result = await facts.query({ text: statement, params: [] })
  return Array.from({ length: result.rows }, (_, row) =>
    result.columns.map((found) => {
      if (found.kind === 'codes') return found.members[found.values[row] ?? -1] ?? null
      return found.valid?.[row] === 0 ? null : Number(found.values[row])
    }),
  )
}
