/** A question of Wheeler's on new limits, and what the data or a person say to it. */
export interface LimitAnswer {
  readonly text: string
  readonly answer: 'yes' | 'no' | 'person'
}

/**
 * A person's word on what signals say of one KPI, scope and grain: `baseline`, limits are reckoned anew from a period on;
 * `dismissal`, what was told at a period needs no attention. Kept for good; undone it stays listed.
 */
export interface Ruling {
  readonly id: number
  readonly kind: 'baseline' | 'dismissal'
  readonly kpi: string
  readonly scope: string
  readonly grain: string
  readonly period: string
  /** The period that was going on when it was given: what is judged from there on knows it. */
  readonly known: string
  /** Of a dismissal: the one rule or alert; null for all that is told at the period. */
  readonly rule: string | null
  /** Of a baseline: the questions as they stood answered. */
  readonly answers: readonly LimitAnswer[]
  readonly at: string
  readonly actor: string
  readonly reason: string
  readonly undone: { readonly at: string; readonly actor: string; readonly reason: string } | null
}

/** Whether a ruling stood at an instant (ISO); null asks for now. */
export const stoodAt = ({ at, undone }: Pick<Ruling, 'at' | 'undone'>, instant: string | null): boolean =>
  instant === null ? undone === null : at <= instant && (undone === null || undone.at > instant)
