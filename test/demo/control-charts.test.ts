import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ruling } from '../../src/domain/ruling.ts'
import type { SignalsView } from '../../src/domain/signals-view.ts'
import { signals as judge, rhythms } from '../../src/insight/signals/index.ts'
import { ruleSets } from '../../src/insight/signals/rules/index.ts'
import { runLength } from '../../src/insight/signals/run-length.ts'
import { randomOf } from '../../src/insight/statistics/random.ts'
import { writePlant } from '../support/plant.ts'
import { bellwether, killServed, type Served, serveFolder } from '../support/program.ts'

/**
 * Control-chart discipline: limits, the rule that fired, dismissal with a reason, limits anew from a date; all of it by
 * command line and HTTP, recorded, as of an instant, undone, exported and imported.
 */
const place = mkdtempSync(join(tmpdir(), 'bellwether-demo-'))

let server: Served

async function run<T>(...args: readonly string[]): Promise<T> {
  const done = await bellwether([...args, '--json'], { cwd: place })
  if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.err}`)
  return JSON.parse(done.out)
}

async function call<T>(path: string, body?: object): Promise<{ readonly status: number; readonly body: T }> {
  const init = body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const answered = await fetch(`${server.url}/api/v1${path}`, init)
  return { status: answered.status, body: (await answered.json()) as T }
}
interface Refusal {
  readonly issues: readonly { readonly code: string; readonly message: string }[]
}
const refused = async (path: string, body: object) => {
  const { status, body: found } = await call<Refusal>(path, body)
  return `${status} ${found.issues[0]?.code}: ${found.issues[0]?.message}`
}
const seen = async (more = '') => (await call<SignalsView>(`/kpis/output/signals?period=2026-06${more}`)).body
const dismissals = '/kpis/output/signals/dismissals'
const newLimits = '/kpis/output/signals/limits'

beforeAll(async () => {
  writePlant(place)
  await run('load')
  server = await serveFolder(place)
})
afterAll(() => {
  killServed()
  rmSync(place, { recursive: true, force: true })
})

test('limits, the rules that fired and alerts are told; nothing has moved them', async () => {
  const found = await seen()
  const { periods, findings, alerts, segments, proposal } = found
  expect(segments).toMatchObject([{ from: '2022-01', to: '2026-06', status: 'locked', points: 24, ruling: null }])
  const [first] = periods
  expect(periods.every(({ upper, lower }) => upper === first?.upper && lower === first?.lower)).toBe(true)
  expect(findings).toContainEqual(
    expect.objectContaining({ rule: 'beyond-limits', at: '2024-05', side: 1, dismissed: null }),
  )
  expect(findings.some(({ rule, at }) => rule === 'run-of-8' && at === '2025-09')).toBe(true)
  expect(alerts.map(({ at }) => at)).toContain('2024-05')
  expect(proposal?.advisable).toBe(true)
  expect(proposal?.from).toMatch(/^2025-0[12]$/)
  // The command line says the same.
  expect(await run('signals', 'output', '2026-06')).toEqual(found)
})

test('a signal is dismissed for a reason, once, and stays to be seen', async () => {
  expect(await refused(dismissals, { period: '2024-05' })).toMatch(/^422 signals\/reason: Dismissing a signal/)
  expect(await refused(dismissals, { period: '2024-06', reason: 'x' })).toMatch(/^422 signals\/nothing-told/)
  const word = await run<Ruling>('signals', 'dismiss', 'output', '2024-05', '--reason', 'planned trial run')
  expect(word).toMatchObject({ kind: 'dismissal', period: '2024-05', rule: null, reason: 'planned trial run' })
  expect(await refused(dismissals, { period: '2024-05', reason: 'again' })).toContain('waits for anybody')
  const { findings, alerts } = await seen()
  for (const one of [...findings, ...alerts].filter(({ at }) => at === '2024-05'))
    expect(one.dismissed).toMatchObject({ id: word.id, reason: 'planned trial run' })
  expect(findings.some(({ at, dismissed }) => at > '2024-05' && dismissed === null)).toBe(true)
})

test('limits are reckoned anew from a date, where a person says why; against the data only even so', async () => {
  const before = await seen()
  expect(await refused(newLimits, { period: '2025-02' })).toContain('New limits need a reason')
  expect(await refused(newLimits, { period: '2027-01', reason: 'x' })).toContain('no finished value')
  expect(await refused(newLimits, { period: '2023-03', reason: 'a hunch' })).toMatch(
    /^422 signals\/not-advised: The data speak against .* complete no rule/,
  )
  const word = await run<Ruling>('signals', 'confirm', 'output', '2025-02', '--reason', 'second line')
  expect(word).toMatchObject({ kind: 'baseline', period: '2025-02', known: '2026-07' })
  expect(word.answers.map(({ answer }) => answer)).toEqual(['yes', 'person', 'yes', 'yes'])
  expect(await refused(newLimits, { period: '2025-02', reason: 'again' })).toContain('confirmed new limits')
  const after = await seen()
  expect(after.segments).toMatchObject([
    { from: '2022-01', to: '2025-01', ruling: null },
    { from: '2025-02', to: '2026-06', ruling: { id: word.id, reason: 'second line' } },
  ])
  const limits = ({ periods }: SignalsView, from: string, to: string) =>
    periods.filter(({ label }) => label.text >= from && label.text < to).map(({ lower, centre }) => [lower, centre])
  // The old segment stays exactly as it was; the new one lies about the new level.
  expect(limits(after, '2022-01', '2025-02')).toEqual(limits(before, '2022-01', '2025-02'))
  for (const [, centre] of limits(after, '2025-02', '2027-01')) expect(Math.abs((centre ?? 0) - 112)).toBeLessThan(3)
  expect(after.findings.filter(({ at, rule }) => at >= '2025-02' && rule === 'run-of-8')).toEqual([])
  expect(after.proposal).toBeNull()
})

test('words are taken back with a reason, and as of an instant each stands as it stood', async () => {
  const { rulings } = await seen()
  const id = rulings.find(({ kind }) => kind === 'baseline')?.id
  expect(await refused(`/rulings/${id}/undo`, {})).toMatch(/^422 signals\/reason/)
  const between = new Date().toISOString()
  const undone = await call<Ruling>(`/rulings/${id}/undo`, { reason: 'the line was sold' })
  expect([undone.status, undone.body.undone?.reason]).toEqual([200, 'the line was sold'])
  expect(await refused(`/rulings/${id}/undo`, { reason: 'again' })).toMatch(/^409 signals\/undone/)
  expect(await refused('/rulings/99/undo', { reason: 'x' })).toMatch(/^404 signals\/unknown-word/)
  expect((await seen()).segments).toHaveLength(1)
  const then = await seen(`&asOf=${between}`)
  expect(then.rulings.map(({ kind }) => kind)).toEqual(['baseline', 'dismissal'])
  const again = await call<Ruling>(newLimits, { period: '2025-03', reason: 'a third line', evenSo: true })
  expect([again.status, again.body.reason]).toEqual([200, 'a third line'])
  expect((await seen()).segments.map(({ from }) => from)).toEqual(['2022-01', '2025-03'])
})

test('words are part of an export and of what is imported', async () => {
  const now = await seen()
  await server.stop()
  await run('export', join(place, 'out'))
  await run('import', join(place, 'out'), join(place, 'in'))
  const done = await bellwether(['signals', join(place, 'in'), 'output', '2026-06', '--json'])
  const found: SignalsView = JSON.parse(done.out)
  expect(found.rulings).toHaveLength(3)
  expect(found).toEqual(now)
})

test('random series of 500 points fire at the theoretical rate', () => {
  // With limits that are known, Wheeler's rules complete a signal every 127.27 values on average (Champ and Woodall 1987).
  const between = runLength(ruleSets.wheeler.flatMap(({ pattern }) => (pattern ? [pattern] : []))).mean
  expect(between).toBeCloseTo(127.27, 1)
  const random = randomOf(11)
  let signals = 0
  let values = 0
  for (let series = 0; series < 40; series++) {
    const drawn = Array.from({ length: 500 }, () => random.normal())
    // Limits from a long stable past stand for known ones.
    const past = Array.from({ length: 3000 }, () => random.normal())
    const year = { ...rhythms.year, firstJudged: Number.POSITIVE_INFINITY }
    const { chart } = judge({ rhythm: year, values: [...past, ...drawn] }, { chart: { baseline: 3000 } })
    // Runs begin anew after each signal, as run lengths are reckoned.
    let free = 3000
    for (const { at, periods } of chart.findings) {
      if (at < 3000 || (periods[0] ?? at) < free) continue
      signals++
      free = at + 1
    }
    values += 500
  }
  // About 157 are due in 20,000 values; three standard deviations of a count of rare events.
  expect(Math.abs(signals - values / between)).toBeLessThan(3 * Math.sqrt(values / between))
})
