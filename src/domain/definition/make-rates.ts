import type { CurrencyAt, RateTable } from '../rates/rule.ts'
import { durationDays } from './fields.ts'
import type { RateTableSpec } from './rates.ts'

/** A table of rates as the catalog holds it; null where a dataset is none. */
export function makeRateTable(spec: RateTableSpec): RateTable | null {
  if (spec === undefined) return null
  return {
    from: currencyAt(spec.from),
    to: currencyAt(spec.to),
    rate: spec.rate,
    through: spec.through ?? null,
    goodForDays: durationDays(spec['good-for'] ?? '7 days'),
  }
}

const currencyAt = (text: string): CurrencyAt => (/^[A-Z]{3}$/.test(text) ? { currency: text } : { column: text })
