import { pure } from '../measure-unit.ts'
import { failed, ok, type Result } from '../result.ts'
import type { CheckedCalc, RowExpr } from './algebra.ts'
import type { Formula } from './ast.ts'
import { calcWords } from './calc-value.ts'
import { checkCalc } from './check-calc.ts'
import { checkRow, condition } from './check-row.ts'
import type { CheckContext, Run } from './context.ts'
import { formulaIssue } from './issues.ts'
import { printFormula } from './print.ts'

const start = (context: CheckContext): Run => ({ context, issues: [], faultyKpi: false })

/**
 * What a formula computes and in which unit of measure, or everything that is wrong with it; columns count characters of its
 * text from 1. It fails without an issue where it depends on a KPI or dataset that is itself too faulty to know.
 */
export function checkFormula(formula: Formula, context: CheckContext): Result<CheckedCalc> {
  const run = start(context)
  const value = checkCalc(run, formula, [])
  if (value !== null && value.gives !== 'number') {
    run.issues.push(formulaIssue('formula/result', { found: calcWords(value) }, { column: value.at.from + 1 }))
  }
  if (value === null || run.issues.length > 0 || (value.unit === null && run.faultyKpi)) return failed(...run.issues)
  return ok({ calc: value.calc, unit: value.unit ?? pure, text: printFormula(formula) })
}

/** What a formula over the columns of one row computes (a dimension, a filter), or everything that is wrong with it. */
export function checkRowExpr(formula: Formula, context: CheckContext): Result<RowExpr> {
  const run = start(context)
  const value = checkRow(run, formula, { within: 'row' })
  return value === null || run.issues.length > 0 ? failed(...run.issues) : ok(value.expr)
}

/** The conditions that hold together where a formula over the columns of one row is true, or everything that is wrong with it. */
export function checkCondition(formula: Formula, context: CheckContext): Result<readonly RowExpr[]> {
  const run = start(context)
  const value = condition(run, checkRow(run, formula, { within: 'row' }))
  if (value === null || run.issues.length > 0) return failed(...run.issues)
  return ok(value.expr.kind === 'logic' && value.expr.op === 'and' ? value.expr.args : [value.expr])
}
