import type { Column, Dataset } from '../catalog.ts'
import { type MeasureUnit, nounUnit } from '../measure-unit.ts'
import { nearest } from '../nearest.ts'
import { rowCurrency } from '../rates/rule.ts'
import type { RowExpr } from './algebra.ts'
import { columnsOf } from './algebra-walk.ts'
import type { Formula } from './ast.ts'
import type { CheckContext, Run } from './context.ts'
import { functions } from './functions/index.ts'
import { formulaIssue } from './issues.ts'
import { refuse } from './refuse.ts'

/** The column of a path; null, with an issue, where there is none (without one where its dataset is too faulty to know). */
export function columnAt(run: Run, formula: Extract<Formula, { kind: 'column' }>): Column | null {
  const { path, at } = formula
  if (run.context.dataset === null) {
    const near = nearKpis(run.context, path.join('.'))
    return refuse(run, 'formula/no-dataset', { name: path.join('.'), near }, at)
  }
  const found = run.context.lookUp(path)
  if (found.ok) return found.column
  if (found.names === null) return null
  const before = path.slice(0, stepIndex(run.context, path))
  const place = { column: at.from + 1 + before.reduce((length, step) => length + step.length + 1, 0) }
  const { step, dataset } = found
  const near = nearest(step, found.names)
  const finer = before.length === 0 ? (run.context.finer?.(step) ?? null) : null
  if (finer !== null) {
    run.issues.push(formulaIssue('formula/finer-dataset', { ...finer, here: run.context.dataset.id }, place))
  } else if (found.what === 'look-up') {
    run.issues.push(formulaIssue('formula/unknown-look-up', { lookUp: step, dataset, near }, place))
  } else {
    const called = path.length === 1 && functions.some((one) => one.id === step.toLowerCase())
    const better = called ? [`${step.toLowerCase()}()`, ...near] : near
    run.issues.push(formulaIssue('formula/unknown-column', { column: step, dataset, near: better }, place))
  }
  return null
}

/** Which step of a path leads nowhere: the first one that no longer path can follow. */
function stepIndex(context: CheckContext, path: readonly string[]): number {
  for (let index = 0; index < path.length - 1; index++) {
    const found = context.lookUp(path.slice(0, index + 2))
    if (!found.ok && found.what === 'look-up') return index
  }
  return path.length - 1
}

/** `[net-revenue]` for the bare name net_revenue. */
export function nearKpis(context: CheckContext, name: string): string[] {
  return nearest(name.replaceAll(/[_.]/g, '-'), context.kpiIds).map((id) => `[${id}]`)
}

/** What a column measures, seen from the dataset where its path begins: the currency of looked-up money is looked up too. */
export const unitAt = (path: readonly string[], { currency, unit }: Column): MeasureUnit =>
  currency === undefined ? unit : { [rowCurrency([...path.slice(0, -1), ...currency])]: 1 }

const row: MeasureUnit = { row: 1 }

/** What one row of a dataset counts as. */
export function rowUnit(dataset: Dataset): MeasureUnit {
  // Without a noun of its own a dataset's rows are called by its id: order-lines counts order lines.
  const noun = dataset.rowNoun === dataset.id ? dataset.id.replaceAll('-', ' ') : dataset.rowNoun
  return nounUnit(noun) ?? row
}

/** What distinct values of an expression count: its column's noun, else its column's name without _id and the like. */
export function membersUnit(context: Pick<CheckContext, 'lookUp'>, expr: RowExpr, dataset: Dataset): MeasureUnit {
  const [path, ...others] = columnsOf(expr)
  const found = path === undefined || others.length > 0 ? null : context.lookUp(path)
  if (found === null || !found.ok) return rowUnit(dataset)
  const { column } = found
  if (column.noun !== undefined) return nounUnit(column.noun) ?? row
  if (/^(id|key|no|number)$/.test(column.name)) return rowUnit(found.dataset)
  return nounUnit(column.name.replace(/_(id|key|no|number)$/, '').replaceAll('_', ' ')) ?? row
}
