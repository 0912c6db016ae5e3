import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generate } from '../../examples/retail/generate.ts'
import { type AskDeps, ask, askNumbers } from '../../src/app/ask.ts'
import { finalValue } from '../../src/app/forecast/final.ts'
import { override } from '../../src/app/overrides/override.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Question } from '../../src/domain/answer.ts'
import { toNumber } from '../../src/domain/number-format.ts'
import { day } from '../../src/time/day.ts'
import { type OpenFolder, openFolder, questionOf } from '../support/open-folder.ts'
import { formula, kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

/** Values alone must be those of the answers, to the last bit, and what is final what forecasts learn from. */

async function expectTheSame(deps: AskDeps, questions: readonly Question[]): Promise<readonly number[]> {
  const { answers } = await ask(deps, questions, localOwner)
  const all = await askNumbers(deps, questions, localOwner)
  const final = await askNumbers(deps, questions, localOwner, { final: true })
  const flat = (lines: readonly Float64Array[]) => lines.flatMap((line) => [...line])
  expect(flat(all.lines)).toEqual(answers.map(({ value }) => toNumber(value) ?? Number.NaN))
  expect(flat(final.lines)).toEqual(answers.map((answer) => finalValue(answer) ?? Number.NaN))
  return flat(all.lines)
}

const documents = `kind: workspace
id: shop
name: Shop
zone: UTC
today: 2026-05-12
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: sales
source: files
from: sales.csv
key: [id]
time: { column: day }
row: sale
columns:
  id: text
  day: date
  region: { type: text, missing: ['-'] }
  net: decimal(2)
  rate: decimal(4)
  size: integer
  pieces: integer
dimensions: [region]
${kpi('net', measure('sales', 'sum(net)'))}
${kpi('weighted', measure('sales', 'sum(net * rate)'))}
${kpi('size', measure('sales', 'sum(size / 7)'))}
${kpi('sales', measure('sales', 'count()'), 'sales')}
${kpi('least', measure('sales', 'min(net)'))}
${kpi('kinds', measure('sales', 'count_distinct(region)'), 'regions')}
${kpi('middle', measure('sales', 'median(net)'))}
${kpi('other-scales', ratio('sum(net)', 'sum(rate)', 'sales'))}
${kpi('huge', ratio('sum(net * 1000000000)', 'sum(rate)', 'sales'))}
${kpi('per-piece', ratio("sum(net) where region != 'north'", 'sum(pieces)', 'sales'))}
${kpi('per-size', ratio('sum(net)', 'sum(size / 7)', 'sales'))}
${kpi('both-doubles', ratio('sum(net / 3)', 'sum(size / 7)', 'sales'))}
${kpi('over-kpis', ratio('[net]', '[sales]'), '1 / sale')}
${kpi('alias', formula('[net]'))}
${kpi('growth', formula("[net] - prior([net], 'month')"))}
${kpi('zero', measure('sales', 'sum(net)'), '1', 'no-rows: zero')}
${kpi('to-date', '{ type: to-date, of: net, within: year }')}
${kpi('rolling', '{ type: rolling, of: net, over: 3 months }')}
${kpi('typed', '{ type: manual, rate: true }')}
`

/** Sales of ten regions and of none, with gaps, zeros, negative amounts and pieces that add up to nothing. */
const rows = Array.from({ length: 400 }, (_, index) => {
  const month = 1 + ((index * 7) % 12)
  const [year, day] = [index % 3 === 0 ? 2026 : 2025, 1 + (index % 27)]
  const date = `${year}-${String(year === 2026 ? 1 + (month % 5) : month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const region = index % 11 === 10 ? '-' : index % 11 === 0 ? 'north' : `r${index % 11}`
  const net = index % 13 === 0 ? '' : ((index % 17) * 91.37 - 300).toFixed(2)
  return `s${index},${date},${region},${net},${((index % 9) * 0.1234).toFixed(4)},${index},${(index % 3) - 1}`
})

describe('every kind of calculation', () => {
  let small: SmallWorkspace
  beforeAll(async () => {
    small = await smallWorkspace(documents, { 'sales.csv': ['id,day,region,net,rate,size,pieces', ...rows] })
  })
  afterAll(() => small?.close())

  test.each([
    ['2024-11', '2026-07'],
    ['2025-W50', '2026-W22'],
    ['2026-04-20', '2026-05-14'],
    ['2024', '2026'],
    ['total', 'total'],
  ] as const)('%s to %s, whole, by region and in one of them', async (from, to) => {
    const { catalog } = small.deps
    const questions = [...catalog.kpis.keys()].flatMap((id) => [
      questionOf(catalog, id, [from, to]),
      questionOf(catalog, id, [from, to], { by: ['region'] }),
      questionOf(catalog, id, [from, to], { scope: 'region=r3' }),
    ])
    const values = await expectTheSame(small.deps, questions)
    expect(values.some(Number.isFinite)).toBe(true)
  })

  test('split by all members at once, each member is what a statement of its own gives', async () => {
    const { catalog } = small.deps
    const questions = ['net', 'per-piece', 'sales', 'least'].map((id) =>
      questionOf(catalog, id, ['2025-01', '2026-05'], { by: ['region'] }),
    )
    const [together, alone] = [
      await ask(small.deps, questions, localOwner, { fresh: true }),
      await ask(small.deps, questions, localOwner, { plan: 'naive' }),
    ]
    expect(together.answers.map(({ value }) => value)).toEqual(alone.answers.map(({ value }) => value))
    expect(new Set(together.answers.map(({ scope }) => scope)).size).toBe(11)
  })

  test('read to an earlier day, as of an instant, and where a person set a value', async () => {
    const { catalog } = small.deps
    const questions = [...catalog.kpis.keys()].map((id) => questionOf(catalog, id, ['2025-12', '2026-05']))
    await expectTheSame({ ...small.deps, through: day(20_560) }, questions)
    await expectTheSame({ ...small.deps, asOf: '2026-05-01T00:00:00Z' }, questions)
    const request = { kpi: 'net', period: '2026-03', value: '12.5', reason: 'the till was robbed', until: null }
    expect(await override(small.deps, request, localOwner)).toMatchObject({ ok: true })
    expect(await expectTheSame(small.deps, questions)).toContain(12.5)
  })
})

describe('the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-numbers-'))
  let work: OpenFolder
  beforeAll(async () => {
    const example = join(import.meta.dirname, '../../examples/retail')
    cpSync(example, folder, { recursive: true, filter: (path) => !/retail\/(data|\.bellwether)$/.test(path) })
    generate(folder)
    work = await openFolder(folder)
    await work.loadAll()
  })
  afterAll(async () => {
    await work?.close()
    rmSync(folder, { recursive: true })
  })

  test('each KPI by month and quarter', async () => {
    const { catalog } = work.deps
    const ids = [...catalog.kpis.keys()]
    const questions = ids.flatMap((id) => [
      questionOf(catalog, id, ['2023-07', '2026-12']),
      questionOf(catalog, id, ['2023-Q3', '2026-Q4']),
    ])
    await expectTheSame(work.deps, questions)
  })
})
