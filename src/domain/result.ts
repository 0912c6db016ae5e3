import type { Issue } from './issue.ts'

/** What a check returns: a value that is proven good, or every issue found. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const failed = (...issues: readonly Issue[]): Result<never> => ({ ok: false, issues })
