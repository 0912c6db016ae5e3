import { amountJson } from '../../domain/amount.ts'
import type { Amount, Answer, Reading } from '../../domain/answer.ts'
import type { Catalog, Kpi } from '../../domain/catalog.ts'
import { toNumber } from '../../domain/decimal.ts'
import { parseAmount } from '../../domain/definition/amount-text.ts'
import { inForce, type Override } from '../../domain/override.ts'
import { scopeKey } from '../../domain/scope.ts'
import type { Store } from '../../ports.ts'
import type { Line } from '../../query/collect.ts'
import type { Evaluation } from '../../query/evaluate.ts'
import { isoInstant } from '../../time/zone.ts'
import { overridesOf } from '../overrides/known.ts'
import type { Moment } from './moment.ts'
import type { Revisions } from './reads.ts'

type Write = (ordinal: number, evaluation: Evaluation) => Answer

export interface Overriding {
  /** Whether people set values of a line. */
  readonly sets: (line: Line) => boolean
  /** How a line is written where people set values of it: each shows what rows say beside. Others are written as before. */
  readonly write: (line: Line, write: Write) => Write
}

/**
 * Values that people set, in force now. Each speaks for exactly its KPI, scope and period: it is judged like any value, and
 * whatever is made of rows (units above, longer periods, other KPIs, what it is compared with) is unaffected.
 */
export async function overriding(
  { catalog, store }: { readonly catalog: Catalog; readonly store: Store },
  moment: Moment,
  revisions: Revisions,
  /** Values that targets are made of are those of the rows. */
  rowsAlone: boolean,
): Promise<Overriding> {
  const all = rowsAlone ? [] : await overridesOf(store)
  if (all.length === 0) return { sets: () => false, write: (_, write) => write }
  const now = isoInstant(moment.now)
  const standing = Map.groupBy(
    all.filter((one) => inForce(one, now, revisions)),
    ({ kpi, scope }) => `${kpi}\t${scope}`,
  )
  const ownOf = (line: Line) => standing.get(`${line.kpi.id}\t${scopeKey(catalog, line.scope)}`)
  const writing = (line: Line, write: Write): Write => {
    const own = ownOf(line)
    if (own === undefined) return write
    const byPeriod = new Map(own.map((one) => [one.period, one]))
    const periodAt = moment.periods.of(line.frame.calendar, line.frame.grain)
    return (ordinal, evaluation) => {
      const override = byPeriod.get(periodAt(ordinal).text)
      return override === undefined
        ? write(ordinal, evaluation)
        : overridden(line.kpi, override, evaluation, (set) => write(ordinal, set))
    }
  }
  return { sets: (line) => ownOf(line) !== undefined, write: writing }
}

function overridden(kpi: Kpi, override: Override, { reading }: Evaluation, write: (set: Evaluation) => Answer): Answer {
  const { id, reason, actor, at, until } = override
  const answer = write({
    reading: { kind: 'value', amount: amountOf(kpi, override, reading) },
    numerator: null,
    denominator: null,
  })
  const calculated =
    reading.kind === 'value'
      ? { state: 'value' as const, value: amountJson(reading.amount) }
      : { state: reading.because, value: null }
  return { ...answer, flags: [...answer.flags, 'overridden'], override: { id, calculated, reason, actor, at, until } }
}

/** Types of calculation whose values are quotients: doubles, as their answers are. */
const quotients = new Set(['ratio', 'cohort', 'index'])

/** The value in the kind that the KPI's own values have, so that an answer keeps its shape. */
function amountOf(kpi: Kpi, { value }: Override, calculated: Reading): Amount {
  const exact = parseAmount(value)
  if (exact === null) throw new Error(`the override ${value} of ${kpi.id} is no amount`)
  const type = kpi.calculations.at(-1)?.calculation.type ?? ''
  const double = calculated.kind === 'value' ? calculated.amount.kind === 'double' : quotients.has(type)
  return double ? { kind: 'double', value: toNumber(exact) } : { kind: 'exact', value: exact }
}
