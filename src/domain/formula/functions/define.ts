import type { MeasureUnit } from '../../measure-unit.ts'
import type { BaseAggregate, Calc, PeriodLength, RowExpr, Term, ValueType } from '../algebra.ts'

/** What an argument may be. Arguments that are `shared` have one type and one unit between them. */
export type Takes =
  | 'number'
  /** A number that measures neither money nor time: counts are taken as numbers. */
  | 'plain number'
  | 'text'
  | 'date'
  /** A date without a time of day. */
  | 'day'
  | 'condition'
  | 'any'
  | 'shared'
  | 'shared number'
  /** Written out: a whole number within bounds, or one of some words in quotes, or either. */
  | { readonly whole: readonly [least: number, most: number] }
  /** Written out: a number of per cent within bounds; 0.9, a share where 90 was meant, is refused. */
  | { readonly percent: readonly [least: number, most: number] }
  | { readonly words: readonly string[] }
  | { readonly words: readonly string[]; readonly whole: readonly [least: number, most: number] }

export interface Parameter {
  readonly name: string
  readonly takes: Takes
  readonly optional?: boolean
  /** The last parameter may stand for any number of arguments, at least one. */
  readonly repeats?: boolean
}

type Given = string | boolean | null
/** Numbers as canonical text when exact, as numbers when double. */
type Gives = string | number | boolean | null

/** What a function does, as data that tests run on every engine. Rows are those of `exampleDataset`; KPIs are pure numbers. */
export type Example =
  /** One value per row. */
  | {
      readonly over: 'each-row'
      readonly formula: string
      readonly rows: readonly Readonly<Record<string, Given>>[]
      readonly gives: readonly Gives[]
    }
  /** One value of all rows. */
  | {
      readonly over: 'rows'
      readonly formula: string
      readonly rows: readonly Readonly<Record<string, Given>>[]
      readonly gives: Gives
    }
  /** One value per month from January 2026, out of KPIs' values in those months. */
  | {
      readonly over: 'months'
      readonly formula: string
      readonly kpis: Readonly<Record<string, readonly (string | null)[]>>
      readonly gives: readonly Gives[]
    }

interface Common {
  /** The name in formulas. */
  readonly id: string
  readonly title: string
  readonly help: string
  readonly parameters: readonly Parameter[]
  readonly examples: readonly Example[]
}

/** Works on a row's columns, on values of a period, or on both. */
export interface ScalarFunction extends Common {
  readonly kind: 'scalar'
  readonly stages: readonly ('row' | 'value')[]
  /** The type it gives for arguments already checked; asked on rows only. */
  readonly type: (args: readonly RowExpr[]) => ValueType
  /** `first`: that of the first argument. `shared`: that of the shared ones. Else what it always is. */
  readonly unit: 'first' | 'shared' | MeasureUnit
  /** Whether the id of the KPI’s calendar is given to the primitive as one more argument, a text. */
  readonly calendar?: true
  /** It gives the length of the period and has no arguments. */
  readonly length?: PeriodLength
  /** Unless stated: the primitive of its own name over all arguments. */
  readonly lowerRow?: (args: readonly RowExpr[], type: ValueType) => RowExpr
}

/** Makes one value of many rows. */
export interface AggregateFunction extends Common {
  readonly kind: 'aggregate'
  readonly stages: readonly ['aggregate']
  /** `argument`: keeps the argument's. `rows`: the dataset's counted noun. `members`: what the argument's values stand for. */
  readonly unit: 'argument' | 'rows' | 'members'
  /** Whether it needs a dataset with time. */
  readonly timed?: boolean
  /** `term` gives a base aggregate over the same argument, dataset and conditions; `options` are the arguments written out. */
  readonly lower: (term: MakeTerm, options: readonly number[]) => Calc
}

type MakeTerm = (aggregate: BaseAggregate, more?: Pick<Term, 'probability'>) => Calc

/** Reads other periods of its first argument; the others are written out. */
export interface SeriesFunction extends Common {
  readonly kind: 'series'
  readonly stages: readonly ['series']
  readonly lower: (of: Calc, options: readonly (string | number)[]) => Calc
}

export type FormulaFunction = ScalarFunction | AggregateFunction | SeriesFunction

export const scalar = (spec: Omit<ScalarFunction, 'kind'>): ScalarFunction => ({ kind: 'scalar', ...spec })
export const aggregate = (spec: Omit<AggregateFunction, 'kind' | 'stages'>): AggregateFunction => ({
  kind: 'aggregate',
  stages: ['aggregate'],
  ...spec,
})
export const series = (spec: Omit<SeriesFunction, 'kind' | 'stages'>): SeriesFunction => ({
  kind: 'series',
  stages: ['series'],
  ...spec,
})

/** How a function is written: `round(number[, digits])`, `coalesce(value, …)`. */
export function signature(id: string, parameters: readonly Parameter[]): string {
  const [opened, closed] = parameters.reduce<[string, number]>(
    ([text, open], one, index) => {
      const name = one.repeats === true ? `${one.name}, …` : one.name
      const comma = index === 0 ? '' : ', '
      return one.optional === true ? [`${text}[${comma}${name}`, open + 1] : [`${text}${comma}${name}`, open]
    },
    ['', 0],
  )
  return `${id}(${opened}${']'.repeat(closed)})`
}
