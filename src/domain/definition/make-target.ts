import type { Calendar } from '../../time/calendar.ts'
import { parseDay } from '../../time/day.ts'
import { parsePeriod } from '../../time/period.ts'
import type { Scope, Target, TargetPlan, TargetValue } from '../catalog.ts'
import type { Decimal } from '../decimal.ts'
import { parseAmount } from './amount-text.ts'
import { type Document, isMap, type Path, textOf, valueAt } from './document.ts'
import type { Entry } from './draft.ts'
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

/** A checked target document as the catalog holds it. */
export function makeTarget(
  entry: Entry<TargetSpec>,
  calendars: ReadonlyMap<string, Calendar>,
  calendar: string,
): Target | null {
  const plan = makePlan(entry, calendars, calendar)
  if (plan === null) return null
  const { id, spec, document } = entry
  return { id, kpi: spec.kpi, version: spec.version ?? 'budget', scope: scopeOf(entry), plan, place: document.place }
}

function makePlan(
  entry: Entry<TargetSpec>,
  calendars: ReadonlyMap<string, Calendar>,
  calendar: string,
): TargetPlan | null {
  const { spec, document } = entry
  if ('total' in spec) {
    const total = amountAt(document, ['total'])
    if (total === null) return null
    const spread = spec.spread ?? 'even'
    if (typeof spread === 'string') return { kind: 'total', total, year: spec.year, spread }
    const weights = spread.weights.flatMap((_, i) => amountAt(document, ['spread', 'weights', i]) ?? [])
    return { kind: 'total', total, year: spec.year, spread: { weights } }
  }
  if ('values' in spec) {
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
  const value = promisedAt(document, 'value' in spec ? ['value'] : [])
  if (value === null) return null
  const dayOf = (text: string | undefined) => (text === undefined ? null : parseDay(text))
  return { kind: 'constant', value, from: dayOf(spec.from), until: dayOf(spec.until) }
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
