import type { Answer, Question } from '../../domain/answer.ts'
import type { Catalog, Scope } from '../../domain/catalog.ts'
import type { DriversBaseline } from '../../domain/drivers-view.ts'
import { parseScope, scopeText } from '../../domain/scope.ts'
import { minus, over, type Rational, signOf } from '../../insight/variance/index.ts'
import type { GrainName } from '../../time/calendar.ts'
import { back, periodText } from '../../time/period.ts'
import type { Place } from '../view/place.ts'
import { exactOf } from './amounts.ts'
import { crossedOf, memberIn } from './crossing.ts'
import type { DriverKey, Shift } from './formula.ts'

/** The units of an organisation as a dimension of their own: targets are promised by unit. */
export const unitDimension = 'unit'

/** Where two readings are taken: the periods' ordinals, the same where the first is what was promised or expected. */
export interface Pair {
  readonly place: Place
  readonly baseline: DriversBaseline
  readonly from: number
  readonly to: number
  /** Whether the period has not ended: the earlier one is then read as far as this one has come. */
  readonly cut: boolean
}

/** One reading, exact. Parts only of rates. */
export interface Reading {
  readonly value: Rational
  readonly numerator: Rational | null
  readonly denominator: Rational | null
  /** Whether any of it came as a double, so that sums may differ in the last bit. */
  readonly rounded: boolean
}

/** Two readings of one thing; null where there is none. */
export interface Two {
  readonly from: Reading | null
  readonly to: Reading | null
}

/** Whether two readings say the same twice. */
export function sameTwo(a: Two, b: Two): boolean {
  const same = (x: Reading | null, y: Reading | null) =>
    x === null || y === null ? x === y : signOf(minus(exactValue(x), exactValue(y))) === 0
  return same(a.from, b.from) && same(a.to, b.to)
}

/** Answers found by what they speak for. */
export class Book {
  readonly #pair: Pair
  readonly #answers = new Map<string, Answer>()
  readonly #scopes = new Map<string, Scope>()
  readonly #expected: ReadonlyMap<string, Rational>

