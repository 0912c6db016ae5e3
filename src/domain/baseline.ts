/**
 * What a value is compared with: the period before, the same one a year earlier (`year` by its place in the year, `year-date`
 * on the same dates, `year-weekday` on the same weekdays 52 weeks before, `restated` as `year`, but after a year of 53 weeks on
 * the weeks 52 before), the mean of the periods before, a version of its targets, or what others reach. `name` is how people
 * ask for it.
 */
export type Baseline =
  | { readonly kind: 'prior' | YearBaseline; readonly name: string }
  | { readonly kind: 'average'; readonly name: string; readonly periods: number }
  | { readonly kind: 'version'; readonly name: string; readonly version: string }
  | { readonly kind: 'benchmark'; readonly name: string }

/** A baseline of earlier periods. */
export type EarlierBaseline = Exclude<Baseline, { kind: 'version' | 'benchmark' }>

export type YearBaseline = (typeof yearBaselines)[number]

const yearBaselines = ['year', 'year-date', 'year-weekday', 'restated'] as const

/** The names of baselines of earlier periods. */
export const periodBaselines = ['prior', ...yearBaselines, 'average:3'] as const

/** The names of baselines that need no targets. */
export const baselineNames = [...periodBaselines, 'benchmark'] as const

const mostAveraged = 366

/** Reads a baseline; `versions` are those that targets have. Null where the text names none. */
export function parseBaseline(name: string, versions: readonly string[]): Baseline | null {
  const kind = (['prior', ...yearBaselines] as const).find((one) => one === name)
  if (kind !== undefined) return { kind, name }
  if (name === 'benchmark') return { kind: name, name }
  const periods = Number(/^average:([1-9]\d{0,2})$/.exec(name)?.[1] ?? 0)
  if (periods > 0) return periods <= mostAveraged ? { kind: 'average', name, periods } : null
  return versions.includes(name) ? { kind: 'version', name, version: name } : null
}
