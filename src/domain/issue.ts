/** Where in a person's text a mistake stands; line and column count from 1. */
export interface Place {
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** A person's mistake as data: what `check --json` prints, what the browser shows. */
export interface Issue extends Place {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly hint: string
}

/** One row of an issue table: what is wrong in words, and what to do about it. `example` feeds the reference page. */
export interface IssueEntry<P> {
  readonly severity: 'error' | 'warning'
  readonly title: string
  readonly says: (params: P) => string
  readonly hint: (params: P) => string
  readonly example: P
}

/** Declares an entry with typed parameters; an error unless stated otherwise. */
export const issueEntry = <P>(
  entry: Omit<IssueEntry<P>, 'severity'> & { readonly severity?: 'error' | 'warning' },
): IssueEntry<P> => ({ severity: 'error', ...entry })

export type IssueTable<T> = { readonly [C in keyof T]: IssueEntry<T[C]> }

/** Gives the function that makes issues of one table: `issue(code, params, place)`; codes and params are checked by type. */
export function issueMaker<T extends object>(
  table: IssueTable<T>,
): <C extends keyof T & string>(code: C, params: T[C], place: Place) => Issue {
  return (code, params, place) => {
    const entry = table[code]
    return { ...place, code, severity: entry.severity, message: entry.says(params), hint: entry.hint(params) }
  }
}

/** An issue table as plain rows for the reference page: code, severity, title and one example of its words. */
export function issueRows<T extends object>(
  table: IssueTable<T>,
): { code: string; severity: string; title: string; message: string; hint: string }[] {
  const rows: { code: string; severity: string; title: string; message: string; hint: string }[] = []
  for (const code in table) {
    const { severity, title, says, hint, example } = table[code]
    rows.push({ code, severity, title, message: says(example), hint: hint(example) })
  }
  return rows
}

/** Orders issues as a person reads files: by file, line, column, then code. */
export function sortIssues(issues: readonly Issue[]): Issue[] {
  return [...issues].sort(
    (a, b) =>
      compareText(a.file ?? '', b.file ?? '') ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      compareText(a.code, b.code),
  )
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
