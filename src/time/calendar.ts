import type { Day } from './day.ts'

export type GrainName = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'total'

/** Two pure functions; everything else about periods is derived from them. Ordinals are consecutive integers. */
export interface Grain {
  readonly name: GrainName
  readonly ordinalOf: (day: Day) => number
  readonly startOf: (ordinal: number) => Day
}

export interface Calendar {
  readonly id: string
  readonly name: string
  readonly grains: ReadonlyMap<GrainName, Grain>
  /** Text of a period without the calendar's prefix (`2026-03`, `2026-W05`, `2026-P03`) and back; null where the text is not of this calendar. */
  readonly print: (grain: GrainName, ordinal: number) => string
  readonly parse: (text: string) => { readonly grain: GrainName; readonly ordinal: number } | null
}
