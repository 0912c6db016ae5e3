import type { GrainName } from '../../time/calendar.ts'
import type { Reach } from '../../time/frame.ts'
import type { Decimal } from '../decimal.ts'
import type { MeasureUnit } from '../measure-unit.ts'
import type { RateRule } from '../rates/rule.ts'

/** Types of row values. `decimal` is exact with that many digits after the point; `date` is a Day; `instant` is µs since 1970 UTC. */
export type ValueType =
  | { readonly kind: 'decimal'; readonly scale: number }
  | { readonly kind: 'double' }
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  | { readonly kind: 'instant' }

/** A literal already read: text, boolean, exact number, day number, or null. */
export type Literal =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'decimal'; readonly value: Decimal }
  | { readonly kind: 'date'; readonly value: number }
  | { readonly kind: 'null' }

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

/** A checked expression over the columns of one row (and of the rows it looks up). SQL's three-valued logic. */
export type RowExpr =
  | { readonly kind: 'literal'; readonly literal: Literal; readonly type: ValueType }
  /** `path` is column, or look-up… then column: `['customer', 'region']`. */
  | { readonly kind: 'column'; readonly path: readonly string[]; readonly type: ValueType }
  | {
      readonly kind: 'arithmetic'
      readonly op: '+' | '-' | '*' | '/'
      readonly left: RowExpr
      readonly right: RowExpr
      readonly type: ValueType
    }
  | {
      readonly kind: 'compare'
      readonly op: Comparison
      readonly left: RowExpr
      readonly right: RowExpr
      readonly type: ValueType
    }
  | { readonly kind: 'logic'; readonly op: 'and' | 'or'; readonly args: readonly RowExpr[]; readonly type: ValueType }
  | { readonly kind: 'not'; readonly arg: RowExpr; readonly type: ValueType }
  | {
      readonly kind: 'in'
      readonly arg: RowExpr
      readonly members: readonly Literal[]
      readonly negated: boolean
      readonly type: ValueType
    }
  /** The row's day, as decided at load. */
  | { readonly kind: 'day'; readonly type: ValueType }
  | { readonly kind: 'is-null'; readonly arg: RowExpr; readonly negated: boolean; readonly type: ValueType }
  /** `primitive` names a row function of the SQL room: if, coalesce, abs, round, floor, ceil, least, greatest, days_between, lower, upper, length, starts_with, contains … */
  | { readonly kind: 'apply'; readonly primitive: string; readonly args: readonly RowExpr[]; readonly type: ValueType }
  | Conversion

/** Money in the currency `to`; NULL where `arg` is, and where no rate is good on the day. */
export interface Conversion {
  readonly kind: 'convert'
  readonly arg: RowExpr
  /** The code of the currency that `arg` is in. */
  readonly currency: RowExpr
  readonly to: string
  readonly rates: RateRule
  /** The day whose rate counts. */
  readonly day: RowExpr
  readonly type: ValueType
}

/**
 * Base aggregates. The first six merge; `count_distinct` and `quantile` never do. `first`/`last` are by the dataset's time; ties
 * take the least / greatest value.
 */
export type BaseAggregate = 'count' | 'sum' | 'min' | 'max' | 'first' | 'last' | 'count_distinct' | 'quantile'

/** One aggregate over one dataset, with every condition that filters it as a list of conjuncts. `count` without argument counts rows. */
export interface Term {
  readonly dataset: string
  readonly aggregate: BaseAggregate
  readonly argument: RowExpr | null
  readonly where: readonly RowExpr[]
  /** Of a `quantile` alone: 0.5 is the median. Between two values it lies on the line through them (type 7 of Hyndman & Fan, 1996). */
  readonly probability?: number
  /**
   * `last`: a coarser period takes its last part that has rows instead of merging them (levels typed in by hand). `each-day`, over
   * snapshots and validity: what each day of the period reads, added up; `days`: how many days that are.
   */
  readonly over?: 'last' | 'each-day' | 'days'
  /** The aggregate is one over entities, whose values are its columns. */
  readonly per?: PerEntity
  /** Typed values: how those of a unit and of the units below it count beside each other. */
  readonly along?: { readonly kpi: string; readonly rule: 'own-first' | 'sum' | 'mean' | 'none' }
  /** The entities that entered in the period are counted, or those of them that came back; `where` and argument are none. */
  readonly cohort?: Cohort
}

