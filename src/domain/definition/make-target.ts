import type { Calendar } from '../../time/calendar.ts'
import { parseDay } from '../../time/day.ts'
import { parsePeriod } from '../../time/period.ts'
import type { Scope, Target } from '../catalog.ts'
import type { Decimal } from '../decimal.ts'
import type { Allocation, GrowthBase, TargetPlan, TargetValue } from '../target/plan.ts'
import { usualVersion } from '../target/version.ts'
import { parseAmount } from './amount-text.ts'
import { type Document, isMap, type Path, placeWithin, textOf, valueAt } from './document.ts'
import type { Draft, Entry } from './draft.ts'
import { type Grid, readGrid } from './grid/read.ts'
import { defaultCalendar } from './make-calendars.ts'
import type { TargetSpec } from './target.ts'
import { whereAt } from './words.ts'

/** The amount written at `path`; null where there is none. */
export function amountAt(document: Document, path: Path): Decimal | null {
  const text = textOf(document, path)
  return text === null ? null : parseAmount(text)
}

/** Period texts with what they mean in `calendar` (or the calendar they name). */
export function periodsOf(texts: readonly string[], calendars: ReadonlyMap<string, Calendar>, calendar: string) {
  return texts.map((text) => ({ text, period: parsePeriod(text, calendars, calendar) }))
}

/** What a target is for. */
export const scopeOf = ({ spec, document }: Entry<TargetSpec>): Scope => ({
  unit: spec.scope?.unit ?? null,
  where: whereAt(document, ['scope', 'where']),
})

/** What a checked target document promises, as the catalog holds it; a grid promises something to each of its rows. */
export function makeTargets(draft: Draft, entry: Entry<TargetSpec>): readonly Target[] {
  const calendar = calendarOf(draft, entry.spec)
  if ('grid' in entry.spec) return gridTargets(draft, entry)
  const plan = makePlan(draft, entry.spec, entry, calendar)
  return plan === null ? [] : [makeTarget(entry, scopeOf(entry), plan)]
}

/** The calendar of the KPI that a target is for. */
export const calendarOf = (draft: Draft, spec: Pick<TargetSpec, 'kpi'>): string =>
  draft.kpis.get(spec.kpi)?.spec.calendar ?? defaultCalendar(draft)

/** The grid of a target document as it reads in its workspace; null where the document has none. */
export function gridOf(draft: Draft, entry: Entry<TargetSpec>): Grid | null {
  if (!('grid' in entry.spec)) return null
  const dimensions = [...draft.datasets.values()].flatMap(({ spec }) =>
    (spec.dimensions ?? []).map((one) => (typeof one === 'string' ? one : one.name)),
  )
  return readGrid(textOf(entry.document, ['grid']) ?? '', {
    calendars: draft.made.calendars,
    calendar: calendarOf(draft, entry.spec),
    locale: draft.workspaces[0]?.spec.locale ?? 'en',
    units: new Map([...draft.units].map(([id, { spec }]) => [id, spec.name])),
    dimensions: [...new Set(dimensions)],
    scope: scopeOf(entry),
  })
}

function gridTargets(draft: Draft, entry: Entry<TargetSpec>): readonly Target[] {
  const grid = gridOf(draft, entry)
  const { grain = null, rows = [] } = grid ?? {}
  if (grain === null) return []
  return rows.map(({ scope, cells, offset }) => {
    const values = new Map(cells.map(({ ordinal, amount }): [number, TargetValue] => [ordinal, { value: amount }]))
    const place = placeWithin(entry.document, ['grid'], offset)
    return { ...makeTarget(entry, scope, { kind: 'values', grain, values }), place }
  })
}

function makeTarget({ id, spec, document }: Entry<TargetSpec>, scope: Scope, plan: TargetPlan): Target {
  return {
    id,
    kpi: spec.kpi,
    version: versionOf(spec),
    scope,
    plan,
    pace: spec.pace ?? null,
    replaces: spec.replaces ?? [],
    provenance: {
      setBy: spec['set-by'] ?? null,
      setOn: spec['set-on'] ?? null,
      approvedBy: spec['approved-by'] ?? null,
      because: spec.because ?? null,
      basedOn: spec['based-on'] ?? null,
    },
    place: document.place,
  }
}

export const versionOf = (spec: Pick<TargetSpec, 'version'>): string => spec.version ?? usualVersion

