import type { z } from 'zod'
import type { Calendar } from '../../../time/calendar.ts'
import type { Calculation, Dataset } from '../../catalog.ts'
import type { CheckedCalc, RowExpr } from '../../formula/algebra.ts'
import type { ColumnAt } from '../../formula/context.ts'
import type { Entities } from '../../formula/entity.ts'
import type { Issue, Place } from '../../issue.ts'
import type { MeasureUnit } from '../../measure-unit.ts'
import type { Path } from '../document.ts'
import * as field from '../fields.ts'
import type { Reference } from '../kind.ts'
import type { CalculationExample } from './example.ts'

/** One formula text of a calculation and the dataset its columns come from; null where it is over KPIs alone. */
export interface FormulaPart {
  readonly dataset: string | null
  readonly path: Path
  readonly text: string
  /** The entities whose values are its columns, unless it is over rows. */
  readonly per?: Entities | undefined
}

/** What a calculation is made with: the KPI around it, its place in the document, and the checks of the workspace. */
export interface Making {
  readonly kpi: string
  readonly path: Path
  /** Parses and checks a formula; null where it is wrong, and its issues are recorded. */
  readonly check: (part: FormulaPart) => CheckedCalc | null
  /** A dataset that is without fault; null for others, whose issues are recorded already. */
  readonly dataset: (id: string) => Dataset | null
  /** Follows a path from a dataset through its look-ups. */
  readonly column: (dataset: string, path: readonly string[]) => ColumnAt
  /** Parses and checks a condition on rows; null where it is wrong, and its issues are recorded. */
  readonly condition: (part: FormulaPart) => readonly RowExpr[] | null
  /** The KPI's calendar; null for an unknown one. */
  readonly calendar: Calendar | null
  /** The unit of measure of another KPI; null for an unknown one. */
  readonly unitOf: (kpi: string) => MeasureUnit | null
  /** Says what the calculation's unit of measure is, to be compared with the declared one. */
  readonly measures: (unit: MeasureUnit) => void
  /** Records an issue at a place of the calculation. */
  readonly report: (path: Path, issue: (place: Place) => Issue) => void
}

/** A type of calculation: its fields, what it refers to, and the tree it becomes. */
export interface CalculationType<S, Schema = z.ZodType<S>> {
  readonly schema: Schema
  /** Shown on the reference page and run by a test. */
  readonly examples?: readonly CalculationExample[]
  /** Documents that its fields name; those of kind `kpi` take part in the search for cycles, as formulas do. */
  references(spec: S, path: Path): readonly Reference[]
  formulas(spec: S, path: Path): readonly FormulaPart[]
  /** Null where something is wrong; the issues are recorded. */
  make(spec: S, making: Making): Calculation | null
}

/** Declares a type of calculation by its schema. */
export const defineCalculation = <Schema extends z.ZodType>(
  type: CalculationType<z.infer<Schema>, Schema>,
): CalculationType<z.infer<Schema>, Schema> => type

/** The field that every entry of a calculation may have. */
export const from = () =>
  field
    .date()
    .optional()
    .meta({ title: 'From', description: 'The first day this entry is in force; none in the first entry.' })
