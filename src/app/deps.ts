import { join } from 'node:path'
import type { Catalog } from '../domain/catalog.ts'
import type { Clock, Connector, Facts, Store } from '../ports.ts'
import type { Day } from '../time/day.ts'

/** What every act of the program needs; main.ts makes one, tests make their own. */
export interface Deps {
  readonly catalog: Catalog
  readonly facts: Facts
  readonly store: Store
  readonly clock: Clock
  /** The workspace's folder, absolute. */
  readonly folder: string
  readonly connectors: ReadonlyMap<string, Connector>
  /** The environment's variables, where sources' secrets stand; none unless main.ts gives them. */
  readonly environment?: (name: string) => string | undefined
  /** The instant (ISO) as of which everything is asked; absent: what is known now. */
  readonly asOf?: string
  /** True where closed periods are asked as they were published. */
  readonly published?: boolean
  /** No row after this day is read and nothing after it is due, so that values speak of the same days; absent: each as far as its data reaches. */
  readonly through?: Day
  /** Ends when nobody waits for what is asked any more: questions stop, in the engine too. Acts that change anything never have it. */
  readonly signal?: AbortSignal
  /** Called after each durable step with its name (failpoint.ts); does nothing unless a crash is being rehearsed. */
  readonly fail: (name: string) => void
}

/** Where the program keeps its own files, below the workspace's folder. */
export const stateFolder = (deps: Pick<Deps, 'folder'>): string => join(deps.folder, '.bellwether')