/** Entities that enter once, on the first day with a row that fulfils `enters`, and may come back. */
export interface Cohort {
  readonly key: PerEntity['key']
  readonly enters: readonly RowExpr[]
  /** Null: all that entered are counted. */
  readonly returns: CohortReturn | null
}

export interface CohortReturn {
  readonly dataset: string
  /** The columns of that dataset that hold the key. */
  readonly key: PerEntity['key']
  readonly where: readonly RowExpr[]
  readonly reach: CohortReach
  /** `lost`: those that did not come back. */
  readonly counts: 'returned' | 'lost'
}

/** When coming back counts: `first` to `last` days after the day of entry, or in the n-th period after the one of entry. */
export type CohortReach =
  | { readonly kind: 'days'; readonly first: number; readonly last: number }
  | { readonly kind: 'period'; readonly calendar: string; readonly grain: GrainName; readonly after: number }

/** Which rows a value of an entity looks at; what `period` and the others mean for a kind of rows is said in docs/decisions. */
export type When = 'period' | 'start' | 'end' | 'before' | 'ever' | EndsOf

/** Rows that were in force at the end of any period of a calendar and grain that was over before the one that is asked. */
export type EndsOf = `ends of ${string} ${GrainName}`

/** The calendar and grain whose ends a value looks at; null where it looks at others. */
export function endsOf(when: When): { readonly calendar: string; readonly grain: string } | null {
  const [, calendar, grain] = /^ends of (\S+) (\S+)$/.exec(when) ?? []
  return calendar === undefined || grain === undefined ? null : { calendar, grain }
}

/** Rows taken together by a key first: one virtual row per customer, employee or subscription, with these values as columns. */
export interface PerEntity {
  /** Columns of the dataset, their paths also naming them among the values. Rows without one of them belong to no entity. */
  readonly key: readonly Extract<RowExpr, { kind: 'column' }>[]
  readonly values: readonly EntityValue[]
}

/** A value of each entity: `value` is over columns called 0, 1, … which are the aggregates in `terms`. */
export interface EntityValue {
  readonly name: string
  readonly when: When
  readonly terms: readonly Term[]
  readonly value: RowExpr
}

export type PeriodLength = 'days' | 'working-days'

/** What a KPI's value is, over terms. `avg(x)` arrives as sum(x) ÷ count(x). Absent operands make absent results unless the function says otherwise. */
export type Calc =
  | { readonly kind: 'term'; readonly term: Term }
  | { readonly kind: 'constant'; readonly value: Decimal }
  | { readonly kind: 'arithmetic'; readonly op: '+' | '-' | '*' | '/'; readonly left: Calc; readonly right: Calc }
  | { readonly kind: 'compare'; readonly op: Comparison; readonly left: Calc; readonly right: Calc }
  | { readonly kind: 'logic'; readonly op: 'and' | 'or' | 'not'; readonly args: readonly Calc[] }
  /** `primitive`: negate, abs, round, coalesce, if, least, greatest, null_if_zero … (values of one period). */
  | { readonly kind: 'apply'; readonly primitive: string; readonly args: readonly Calc[] }
  /** How long the period is; of an unfinished one the days that have passed and that data has come for. */
  | { readonly kind: 'length'; readonly of: PeriodLength }
  /** The value of another KPI in the same period and scope. */
  | {
      readonly kind: 'kpi'
      readonly id: string
      /** The currency that it is taken in; null: its own. Absent: that in which what refers to it is asked. */
      readonly currency?: string | null
    }
  /** `of`, `back` periods of the question's grain earlier; or, with `grain`, the same period `back` of those grains earlier ('year': ordinal minus twelve for months). */
  | { readonly kind: 'prior'; readonly of: Calc; readonly back: number; readonly grain: string | null }
  /** `of` as it is over other days that end with the period: to date within a coarser period, or rolling. */
  | { readonly kind: 'span'; readonly of: Calc; readonly reach: Exclude<Reach, { kind: 'period' }> }
  /** The mean of `of` over this and the `periods - 1` earlier periods (moving_average). */
  | {
      readonly kind: 'window'
      readonly reduce: 'mean' | 'sum' | 'min' | 'max'
      readonly of: Calc
      readonly periods: number
    }

/** A formula that passed the checker: what it computes and in which unit of measure. */
export interface CheckedCalc {
  readonly calc: Calc
  readonly unit: MeasureUnit
  /** The formula as the printer writes it. */
  readonly text: string
}
