import type { RowCounts } from './view.ts'

/** What a delivery did, in words: `3 new, 1 changed, 0 removed, 96 same`. */
export const effectWords = (
  { added, changed, removed, same }: RowCounts,
  write: (count: number) => string = String,
): string => `${write(added)} new, ${write(changed)} changed, ${write(removed)} removed, ${write(same)} same`
