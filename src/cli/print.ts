import type { Issue } from '../domain/issue.ts'
import { fullNumber, gapWithUnit, numberStyle, withUnit } from '../domain/number-format.ts'
import type { UnitLabel } from '../domain/view.ts'
import type { Pen } from './context.ts'

/** How often one and the same complaint is printed; further ones are counted. */
const sameShown = 5

/** Issues as people read them: place, what is wrong, what to do. One complaint about many places is printed a few times. */
export function printIssues(pen: Pen, issues: readonly Issue[]): void {
  for (const same of Map.groupBy(issues, ({ code, message }) => `${code} ${message}`).values()) {
    for (const issue of same.slice(0, sameShown)) pen.write(`${issueText(issue)}\n`)
    const [more, first] = [same.length - sameShown, same[sameShown]]
    if (more > 0 && first !== undefined)
      pen.write(
        `${placeText(first)}and ${more} more of the same in other places; --json lists them all. [${first.code}]\n`,
      )
  }
}

function issueText(issue: Issue): string {
  const word = issue.severity === 'error' ? '' : 'warning: '
  return `${placeText(issue)}${word}${issue.message}${issue.hint === '' ? '' : ` ${issue.hint}`} [${issue.code}]`
}

const placeText = ({ file, line, column }: Issue): string =>
  file === undefined ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')} `

export const printJson = (pen: Pen, value: unknown): void => {
  pen.write(`${JSON.stringify(value, null, 2)}\n`)
}

export interface Heading {
  readonly head: string
  readonly right?: boolean
}

/** Rows as a table of aligned columns; numbers stand on the right. */
export function printTable(pen: Pen, headings: readonly Heading[], rows: readonly (readonly string[])[]): void {
  const widths = headings.map(({ head }, index) =>
    Math.max(head.length, ...rows.map((row) => [...(row[index] ?? '')].length)),
  )
  const write = (cells: readonly string[]) => {
    const padded = headings.map(({ right }, index) => {
      const cell = cells[index] ?? ''
      const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - [...cell].length))
      return right === true ? space + cell : cell + space
    })
    pen.write(`${padded.join('  ').trimEnd()}\n`)
  }
  write(headings.map(({ head }) => head))
  for (const row of rows) write(row)
}

/** Digits of a ratio or mean that a table shows; --json prints all. */
const shownDigits = 6
const shownPercentDigits = 4

/** How the numbers of one KPI stand in a table: in its unit of measure, grouped, amounts exact. */
export interface Figures {
  readonly value: (value: string | number | null) => string
  /** With all its digits. */
  readonly exact: (value: string | number | null) => string
  /** A band as `20–30`, none as nothing. */
  readonly target: (target: string | number | { readonly low: string; readonly high: string } | null) => string
}

/** Figures of a unit of measure as the workspace's readers write them. */
export function figuresIn(unit: UnitLabel, locale: string): Figures {
  const value = (one: string | number | null) =>
    one === null ? '' : fullNumber(unit, locale, withCents(unit, readable(unit, one)))
  return {
    value,
    exact: (one) => (one === null ? '' : fullNumber(unit, locale, withCents(unit, one))),
    target: (one) => (one !== null && typeof one === 'object' ? `${value(one.low)}–${value(one.high)}` : value(one)),
  }
}

/** Tenths of money are written as cents, as people do. */
const withCents = ({ kind }: UnitLabel, value: string | number): string | number =>
  kind === 'currency' && /^-?\d+\.\d$/.test(String(value)) ? `${value}0` : value

/** Numbers that are estimates, in the digits that mean something: `26.1 M €`, and as differences `+0.3 pp`. */
export function roughly(unit: UnitLabel, locale: string) {
  return {
    value: (value: number): string => withUnit(numberStyle(unit, locale, value), value),
    gap: (value: number): string => gapWithUnit(numberStyle(unit, locale, value), value),
  }
}

/** Exact amounts as they are; ratios and means without the digits that nobody reads. */
function readable({ kind }: UnitLabel, value: string | number): string | number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return value
  const scaled = Math.abs(kind === 'percent' ? value * 100 : value)
  const whole = Math.trunc(scaled).toString().length
  const digits = Math.max(kind === 'percent' ? shownPercentDigits : shownDigits, whole + 2)
  return Number(value.toPrecision(Math.min(17, digits)))
}
