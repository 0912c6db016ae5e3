import type { Dataset } from '../catalog.ts'
import type { CheckedCalc } from '../formula/algebra.ts'
import type { Formula } from '../formula/ast.ts'
import { checkFormula } from '../formula/check.ts'
import { parseFormula } from '../formula/parse.ts'
import type { Issue } from '../issue.ts'
import type { MeasureUnit } from '../measure-unit.ts'
import { type Document, type Path, placeWithin } from './document.ts'
import { type Draft, type Entry, type Finding, knownIds } from './draft.ts'
import { definitionIssue } from './issues.ts'
import { calculationsOf, type KpiSpec } from './kpi.ts'
import { findColumn } from './make-dataset.ts'
import { cycles } from './rules/cycle.ts'

/** What formulas of this workspace may refer to, and which datasets and KPIs are too faulty to check against. */
export interface FormulaScope {
  readonly draft: Draft
  readonly units: ReadonlyMap<string, MeasureUnit>
  readonly unsound: (kind: 'dataset' | 'kpi', id: string) => boolean
}
