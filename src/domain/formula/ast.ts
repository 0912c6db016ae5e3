/** Offsets of a node in the formula's text: half-open, from 0. */
export interface Span {
  readonly from: number
  readonly to: number
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '=' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or'

/** The formula language as a closed union. `where` filters every aggregate below it. */
export type Formula =
  | { readonly kind: 'number'; readonly text: string; readonly percent: boolean; readonly at: Span }
  | { readonly kind: 'text'; readonly value: string; readonly at: Span }
  /** `date '2026-01-31'`; the checker reads the text. */
  | { readonly kind: 'date'; readonly value: string; readonly at: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: Span }
  | { readonly kind: 'null'; readonly at: Span }
  | { readonly kind: 'column'; readonly path: readonly string[]; readonly at: Span }
  | { readonly kind: 'kpi'; readonly id: string; readonly at: Span }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Formula[]; readonly at: Span }
  | { readonly kind: 'negate'; readonly arg: Formula; readonly at: Span }
  | { readonly kind: 'not'; readonly arg: Formula; readonly at: Span }
  | {
      readonly kind: 'binary'
      readonly op: BinaryOperator
      readonly left: Formula
      readonly right: Formula
      readonly at: Span
    }
  | {
      readonly kind: 'in'
      readonly arg: Formula
      readonly members: readonly Formula[]
      readonly negated: boolean
      readonly at: Span
    }
  | { readonly kind: 'is-null'; readonly arg: Formula; readonly negated: boolean; readonly at: Span }
  | { readonly kind: 'where'; readonly body: Formula; readonly condition: Formula; readonly at: Span }
