/** Rows that a delivery brought, changed, removed and left as they were. */
export interface RowCounts {
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly same: number
}

/** What rows would become others in a dataset's table, or did: a key that keeps rows on both sides is changed. */
export interface RowEffect extends RowCounts {
  /** From the first to the last day of rows that came, went or changed; null where no such row has a day. */
  readonly days: { readonly first: number; readonly last: number } | null
  /** How many of those rows have no day. */
  readonly undated: number
}

/** What a delivery did, in words: `3 new, 1 changed, 0 removed, 96 same`. */
export const effectWords = (
  { added, changed, removed, same }: RowCounts,
  write: (count: number) => string = String,
): string => `${write(added)} new, ${write(changed)} changed, ${write(removed)} removed, ${write(same)} same`
