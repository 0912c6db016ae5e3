/** What is wrong with a row, or with one of its cells: `value` as found, `rule` the end of a sentence that begins with it. */
export interface BadCell {
  readonly row: number
  readonly column: string | null
  readonly value: string | null
  readonly rule: string
}
