/**
 * Which rows stand when deliveries overlap (without a policy each file holds its own rows), always as if they had come one after the other. `upsert`: the last row of a key,
 * unless it is marked as deleted. `window`: the rows of the last delivery whose window holds their day; a window reaches from
 * its first row's period of `grain` to its last row's. `full`: the last delivery alone.
 */
export type RowPolicy =
  | { readonly kind: 'upsert'; readonly deleted: DeletedMark | null }
  | { readonly kind: 'window'; readonly grain: WindowGrain }
  | { readonly kind: 'full' }

/** Begins the shapes of datasets with a policy, so that rows tell by themselves under which they came. */
export const layerMark = 'overlap:'

export type WindowGrain = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** The column that says when a row last changed, and how many days behind the newest one reading begins again. */
export interface Watermark {
  readonly column: string
  readonly overlapDays: number
}

/** A row that removes its key: where the column is true or has a value, or one of these words. */
export interface DeletedMark {
  readonly column: string
  readonly words: readonly string[] | null
}
