import type { GrainName } from '../../../time/calendar.ts'
import { contains, within } from '../../../time/period.ts'
import { compare, type Decimal, printDecimal } from '../../decimal.ts'
import { type Path, textOf } from '../document.ts'
import { type Draft, type Entry, type Finding, found, foundKey, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { statusRules } from '../judging.ts'
import type { KpiSpec } from '../kpi.ts'
import { defaultCalendar } from '../make-calendars.ts'
import { amountAt, baseOf, periodsOf } from '../make-target.ts'
import type { TargetSpec } from '../target.ts'

/** Targets fit their KPI: its direction, its calendar's periods, its cadence. */
export const targets: Rule = (draft) => [...draft.targets.values()].flatMap((entry) => checkOne(draft, entry))

function checkOne(draft: Draft, entry: Entry<TargetSpec>): Finding[] {
  const kpi = draft.kpis.get(entry.spec.kpi)
  const findings = [...daysOf(entry), ...bandsOf(entry), ...weightsOf(draft, entry, kpi)]
  if (kpi === undefined) return findings
  const growth = growthOf(draft, entry, kpi)
  return [...findings, ...planOf(entry, kpi), ...periods(draft, entry, kpi), ...positiveOf(entry, kpi), ...growth]
}

/** Every amount of a target with its path; bands give two. */
function amountsOf(entry: Entry<TargetSpec>): { path: Path; amount: Decimal }[] {
  const spec = entry.spec
  const single = (['value', 'total'] as const).filter((name) => Object.hasOwn(spec, name)).map((name): Path => [name])
  const byPeriod = 'values' in spec ? Object.keys(spec.values).map((period): Path => ['values', period]) : []
  return [...single, ...byPeriod].flatMap((path) => {
    const amount = amountAt(entry.document, path)
    return amount === null ? [] : [{ path, amount }]
  })
}

function bandPaths(spec: TargetSpec): Path[] {
  if ('low' in spec) return [[]]
  if (!('values' in spec)) return []
  return Object.entries(spec.values).flatMap(([period, one]): Path[] =>
    typeof one === 'object' ? [['values', period]] : [],
  )
}

function planOf(entry: Entry<TargetSpec>, kpi: Entry<KpiSpec>): Finding[] {
  const { good } = kpi.spec
  const band = wantsBand(kpi.spec)
  const derived = (['growth', 'derived'] as const).filter((name) => name in entry.spec).map((name): Path => [name])
  const single = [...amountsOf(entry).map((one) => one.path), ...derived]
  const wrong = band ? single : bandPaths(entry.spec)
  const first = wrong[0]
  if (first === undefined) return []
  const params = { kpi: kpi.id, good, plan: band ? 'a single amount' : 'a band' }
  return [found(entry, first.length === 0 ? ['low'] : first, (place) => definitionIssue('target/plan', params, place))]
}

/** Bands are for good: between, unless its rules are ranges of attainment. */
const wantsBand = ({ good, status }: KpiSpec): boolean =>
  good === 'between' && !statusRules(status, good).some((rule) => rule.of === 'percent')

function bandsOf(entry: Entry<TargetSpec>): Finding[] {
  return bandPaths(entry.spec).flatMap((path): Finding[] => {
    const low = amountAt(entry.document, [...path, 'low'])
    const high = amountAt(entry.document, [...path, 'high'])
    if (low === null || high === null || compare(low, high) < 0) return []
    const params = { low: printDecimal(low), high: printDecimal(high) }
    return [found(entry, [...path, 'low'], (place) => definitionIssue('target/band', params, place))]
  })
}

function daysOf(entry: Entry<TargetSpec>): Finding[] {
  const spec = entry.spec
  if (!('from' in spec) || spec.from === undefined || spec.until === undefined || spec.from <= spec.until) return []
  const params = { from: spec.from, until: spec.until }
  return [found(entry, ['until'], (place) => definitionIssue('target/dates', params, place))]
}

function periods(draft: Draft, entry: Entry<TargetSpec>, kpi: Entry<KpiSpec>): Finding[] {
  if (!('values' in entry.spec)) return []
  const calendar = kpi.spec.calendar ?? defaultCalendar(draft)
  if (!draft.made.calendars.has(calendar)) return []
  let first: string | null = null
  const seen = new Set<number>()
  return periodsOf(Object.keys(entry.spec.values), draft.made.calendars, calendar).flatMap(
    ({ text, period }): Finding[] => {
      const at = (issue: Parameters<typeof foundKey>[2]) => [foundKey(entry, ['values', text], issue)]
      if (period === null) return at((place) => definitionIssue('target/period', { period: text, calendar }, place))
      first ??= period.grain
      const grains = { period: text, grain: period.grain, first }
      if (period.grain !== first) return at((place) => definitionIssue('target/grain', grains, place))
      if (seen.has(period.ordinal))
        return at((place) => definitionIssue('target/period-twice', { period: text }, place))
      seen.add(period.ordinal)
      return []
    },
  )
}

function positiveOf(entry: Entry<TargetSpec>, kpi: Entry<KpiSpec>): Finding[] {
  const rules = statusRules(kpi.spec.status, kpi.spec.good)
  if (!rules.some((rule) => rule.of === 'percent')) return []
  return amountsOf(entry)
    .filter((one) => one.amount.units <= 0n)
    .map((one) => {
      const params = { kpi: kpi.id, amount: textOf(entry.document, one.path) ?? printDecimal(one.amount) }
      return found(entry, one.path, (place) => definitionIssue('target/not-positive', params, place))
    })
}

function growthOf(draft: Draft, entry: Entry<TargetSpec>, kpi: Entry<KpiSpec>): Finding[] {
  const { spec, document } = entry
  if (!('growth' in spec)) return []
  const rate = amountAt(document, ['growth'])
  const written = textOf(document, ['growth']) ?? ''
  const lost = rate !== null && compare(rate, { units: -1n, scale: 0 }) <= 0
  const findings = lost
    ? [found(entry, ['growth'], (place) => definitionIssue('target/growth', { growth: written }, place))]
    : []
  const calendar = kpi.spec.calendar ?? defaultCalendar(draft)
  const own = draft.made.calendars.get(calendar)
  if (own === undefined || typeof spec.baseline !== 'object' || !('period' in spec.baseline)) return findings
  const base = baseOf(entry, draft.made.calendars, calendar)
  const { cadence } = kpi.spec
  if (base?.kind === 'period' && contains(own, base.grain as GrainName, cadence)) return findings
  const path = ['baseline', 'period']
  const params = { period: textOf(document, path) ?? '', cadence, calendar }
  return [...findings, found(entry, path, (place) => definitionIssue('target/baseline', params, place))]
}

/** The periods of a year that get a share each; weekly and daily amounts come from months. */
function periodsPerYear(draft: Draft, year: number, kpi: Entry<KpiSpec>): { count: number; grain: string } | null {
  const calendar = draft.made.calendars.get(kpi.spec.calendar ?? defaultCalendar(draft))
  const { cadence } = kpi.spec
  const grain = cadence === 'quarter' || cadence === 'year' ? cadence : 'month'
  const found = calendar?.parse(String(year)) ?? null
  if (calendar === undefined || found === null || !contains(calendar, 'year', grain)) return null
  const [from, until] = within(calendar, 'year', found.ordinal, grain)
  return { count: until - from, grain }
}

function weightsOf(draft: Draft, entry: Entry<TargetSpec>, kpi: Entry<KpiSpec> | undefined): Finding[] {
  const spec = entry.spec
  if (!('spread' in spec) || typeof spec.spread !== 'object') return []
  const { weights } = spec.spread
  const path = ['spread', 'weights']
  const amounts = weights.map((_, i) => amountAt(entry.document, [...path, i]))
  const negative = amounts.findIndex((one) => one !== null && one.units < 0n)
  const none = amounts.every((one) => one?.units === 0n)
  if (negative >= 0 || none) {
    const at = [...path, Math.max(negative, 0)]
    const weight = textOf(entry.document, at) ?? '0'
    return [found(entry, at, (place) => definitionIssue('weight/negative', { weight }, place))]
  }
  const periods = kpi === undefined ? null : periodsPerYear(draft, spec.year, kpi)
  if (periods === null || periods.count === weights.length) return []
  const params = { found: weights.length, expected: periods.count, cadence: periods.grain }
  return [found(entry, path, (place) => definitionIssue('target/weights', params, place))]
}
