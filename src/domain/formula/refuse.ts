import type { Span } from './ast.ts'
import type { Run } from './context.ts'
import { formulaIssue, type formulaIssues } from './issues.ts'

/** Records an issue at a place of the formula. */
export function refuse<C extends keyof typeof formulaIssues>(
  run: Run,
  code: C,
  params: Parameters<typeof formulaIssue<C>>[1],
  at: Span,
): null {
  run.issues.push(formulaIssue(code, params, { column: at.from + 1 }))
  return null
}
