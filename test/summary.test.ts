import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generate } from '../examples/retail/generate.ts'
import { driversView } from '../src/app/drivers.ts'
import { forecastView } from '../src/app/forecast.ts'
import { paceView } from '../src/app/pace.ts'
import { signalsView } from '../src/app/signals.ts'
import { kpiSummaryView } from '../src/app/summary/kpi.ts'
import { scorecardSummaryView } from '../src/app/summary/scorecard.ts'
import { kpiView } from '../src/app/view/kpi.ts'
import { scorecardView } from '../src/app/view/scorecard.ts'
import { localOwner } from '../src/domain/access.ts'
import type { Result } from '../src/domain/result.ts'
import { expectTraceable } from './support/claims.ts'
import { type OpenFolder, openFolder } from './support/open-folder.ts'

/** What the demo says of its KPIs and scorecards, each figure traced to where the API has it. */
const example = join(import.meta.dirname, '../examples/retail')
const folder = mkdtempSync(join(tmpdir(), 'bellwether-summary-'))
let work: OpenFolder

beforeAll(async () => {
  cpSync(example, folder, { recursive: true, filter: (path) => !/retail\/(data|\.bellwether)$/.test(path) })
  generate(folder)
  work = await openFolder(folder)
  await work.loadAll()
}, 120_000)
afterAll(async () => {
  await work.close()
  rmSync(folder, { recursive: true })
})

function good<T>(found: Result<T>): T {
  if (!found.ok) throw new Error(found.issues.map(({ message }) => message).join(' '))
  return found.value
}

const perhaps = <T>(found: Result<T>): T | null => (found.ok ? found.value : null)

async function summaryOf(kpi: string, period?: string, scope?: string) {
  const input = { kpi, ...(period && { period }), ...(scope && { scope }) }
  const summary = good(await kpiSummaryView(work.deps, input, localOwner))
  const asked = { kpi, period: summary.period.text, scope: summary.scope.text, grain: summary.grain }
  const sources = {
    kpi: good(await kpiView(work.deps, { ...asked, id: kpi }, localOwner)),
    signals: perhaps(await signalsView(work.deps, asked, localOwner)),
    drivers: perhaps(await driversView(work.deps, { ...asked, compare: 'prior' }, localOwner)),
    pace: perhaps(await paceView(work.deps, asked, localOwner)),
    forecast: perhaps(await forecastView(work.deps, asked, localOwner)),
  }
  return { summary, sources }
}

test('every number that is said of any KPI of a scorecard is a claim, and stands where the claim says', {
  timeout: 300_000,
}, async () => {
  const about = new Set<string>()
  const scorecard = work.deps.catalog.scorecards.get('company')
  const kpis = scorecard?.groups.flatMap((group) => group.kpis.map(({ kpi }) => kpi)) ?? []
  for (const kpi of kpis) {
    const { summary, sources } = await summaryOf(kpi)
    if (process.env.SHOW) console.log(summary.sentences.map(({ text }) => text).join('\n'), '\n')
    expect(summary.sentences.length).toBeGreaterThan(1)
    expectTraceable(summary, sources)
    for (const { from } of summary.sentences) about.add(from)
  }
  expect([...about].sort()).toEqual(['cause', 'forecast', 'pace', 'signal', 'status', 'value'])
})

test('an unfinished period is told so far, against what is due by now, and without a cause', {
  timeout: 60_000,
}, async () => {
  const { summary, sources } = await summaryOf('sales', '2026-07')
  expectTraceable(summary, sources)
  if (process.env.SHOW) console.log(summary.sentences.map(({ text }) => text).join('\n'), '\n')
  expect(summary.sentences.map(({ from }) => from)).not.toContain('cause')
  expect(summary.sentences[0]?.text).toContain(' so far in July 2026')
})

test('of what is not known nothing is said but that', { timeout: 60_000 }, async () => {
  const { summary, sources } = await summaryOf('sales', '2019-03')
  expectTraceable(summary, sources)
  expect(summary.sentences.map(({ text }) => text)).toEqual([
    'There is no value for Sales in March 2019: there are no data.',
    'Where it is heading cannot be told yet.',
  ])
})

test('a scorecard says who is on track, what changed since the month before, and what weighs in its score', async () => {
  for (const [id, period] of [
    ['company', '2026-05'],
    ['north', '2026-06'],
    ['company', '2026-07'],
  ] as const) {
    const summary = good(await scorecardSummaryView(work.deps, { id, period }, localOwner))
    if (process.env.SHOW) console.log(summary.sentences.map(({ text }) => text).join('\n'), '\n')
    const [scorecard, before] = await Promise.all(
      [period, periodBefore(period)].map(async (one) =>
        good(await scorecardView(work.deps, { id, period: one }, localOwner)),
      ),
    )
    expectTraceable(summary, { scorecard, before })
    const has = summary.sentences.map(({ from }) => from)
    expect(has).toContain('status')
    expect(has.includes('score')).toBe(true)
  }
})

const periodBefore = (period: string): string => `2026-0${Number(period.at(-1)) - 1}`
