import type { LeadingView } from '../../src/domain/leading-view.ts'
import { leadingSentence } from '../../src/domain/sentence/leading.ts'
import type { KpiView } from '../../src/domain/view.ts'

/** Another KPI of the fixture that moves two periods before. */
export function leadingOf({ row, grain, scope }: KpiView): LeadingView {
  const view = {
    kpi: row.kpi,
    name: row.name,
    grain,
    scope,
    leads: [{ kpi: 'complaints', name: 'Complaints', lag: 2, strength: -0.61, pairs: 34, chance: 0.012 }],
    looked: 60,
    kpis: 10,
    longest: 6,
    alike: [],
    tooShort: [],
  }
  return { ...view, sentence: leadingSentence(view) }
}
