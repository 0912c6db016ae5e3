import { readFileSync } from 'node:fs'

/** A second opinion that shares no code with the program: rows of a CSV file, exact sums, plain dates. */

/** Rows by header; quoted cells may hold commas, doubled quotes and line ends. */
export function rowsOf(file: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = cells(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  return rows
    .filter((row) => row.length === header.length)
    .map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])))
}

function cells(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end !== ',' && end !== '') rows.push([])
    if (end === '') break
  }
  return rows
}

/** `12.5` with four digits is 125000n. */
export function fixed(text: string, digits: number): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const units = BigInt((whole || '0') + fraction.padEnd(digits, '0').slice(0, digits))
  if (fraction.slice(digits).replaceAll('0', '') !== '') throw new Error(`${text} has more than ${digits} digits`)
  return text.startsWith('-') ? -units : units
}

/** 125000n with four digits is `12.5`. */
export function text(units: bigint, digits: number): string {
  const all = String(units < 0n ? -units : units).padStart(digits + 1, '0')
  const fraction = all.slice(all.length - digits).replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${all.slice(0, all.length - digits)}${digits === 0 || fraction === '' ? '' : `.${fraction}`}`
}

/** Days since 1970 of `2026-03-09`. */
export const dayNumber = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000

/** The periods that a day lies in, by name; weeks are those of ISO 8601. */
export function periodsOf(
  iso: string,
): Readonly<Record<'day' | 'week' | 'month' | 'quarter' | 'year' | 'total', string>> {
  const [year = '', month = ''] = iso.split('-')
  return {
    day: iso,
    week: isoWeek(iso),
    month: `${year}-${month}`,
    quarter: `${year}-Q${Math.ceil(Number(month) / 3)}`,
    year,
    total: 'total',
  }
}

/** The week of a day is that of its Thursday. */
function isoWeek(iso: string): string {
  const date = new Date(`${iso}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7))
  const year = date.getUTCFullYear()
  const days = (date.getTime() - Date.UTC(year, 0, 1)) / 86_400_000
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`
}