  /** `expected`: what was foretold of the KPI, by scope. */
  constructor(pair: Pair, answers: readonly Answer[], expected: ReadonlyMap<string, Rational> = new Map()) {
    this.#pair = pair
    this.#expected = expected
    for (const answer of answers) {
      this.#answers.set(key(answer.kpi, answer.scope, answer.period), answer)
      if (this.#scopes.has(answer.scope)) continue
      const scope = parseScope(answer.scope)
      if (scope !== null) this.#scopes.set(answer.scope, scope)
    }
  }

  answer(kpi: string, scope: Scope, ordinal: number): Answer | null {
    const { calendar, grain } = this.#pair.place
    return this.#answers.get(key(kpi, scopeText(scope), periodText(calendar, grain, ordinal))) ?? null
  }

  /** Both readings; against a promise the first is the target, against an expectation the forecast. */
  two(kpi: string, scope: Scope): Two {
    const { baseline, from, to, cut } = this.#pair
    const now = this.answer(kpi, scope, to)
    const first = (): Reading | null => {
      switch (baseline.kind) {
        case 'promise':
          return promised(now)
        case 'expected':
          return foretold(this.#expected.get(scopeText(scope)))
        case 'earlier':
          return cut ? comparedOf(now, baseline.name) : readingOf(this.answer(kpi, scope, from))
      }
    }
    return { from: first(), to: readingOf(now) }
  }

  /** A driver's readings; an earlier period's was not promised, so that against a promise it stands still. */
  driver({ kpi, read, shift }: DriverKey): { readonly from: Rational | null; readonly to: Rational | null } {
    const { place, baseline, from, to } = this.#pair
    const at = (ordinal: number) => {
      const before = shifted(place, shift, ordinal)
      return before === null ? null : readingOf(this.answer(kpi.id, place.scope, before))
    }
    const now = at(to)
    if (baseline.kind !== 'promise') return { from: part(at(from), read), to: part(now, read) }
    return shift === null
      ? { from: part(promised(this.answer(kpi.id, place.scope, to)), read), to: part(now, read) }
      : { from: part(now, read), to: part(now, read) }
  }

  /** The members of a dimension, or of two that are crossed, that any answer speaks for, within the pair's scope. */
  members(dimension: string): readonly { readonly name: string; readonly scope: Scope }[] {
    const found = new Map<string, Scope>()
    for (const scope of this.#scopes.values()) {
      const member = memberIn(dimension, this.#pair.place.scope, scope)
      if (member !== null) found.set(member, scope)
    }
    return [...found].map(([name, scope]) => ({ name, scope }))
  }
}

const key = (kpi: string, scope: string, period: string): string => `${kpi}\u0000${scope}\u0000${period}`

function readingOf(answer: Answer | null): Reading | null {
  if (answer === null || answer.state !== 'value') return null
  const [numerator, denominator] = [exactOf(answer.numerator), exactOf(answer.denominator)]
  const given = exactOf(answer.value)
  if (given === null) return null
  const parts = numerator !== null && denominator !== null
  const rounded = parts
    ? typeof answer.numerator === 'number' || typeof answer.denominator === 'number'
    : typeof answer.value === 'number'
  return { value: given, numerator: parts ? numerator : null, denominator: parts ? denominator : null, rounded }
}

/** What an answer was compared with; a rate's parts are not told for a part of a period. */
function comparedOf(answer: Answer | null, baseline: string): Reading | null {
  const found = answer?.comparisons?.[baseline]
  const value = found === undefined || found.state !== 'value' ? null : exactOf(found.value)
  return value === null
    ? null
    : { value, numerator: null, denominator: null, rounded: typeof found?.value === 'number' }
}

function promised(answer: Answer | null): Reading | null {
  const target = answer?.target ?? null
  const value = target === null || typeof target === 'object' ? null : exactOf(target)
  return value === null ? null : { value, numerator: null, denominator: null, rounded: typeof target === 'number' }
}

const foretold = (value: Rational | undefined): Reading | null =>
  value === undefined ? null : { value, numerator: null, denominator: null, rounded: true }

function part(reading: Reading | null, read: DriverKey['read']): Rational | null {
  if (reading === null) return null
  if (read !== 'value') return reading[read]
  return exactValue(reading)
}

/** A rate is what its parts make, not the double that an answer prints. */
export function exactValue({ value, numerator, denominator }: Reading): Rational {
  return numerator === null || denominator === null ? value : (over(numerator, denominator) ?? value)
}

/** The period that a driver of an earlier one is read in. */
export function shifted({ calendar, grain }: Place, shift: Shift | null, ordinal: number): number | null {
  if (shift === null) return ordinal
  if (grain === 'total') return null
  const by = (shift.grain ?? grain) as GrainName
  return by === grain ? ordinal - shift.back : back(calendar, grain, ordinal, shift.back, by)
}

/** What must be asked: the KPI whole, by each dimension and by unit, and every driver in its periods. */
export function questionsOf(
  catalog: Catalog,
  pair: Pair,
  kpi: string,
  dimensions: readonly string[],
  drivers: readonly DriverKey[],
): readonly Question[] {
  const { place, from, to, baseline, cut } = pair
  const { calendar, grain, scope } = place
  const earlier = baseline.kind === 'earlier' ? baseline : null
  const version = baseline.kind === 'promise' ? (baseline.version ?? place.version) : null
  const ordinals = earlier === null || cut ? [to] : [from, to]
  const question = (id: string, at: number, by: readonly string[] = [], of: Scope = scope): Question => ({
    kpi: id,
    scope: of,
    calendar: calendar.id,
    grain,
    from: at,
    until: at + 1,
    by,
    ...(version !== null && { version }),
    ...(cut && earlier !== null && { compare: [{ kind: earlier.name, name: earlier.name }] }),
  })
  const asked = ordinals.flatMap((at) => [
    question(kpi, at),
    ...dimensions.flatMap((dimension) =>
      dimension === unitDimension
        ? unitScopes(catalog, scope).map((one) => question(kpi, at, [], one.scope))
        : [question(kpi, at, crossedOf(dimension))],
    ),
    ...drivers.flatMap(({ kpi: driver, shift }) => {
      const before = shifted(place, shift, at)
      return before === null ? [] : [question(driver.id, before)]
    }),
  ])
  return [
    ...new Map(asked.map((one) => [JSON.stringify([one.kpi, one.from, one.by, scopeText(one.scope)]), one])).values(),
  ]
}

/** The units right below that of a scope; below the only root where it names none. */
export function unitScopes(
  catalog: Catalog,
  scope: Scope,
): readonly { readonly name: string; readonly scope: Scope }[] {
  const roots = [...catalog.units.values()].filter(({ parent }) => parent === null)
  const unit = scope.unit === null ? (roots.length === 1 ? roots[0] : undefined) : catalog.units.get(scope.unit)
  return (unit?.children ?? []).map((id) => ({
    name: catalog.units.get(id)?.name ?? id,
    scope: { unit: id, where: scope.where },
  }))
}
