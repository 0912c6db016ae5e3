export type SqlValue = string | number | bigint | boolean | null

/** Text with numbered placeholders ($1…) and its values: what crosses to an engine. */
export interface Statement {
  readonly text: string
  readonly params: readonly SqlValue[]
}
