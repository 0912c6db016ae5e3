import type { PeriodLabel } from '../domain/view.ts'

/** Which periods are named below a plot: evenly apart, counted from the start of a year where one is in view. */
export function tickIndexes(labels: readonly PeriodLabel[], step: number, least: number): readonly number[] {
  const every = stepsOf(labels).find((count) => count * step >= least) ?? Math.ceil(least / Math.max(step, 0.01))
  const yearStart = labels.findIndex((label) => label.start?.endsWith('-01-01') ?? false)
  const anchor = yearStart < 0 ? labels.length - 1 : yearStart
  return labels.map((_, index) => index).filter((index) => (((index - anchor) % every) + every) % every === 0)
}

/** The name below the plot: months lose their year except in January and where the axis begins. */
export function tickText(label: PeriodLabel, first: boolean): string {
  const month = shortMonth(label)
  if (month === null) return label.short
  const year = label.start?.slice(0, 4) ?? ''
  return first || label.start?.endsWith('-01-01') ? `${month} ${year}` : month
}

/** The period's name inside a sentence beside the plot: `March` or `Mar`, other grains in full. */
export function monthName(label: PeriodLabel, long: boolean): string {
  if (shortMonth(label) === null) return label.short
  return long ? label.label.replace(/\s*\d{4}$/, '') : (shortMonth(label) ?? label.short)
}

function shortMonth(label: PeriodLabel): string | null {
  return /^\d{4}-\d{2}$/.test(label.text) ? label.short.replace(/\s*\d+$/, '') : null
}

function stepsOf(labels: readonly PeriodLabel[]): readonly number[] {
  const text = labels[0]?.text ?? ''
  if (/^\d{4}-\d{2}$/.test(text)) return [1, 3, 6, 12]
  if (text.includes('T')) return [1, 3, 6, 12, 24]
  if (text.includes('-Q')) return [1, 2, 4]
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return [1, 7, 14, 28]
  if (text.includes('-W')) return [1, 2, 4, 13, 26]
  return [1, 2, 5]
}