type PlainSpec = Exclude<TargetSpec, { grid: unknown }>

function makePlan(draft: Draft, spec: PlainSpec, entry: Entry<TargetSpec>, calendar: string): TargetPlan | null {
  const { document } = entry
  const { calendars } = draft.made
  if ('total' in spec) return totalPlan(spec, document, allocationOf(draft, entry))
  if ('values' in spec) return valuesPlan(spec, document, calendars, calendar)
  const dayOf = (text: string | undefined) => (text === undefined ? null : parseDay(text))
  const days = { from: dayOf(spec.from), until: dayOf(spec.until) }
  if ('derived' in spec) return { kind: 'derived', of: spec.derived === 'parts' ? null : spec.derived, ...days }
  if ('growth' in spec) {
    const rate = amountAt(document, ['growth'])
    const over = baseOf(entry, calendars, calendar)
    return rate === null || over === null ? null : { kind: 'growth', rate, over, ...days }
  }
  const value = promisedAt(document, 'value' in spec ? ['value'] : [])
  return value === null ? null : { kind: 'constant', value, ...days }
}

function totalPlan(
  spec: Extract<TargetSpec, { total: unknown }>,
  document: Document,
  units: Allocation | null,
): TargetPlan | null {
  const total = amountAt(document, ['total'])
  if (total === null) return null
  const spread = spec.spread ?? 'even'
  const plain = { kind: 'total', total, year: spec.year, ...(units !== null && { units }) } as const
  if (typeof spread === 'string') return { ...plain, spread }
  const weights = spread.weights.flatMap((_, i) => amountAt(document, ['spread', 'weights', i]) ?? [])
  return { ...plain, spread: { weights } }
}

/** How a total is shared over units; null where it is not, or its document does not say it well. */
export function allocationOf(draft: Draft, { spec, document }: Entry<TargetSpec>): Allocation | null {
  const units = 'total' in spec ? spec.units : undefined
  if (units === undefined) return null
  if (typeof units === 'string') return { by: { kind: units }, level: null }
  if ('by' in units) return { by: { kind: units.by }, level: units.to ?? null }
  if ('weights' in units) {
    const weights = Object.keys(units.weights).flatMap((unit): [string, Decimal][] => {
      const weight = amountAt(document, ['units', 'weights', unit])
      return weight === null ? [] : [[unit, weight]]
    })
    return { by: { kind: 'weights', weights: new Map(weights) }, level: null }
  }
  const text = textOf(document, ['units', 'period'])
  const calendar = calendarOf(draft, units)
  const period = text === null ? null : parsePeriod(text, draft.made.calendars, calendar)
  return { by: { kind: 'kpi', kpi: units.kpi, period }, level: units.to ?? null }
}

function valuesPlan(
  spec: Extract<TargetSpec, { values: unknown }>,
  document: Document,
  calendars: ReadonlyMap<string, Calendar>,
  calendar: string,
): TargetPlan | null {
  const values = new Map<number, TargetValue>()
  let grain: string | null = null
  for (const { text, period } of periodsOf(Object.keys(spec.values), calendars, calendar)) {
    const value = promisedAt(document, ['values', text])
    if (period === null || value === null) continue
    grain ??= period.grain
    values.set(period.ordinal, value)
  }
  return grain === null ? null : { kind: 'values', grain, values }
}

/** What a growth target grows from; null where its fixed period is none of the KPI's calendar. */
export function baseOf(
  { spec, document }: Entry<TargetSpec>,
  calendars: ReadonlyMap<string, Calendar>,
  calendar: string,
): GrowthBase | null {
  const baseline = 'growth' in spec ? (spec.baseline ?? 'year') : 'year'
  if (typeof baseline === 'string') return { kind: baseline }
  if ('average' in baseline) return { kind: 'average', periods: baseline.average }
  const period = parsePeriod(textOf(document, ['baseline', 'period']) ?? '', calendars, calendar)
  if (period === null || period.calendar !== calendar) return null
  return { kind: 'period', grain: period.grain, ordinal: period.ordinal }
}

function promisedAt(document: Document, path: Path): TargetValue | null {
  if (!isMap(valueAt(document.data, path))) {
    const value = amountAt(document, path)
    return value === null ? null : { value }
  }
  const low = amountAt(document, [...path, 'low'])
  const high = amountAt(document, [...path, 'high'])
  return low === null || high === null ? null : { low, high }
}
