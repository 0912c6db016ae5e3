import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import { askAll, closeAll, oracleFile } from './ask-all.ts'
import { expectSameByCommand } from './by-command.ts'

const name = 'formula_vectors'
const present = existsSync(oracleFile(name))

type Line = Readonly<Record<'ordered' | 'delivered' | 'days_late', number>>
type Input = number | readonly number[] | readonly (readonly Line[])[]
type Value = number | null

interface Vector {
  readonly kpi: string
  readonly inputs: Readonly<Record<string, Input>>
  readonly expected: Value | Readonly<Record<string, Value>>
}

/** Vector and value as published → our KPI; a vector of one value has no name for it. */
const kpis: Readonly<Record<string, string | Readonly<Record<string, string>>>> = {
  percent_change: 'percent-change',
  cagr: 'cagr',
  ratio_of_sums: 'ratio-of-sums',
  percentiles: { p10: 'p10', p50: 'p50', p90: 'p90' },
  inventory_turnover: {
    turnover: 'inventory-turnover',
    days_inventory_outstanding_365: 'days-inventory-outstanding',
    with_mean_of_opening_and_closing: 'turnover-of-ends',
    with_plain_mean_of_13: 'turnover-of-month-ends',
  },
  gmroi: 'gmroi',
  otif: {
    order_otif: 'order-otif',
    line_otif: 'line-otif',
    on_time_lines: 'on-time-lines',
    line_fill: 'line-fill',
    unit_fill: 'unit-fill',
  },
  marketing: { roas: 'roas', cpa: 'cpa', cpc: 'cpc', cpm: 'cpm', ctr: 'ctr', cvr: 'cvr', roi: 'roi' },
  ltv: { ltv: 'ltv', ltv_to_cac: 'ltv-to-cac', payback_months: 'payback-months' },
  clv_discounted: { clv_first_margin_at_end: 'clv', clv_first_margin_now: 'clv-now' },
  absence_rate: 'absence-rate',
  nps: 'nps',
  enps: { enps: 'nps', response_rate: 'response-rate' },
  csat: 'csat',
  oee: 'oee',
  reliability: { mtbf: 'mtbf', mttr: 'mttr', availability: 'availability' },
  safety: { ltifr: 'ltifr', trir: 'trir' },
  cash_conversion_cycle: 'cash-conversion-cycle',
}

/** Published values whose text says which one of a vector's it is: without conversions, what one costs. */
const onlyValue: Readonly<Record<string, string>> = { marketing: 'cpa' }

/** Published to ten digits after the point. */
const published = (value: number): number => Number(value.toFixed(10))

describe.skipIf(!present)('formula vectors (skipped where ../shared/data is absent)', () => {
  let folder: string
  let vectors: readonly Vector[]
  beforeAll(() => {
    vectors = JSON.parse(readFileSync(oracleFile(name), 'utf8')).kpis
    folder = mkdtempSync(join(tmpdir(), `bellwether-${name}-`))
    cpSync(join(import.meta.dirname, name), folder, { recursive: true })
    writeInputs(join(folder, 'data'), vectors)
  })
  afterAll(async () => {
    await closeAll()
    rmSync(folder, { recursive: true, force: true })
  })

  test('every published value', async () => {
    const ids = [...new Set(Object.values(kpis).flatMap((one) => (typeof one === 'string' ? one : Object.values(one))))]
    const answers = await askAll(folder, { kpis: ids, from: 'total', to: 'total', by: ['vector'] })
    const found = new Map(answers.map((answer) => [`${answer.kpi} ${answer.scope}`, answer]))
    const compared = vectors.flatMap((vector, index) => comparisons(vector, index, found))
    expect(compared.map(({ what, value }) => `${what}: ${value}`)).toEqual(
      compared.map(({ what, expected }) => `${what}: ${expected}`),
    )
    expect(compared.length).toBeGreaterThan(40)
    expect(vectors.filter(({ kpi }) => kpis[kpi] === undefined)).toEqual([])
  })

  test('the command line gives the same', async () => {
    await expectSameByCommand(folder, [{ grain: 'total', by: ['vector'] }])
  }, 120_000)
})

/** Each published value beside ours; null where the formula is divided by zero. */
function comparisons({ kpi, expected }: Vector, index: number, found: ReadonlyMap<string, Answer>) {
  const names = kpis[kpi]
  if (names === undefined) return []
  const values: Readonly<Record<string, Value>> =
    typeof expected === 'object' && expected !== null ? expected : { [onlyValue[kpi] ?? '']: expected }
  return Object.entries(values).map(([own, value]) => {
    const id = typeof names === 'string' ? names : names[own]
    const answer = found.get(`${id} vector=${index}`)
    if (answer === undefined) throw new Error(`nothing was answered for ${kpi} ${own} of vector ${index}`)
    const ours = answer.state === 'undefined' ? null : published(Number(answer.value ?? Number.NaN))
    return { what: `${index} ${kpi} ${own}`, value: ours, expected: value }
  })
}

/** The inputs as files: numbers as a row per vector, lists as rows, orders as the lines they are. */
function writeInputs(folder: string, vectors: readonly Vector[]): void {
  const scalars = vectors.map(({ inputs }) =>
    Object.entries(inputs).filter((input): input is [string, number] => typeof input[1] === 'number'),
  )
  const columns = [...new Set(scalars.flatMap((one) => one.map(([own]) => own)))]
  const rows = scalars.map((one, vector) => {
    const values = Object.fromEntries(one)
    return [vector, ...columns.map((column) => values[column] ?? '')].join()
  })
  const lists = vectors.flatMap(({ inputs }, vector) =>
    Object.entries(inputs).flatMap(([own, list]) => (Array.isArray(list) ? [{ vector, own, list }] : [])),
  )
  const series = lists.flatMap(({ vector, own, list }) =>
    list.flatMap((value: unknown, position) =>
      typeof value === 'number' ? [[vector, own, position, value].join()] : [],
    ),
  )
  const lines = lists.flatMap(({ vector, list }) =>
    list.flatMap((order: unknown, number) =>
      Array.isArray(order)
        ? order.map((line: Line, index) => [vector, number, index, line.ordered, line.delivered, line.days_late].join())
        : [],
    ),
  )
  mkdirSync(folder)
  const put = (file: string, all: readonly string[]) => writeFileSync(join(folder, file), `${all.join('\n')}\n`)
  put('vectors.csv', [['vector', ...columns].join(), ...rows])
  put('series.csv', ['vector,name,position,value', ...series])
  put('lines.csv', ['vector,order_no,line,ordered,delivered,days_late', ...lines])
}
