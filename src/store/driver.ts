import type { Dialect } from 'kysely'

/** What a database must offer to hold the state; one file in drivers/ each. */
export interface StoreDriver {
  readonly id: string
  readonly dialect: Dialect
  /** True for a database that already holds tables, which is copied before it is migrated. */
  readonly hasTables: () => boolean
  /** Statements after which rows of `table` can be neither changed (but for the columns `except`) nor deleted. */
  readonly appendOnly: (table: string, columns: readonly string[], except: readonly string[]) => readonly string[]
  /** Writes a complete, verified, durable copy; fails when the file exists. */
  readonly backup: (file: string) => Promise<void>
}
