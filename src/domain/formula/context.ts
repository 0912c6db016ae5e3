import type { Column, Dataset } from '../catalog.ts'
import type { Issue } from '../issue.ts'
import type { MeasureUnit } from '../measure-unit.ts'
import type { Reporting } from '../rates/rule.ts'

/** A column found by its path, and the dataset it stands in; or the step that leads nowhere. */
export type ColumnAt =
  | { readonly ok: true; readonly column: Column; readonly dataset: Dataset }
  /** `names` are the columns or look-ups there are; null where that dataset is too faulty to know. */
  | {
      readonly ok: false
      readonly what: 'column' | 'look-up'
      readonly step: string
      readonly dataset: string
      readonly names: readonly string[] | null
    }

/** A dataset that looks up another one: many of its rows belong to one there. */
export interface Finer {
  readonly dataset: string
  readonly key: readonly string[] | null
  readonly by: readonly string[]
}

/** What a formula may refer to. */
export interface CheckContext {
  /** Whose rows its aggregates read; null for formulas over KPIs alone. */
  readonly dataset: Dataset | null
  /** Follows a path from that dataset through its look-ups. */
  readonly lookUp: (path: readonly string[]) => ColumnAt
  /** A dataset of that name with several rows for each row here, as its look-up says; null where there is none. */
  readonly finer?: (name: string) => Finer | null
  /** What a KPI is measured in; null where there is none of that id, or it is too faulty to know. */
  readonly kpiUnit: (id: string) => MeasureUnit | null
  /** Every KPI there is, faulty ones too. */
  readonly kpiIds: readonly string[]
  /** The calendar whose working days are meant. */
  readonly calendar: string
  /** Whether a KPI's values are typed in. */
  readonly kpiTyped?: (id: string) => boolean
  /** How money of other currencies is taken; absent: it is not. */
  readonly reporting?: Reporting
}

/** One run of the checker: what it may refer to and what it found. */
export interface Run {
  readonly context: CheckContext
  readonly issues: Issue[]
  /** Whether a KPI of unknown unit took part: then the result's unit is unknown too. */
  faultyKpi: boolean
}

/** Where row expressions stand: inside an aggregate, after where, or on their own. */
export type RowPlace = { readonly within: 'aggregate'; readonly name: string } | { readonly within: 'where' | 'row' }
