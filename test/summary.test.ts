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
import { outlookView } from '../src/app/summary/outlook.ts'
import { scorecardSummaryView } from '../src/app/summary/scorecard.ts'
import { kpiView } from '../src/app/view/kpi.ts'
import { scorecardView } from '../src/app/view/scorecard.ts'
import { localOwner } from '../src/domain/access.ts'
import type { Result } from '../src/domain/result.ts'
import { outlookSentences } from '../src/domain/sentence/outlook.ts'
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

test('where the KPIs of a scorecard are heading is what their forecasts say, all at once or a few at a time', {
  timeout: 120_000,
}, async () => {
  const asked = { id: 'company', period: '2026-06' }
  const outlook = good(await outlookView(work.deps, asked, localOwner))
  if (process.env.SHOW) console.log(outlook.sentences.map(({ text }) => text).join('\n'), '\n')
  expectTraceable(outlook, { outlook })
  expect(outlook.kpis).toHaveLength(outlook.total)
  const place = { period: outlook.period.text, scope: outlook.scope.text, grain: outlook.grain }
  for (const { kpi, end, median, odds } of outlook.kpis) {
    const forecast = good(await forecastView(work.deps, { ...place, kpi }, localOwner))
    const last = forecast.origin === null ? null : (forecast.landing ?? forecast.periods.at(-1) ?? null)
    expect([kpi, end, median, odds]).toEqual([kpi, last?.label ?? null, last?.median ?? null, last?.odds ?? null])
  }
  const some = []
  for (let from = 0; from < outlook.total; from += 10) {
    const slice = good(await outlookView(work.deps, { ...asked, from, count: 10 }, localOwner))
    expect(slice.sentences).toEqual([])
    some.push(...slice.kpis)
  }
  expect(some).toEqual(outlook.kpis)
  expect(outlookSentences(some)).toEqual(outlook.sentences)
})

const periodBefore = (period: string): string => `2026-0${Number(period.at(-1)) - 1}`
