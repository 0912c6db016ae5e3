import { askIssue } from '../../domain/ask-issues.ts'
import type { Catalog, Scope } from '../../domain/catalog.ts'
import type { Issue } from '../../domain/issue.ts'
import { nearest } from '../../domain/nearest.ts'
import type { MoneyView } from '../../domain/rates/rule.ts'

/** A currency (a code, or `own` for that of the unit asked about) and rates (`constant`, or a table) as people write them. */
export interface MoneyText {
  readonly currency?: string | undefined
  readonly rates?: string | undefined
}

/** In which currency and at which rates is asked; null for each KPI's own way. Mistakes are recorded. */
export function moneyView(
  { catalog, asOf }: { readonly catalog: Catalog; readonly asOf?: string },
  { currency, rates }: MoneyText,
  scope: Scope | null,
  issues: Issue[],
): MoneyView | null {
  if (currency === undefined && rates === undefined) return null
  if (asOf !== undefined) issues.push(askIssue('ask/money-as-of', {}, {}))
  const view = {
    currency: currency === undefined ? null : currencyOf(catalog, currency, scope, issues),
    rates: rates === undefined ? null : ratesOf(catalog, rates, issues),
  }
  return view.currency === null && view.rates === null ? null : view
}

function currencyOf(catalog: Catalog, text: string, scope: Scope | null, issues: Issue[]): string | null {
  if (text !== 'own') {
    if (/^[A-Z]{3}$/.test(text)) return text
    issues.push(askIssue('ask/currency', { found: text }, {}))
    return null
  }
  if (scope === null || scope.unit === null) return null
  const own = reportingCurrency(catalog, scope.unit)
  if (own === null) issues.push(askIssue('ask/no-own-currency', { unit: scope.unit }, {}))
  return own
}

/** The currency that a unit reports in: its own, else that of the nearest unit above it that has one. */
export function reportingCurrency({ units }: Catalog, id: string): string | null {
  for (let unit = units.get(id); unit !== undefined; unit = units.get(unit.parent ?? ''))
    if (unit.currency !== undefined) return unit.currency
  return null
}

function ratesOf({ datasets }: Catalog, name: string, issues: Issue[]): MoneyView['rates'] {
  if (name === 'constant') return name
  const tables = [...datasets.values()].flatMap(({ id, rates }) => (rates === undefined ? [] : [id]))
  if (tables.includes(name)) return { table: name }
  issues.push(askIssue('ask/unknown-rates', { name, near: nearest(name, ['constant', ...tables]), tables }, {}))
  return null
}
