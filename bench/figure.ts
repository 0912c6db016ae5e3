import type { World } from './world.ts'

/** One measured figure of DESIGN's budgets. `holds` is null where no budget is set for this many rows. */
export interface Figure {
  readonly name: string
  readonly measured: number
  readonly budget: number | null
  readonly unit: string
  readonly holds: boolean | null
  readonly rows: number
  readonly kpis: number
}

/** One row of the budgets, or a few that share their work. To add one: a file in `rows/` and a line in `index.ts`. */
export interface Bench {
  readonly title: string
  /** It takes minutes, so that a smoke run leaves it out unless it is named. */
  readonly long?: true
  readonly run: (bench: Run) => Promise<readonly Figure[]>
}

export interface Run {
  readonly world: World
  /** How often each side is measured. */
  readonly rounds: number
  readonly log: (line: string) => void
}

interface Measured {
  readonly name: string
  readonly measured: number
  readonly unit: string
  readonly rows: number
  readonly kpis: number
}

export const atMost = (budget: number, figure: Measured): Figure => ({
  ...figure,
  budget,
  holds: figure.measured <= budget,
})

export const atLeast = (budget: number, figure: Measured): Figure => ({
  ...figure,
  budget,
  holds: figure.measured >= budget,
})

/** A figure that is worth knowing and has no budget, or none for this many rows. */
export const known = (figure: Measured): Figure => ({ ...figure, budget: null, holds: null })
