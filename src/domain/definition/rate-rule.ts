import type { RateAt, RateRule } from '../rates/rule.ts'
import type { Draft } from './draft.ts'
import type { RatesSpec } from './rates.ts'

/** The rates that count for a KPI: what it says itself, else what the workspace says; null where neither names a table. */
export function rateRule(draft: Draft, own: RatesSpec, calendar: string): RateRule | null {
  const all = draft.workspaces[0]?.spec.rates
  const table = own?.dataset ?? all?.dataset
  if (table === undefined || draft.made.datasets.get(table)?.rates === undefined) return null
  const kind = own?.at ?? all?.at ?? 'day'
  const at: RateAt = kind === 'day' ? { kind } : { kind, calendar, grain: own?.by ?? all?.by ?? 'month' }
  return { table, at, yearsBack: 0 }
}
