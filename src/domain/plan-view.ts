import type { Answer } from './answer.ts'
import type { Issue } from './issue.ts'
import type { ChangePlan, UnitLabel } from './view.ts'

/** A reading, target or status that would be another, with the words that a page needs. */
export interface PlanLine {
  readonly kpi: string
  readonly name: string
  readonly unit: UnitLabel
  readonly scope: string
  readonly scopeName: string
  readonly periodName: string
  readonly before: Answer | null
  readonly after: Answer | null
  /** After less before; null where one of them has no value. */
  readonly difference: number | null
}

/** What a change of definitions would do, before anybody applies it. */
export interface PlanView {
  /** What is planned: the files that are proposed in the folder, or one formula for all time (or as before). */
  readonly of: 'proposal' | 'restate' | 'undo'
  /** Paths of the proposed files. */
  readonly files: readonly string[]
  /** What it would do; null where nothing is proposed, or it cannot be used: then `issues` say why. */
  readonly plan: Omit<ChangePlan, 'differences'> | null
  readonly lines: readonly PlanLine[]
  /** Differences that are not listed. */
  readonly more: number
  /** Scorecards on which a number would be another. */
  readonly scorecards: readonly { readonly id: string; readonly name: string }[]
  readonly issues: readonly Issue[]
  /** KPIs whose history could be restated with their newest formula, or no longer be. */
  readonly restatable: readonly { readonly kpi: string; readonly name: string; readonly can: 'restate' | 'undo' }[]
}
