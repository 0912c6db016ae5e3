import type { SummaryView } from '../../src/domain/summary-view.ts'

/** Two sentences of a page that do not stand on it anyway. */
export function summaryOf(id: string): SummaryView {
  return {
    id,
    name: id,
    grain: 'month',
    period: {
      text: '2026-03',
      label: 'March 2026',
      short: 'Mar 26',
      start: '2026-03-01',
      end: '2026-04-01',
      complete: true,
    },
    scope: { text: '', label: 'Everything' },
    sentences: [
      { about: 'changed', from: 'signal', text: 'That is a signal: beyond a natural limit.', claims: [] },
      { about: 'heading', from: 'forecast', text: 'It is heading for a better year.', claims: [] },
    ],
  }
}
