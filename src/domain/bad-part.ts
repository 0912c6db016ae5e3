import type { Issue } from './issue.ts'

/** Thrown while rows are being read when the rest of the part cannot be understood: a person's mistake, not a bug. */
export class BadPart extends Error {
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => issue.message).join(' '))
    this.name = 'BadPart'
    this.issues = issues
  }
}
