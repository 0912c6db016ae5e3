import type { Hands, Workspace } from '../app/workspace.ts'
import type { Client } from '../contract/client.ts'
import type { Settings } from '../settings.ts'

/** A stream to write on, and whether a person reads it. */
export interface Pen {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly write: (text: string) => unknown
}

/** What the program lends its commands; main.ts makes one. */
export interface Cli {
  readonly version: string
  /** The program's own folder, with its examples. */
  readonly root: string
  readonly cwd: string
  /** Reads the environment; a RangeError names what is wrong there. */
  readonly settings: () => Settings
  readonly out: Pen
  readonly err: Pen
  readonly hands: (settings: Settings, log: Hands['log']) => Hands
  /** Every call of the contract on a workspace that this process has open. */
  readonly localClient: (workspace: Workspace) => Client
  readonly serve: (workspace: Workspace, at: { readonly host: string; readonly port: number }) => Promise<Serving>
  readonly untilStopped: () => Promise<void>
}

export interface Serving {
  readonly url: string
  readonly close: () => Promise<void>
}
