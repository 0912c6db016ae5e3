import type { Issue } from '../domain/issue.ts'
import type { Pen } from './context.ts'

/** Issues as people read them: place, what is wrong, what to do. */
export function printIssues(pen: Pen, issues: readonly Issue[]): void {
  for (const issue of issues) {
    const { file, line, column, severity, message, hint, code } = issue
    const place = file === undefined ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')} `
    const word = severity === 'error' ? '' : 'warning: '
    pen.write(`${place}${word}${message}${hint === '' ? '' : ` ${hint}`} [${code}]\n`)
  }
}

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

/** A target as text; a band as `low–high`, none as nothing. */
export function targetText(target: string | number | { readonly low: string; readonly high: string } | null): string {
  if (target === null) return ''
  return typeof target === 'object' ? `${target.low}–${target.high}` : String(target)
}
