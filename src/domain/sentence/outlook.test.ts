import { expect, test } from 'vitest'
import type { SaidOdds } from '../forecast-view.ts'
import type { OutlookKpi } from '../outlook-view.ts'
import { outlookSentences } from './outlook.ts'

const period = (text: string) => ({ text, label: text, short: text, start: null, end: null, complete: false })
const kpi = (name: string, odds: SaidOdds | null, end: string | null = '2026'): OutlookKpi => ({
  kpi: name.toLowerCase(),
  name,
  unit: { kind: 'count', symbol: 'orders' },
  end: end === null ? null : period(end),
  median: end === null ? null : 10,
  target: odds === null ? null : 12,
  odds,
})
const about = (percent: number): SaidOdds => ({ word: 'about', percent })
const texts = (kpis: readonly OutlookKpi[]) => outlookSentences(kpis).map(({ text }) => text)

test('who is likely to get there, who is in doubt, and of whom nobody knows', () => {
  expect(
    texts([kpi('Sales', about(75)), kpi('Margin', about(25)), kpi('Orders', about(50)), kpi('Visits', null)]),
  ).toEqual([
    'Of 3 KPIs with a target in 2026, 1 is likely to reach it, 1 may or may not and 1 hardly will.',
    'Most in doubt: Margin (about 25 %) and Orders (about 50 %).',
  ])
  expect(texts([kpi('Sales', { word: 'above', percent: 95 }, '2026-12'), kpi('Margin', about(80))])).toEqual([
    'Of 2 KPIs with a target at the end of their forecast, 2 are likely to reach theirs.',
  ])
})

test('the least odds are named first, three of them; what cannot be told is named too', () => {
  const doubted = ['A', 'B', 'C', 'D'].map((name, index) => kpi(name, about(40 - 10 * index)))
  const unknown = ['K', 'L', 'M', 'N', 'O'].map((name) => kpi(name, null, null))
  expect(texts([...doubted, ...unknown])).toEqual([
    'Of 4 KPIs with a target in 2026, 0 are likely to reach theirs, 2 may or may not and 2 hardly will.',
    'Most in doubt: D (about 10 %), C (about 20 %) and B (about 30 %).',
    'Where K, L, M and 2 more are heading cannot be told yet.',
  ])
  expect(texts([kpi('Sales', null)])).toEqual([])
})
