import type { Day } from '../../time/day.ts'
import type { Catalog, Kpi, Scope } from '../catalog.ts'
import { add, type Decimal, decimalOf, multiply } from '../decimal.ts'
import type { Calc } from '../formula/algebra.ts'
import { kpisOf } from '../formula/algebra-walk.ts'
import type { DerivedPlan } from './plan.ts'
import { portion } from './rounding.ts'

/** Why targets of parts make none: one of them has none, or it divides by one that is zero. */
export interface NoParts {
  readonly kpi: string
  readonly because: 'no-target' | 'zero'
}

/** Digits after the point of a target that is divided, as of doubles from which exact amounts are derived. */
const dividedDigits = 9

/** What a plan makes of the targets of other KPIs: its own two, or the formula of its KPI. */
export const derivedCalc = (plan: DerivedPlan, calc: Calc): Calc =>
  plan.of === null
    ? calc
    : {
        kind: 'arithmetic',
        op: '/',
        left: { kind: 'kpi', id: plan.of.numerator },
        right: { kind: 'kpi', id: plan.of.denominator },
      }

/** Functions of a value that keep their meaning for promises. */
const supported: ReadonlySet<string> = new Set(['negate', 'coalesce', 'null_if_zero'])

/**
 * What keeps a formula from being reckoned over targets: something that is no arithmetic of KPIs, or no KPI at all. Null where
 * nothing does. Values of other periods, aggregates and conditions have no targets.
 */
export function notDerivable(calc: Calc): 'measure' | 'other-periods' | 'condition' | null {
  switch (calc.kind) {
    case 'kpi':
    case 'constant':
      return null
    case 'arithmetic':
      return notDerivable(calc.left) ?? notDerivable(calc.right)
    case 'apply': {
      if (!supported.has(calc.primitive)) return 'condition'
      return calc.args.map(notDerivable).find((one) => one !== null) ?? null
    }
    case 'term':
    case 'length':
      return 'measure'
    case 'prior':
    case 'span':
    case 'window':
      return 'other-periods'
    case 'compare':
    case 'logic':
      return 'condition'
  }
}

/** The value of a formula over the targets of its KPIs, divisions at nine digits after the point. */
export function overTargets(calc: Calc, target: (kpi: string) => Decimal | null): Decimal | NoParts {
  switch (calc.kind) {
    case 'constant':
      return calc.value
    case 'kpi':
      return target(calc.id) ?? { kpi: calc.id, because: 'no-target' }
    case 'arithmetic': {
      const [left, right] = [overTargets(calc.left, target), overTargets(calc.right, target)]
      if ('because' in left) return left
      return 'because' in right ? right : applied(calc, left, right)
    }
    case 'apply': {
      const args = calc.args.map((arg) => overTargets(arg, target))
      if (calc.primitive === 'coalesce') return args.find((arg) => !('because' in arg)) ?? none
      const [first = none] = args
      if ('because' in first) return first
      if (calc.primitive === 'negate') return { units: -first.units, scale: first.scale }
      return first.units === 0n ? { ...none, because: 'zero' } : first
    }
    default:
      return none
  }
}

const none: NoParts = { kpi: '', because: 'no-target' }

function applied({ op, right: of }: Extract<Calc, { kind: 'arithmetic' }>, left: Decimal, right: Decimal) {
  switch (op) {
    case '+':
      return add(left, right)
    case '-':
      return add(left, { units: -right.units, scale: right.scale })
    case '*':
      return multiply(left, right)
    case '/': {
      if (right.units === 0n) return { kpi: of.kind === 'kpi' ? of.id : '', because: 'zero' } as const
      const shifted = { units: left.units * 10n ** BigInt(right.scale), scale: left.scale }
      return trimmed(portion(shifted, 1n, right.units, dividedDigits))
    }
  }
}

function trimmed(of: Decimal): Decimal {
  let { units, scale } = of
  while (scale > 0 && units % 10n === 0n) [units, scale] = [units / 10n, scale - 1]
  return decimalOf(units, scale)
}

/** Whether a target that is derived speaks of a scope: of its own, and of every part of it. */
export function speaksOfScope(catalog: Pick<Catalog, 'units'>, own: Scope, scope: Scope): boolean {
  const fits = Object.entries(own.where).every(([name, members]) => {
    const asked = scope.where[name]
    return asked?.every((member) => members.includes(member)) ?? false
  })
  return fits && (own.unit === null || isBelow(catalog, scope.unit, own.unit))
}

function isBelow({ units }: Pick<Catalog, 'units'>, unit: string | null, above: string): boolean {
  if (unit === null) return false
  if (unit === above) return true
  const visit = (id: string): boolean =>
    (units.get(id)?.members ?? []).some((member) => member.unit === unit || visit(member.unit))
  return visit(above)
}

/** Whether a derived target is in force on a period's last day; what is without end is in force for all time too. */
export const inForce = ({ from, until }: DerivedPlan, last: Day | null): boolean =>
  last === null ? from === null && until === null : (from === null || from <= last) && (until === null || last <= until)

/** The KPIs of whose targets a plan makes one. */
export const partsOfPlan = ({ of }: DerivedPlan, kpi: Pick<Kpi, 'calculations'>): readonly string[] =>
  of === null
    ? [...new Set(kpi.calculations.flatMap(({ calculation }) => kpisOf(calculation.calc)))]
    : [of.numerator, of.denominator]
