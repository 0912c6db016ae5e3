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
