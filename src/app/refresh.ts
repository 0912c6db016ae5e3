import type { Actor } from '../domain/access.ts'
import type { Answer } from '../domain/answer.ts'
import type { Deps } from './deps.ts'
import { type EvaluationReport, evaluate } from './evaluate.ts'
import { type LoadOptions, type LoadReport, load } from './load.ts'

export interface RefreshReport {
  /** What loading each dataset did. */
  readonly loads: readonly LoadReport[]
  readonly evaluation: EvaluationReport
}

/**
 * Loads every dataset that fetches from somewhere, then evaluates what is tracked. A dataset that fails keeps its last rows and
 * is told in its report; the others, and the evaluation, go on. What was undone stays undone until its file changes.
 */
export async function refresh(
  deps: Deps,
  actor: Actor,
  options: LoadOptions = {},
  seen?: (answers: readonly Answer[]) => void,
): Promise<RefreshReport> {
  const loads = await load(deps, 'all', actor, { keepUndone: true, ...options })
  return { loads, evaluation: await evaluate(deps, actor, seen) }
}
