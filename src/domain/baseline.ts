/**
 * What a value is compared with: the period before, the same one a year earlier (by its place in the year, or on the same
 * weekdays), the mean of the periods before, a version of its targets, or what others reach. `name` is how people ask for it.
 */
export type Baseline =
  | { readonly kind: 'prior' | 'year' | 'year-weekday'; readonly name: string }
  | { readonly kind: 'average'; readonly name: string; readonly periods: number }
  | { readonly kind: 'version'; readonly name: string; readonly version: string }
  | { readonly kind: 'benchmark'; readonly name: string }

/** The names of baselines that need no targets. */
export const baselineNames = ['prior', 'year', 'year-weekday', 'average:3', 'benchmark'] as const

const mostAveraged = 366

/** Reads a baseline; `versions` are those that targets have. Null where the text names none. */
export function parseBaseline(name: string, versions: readonly string[]): Baseline | null {
  if (name === 'prior' || name === 'year' || name === 'year-weekday') return { kind: name, name }
  if (name === 'benchmark') return { kind: name, name }
  const periods = Number(/^average:([1-9]\d{0,2})$/.exec(name)?.[1] ?? 0)
  if (periods > 0) return periods <= mostAveraged ? { kind: 'average', name, periods } : null
  return versions.includes(name) ? { kind: 'version', name, version: name } : null
}
