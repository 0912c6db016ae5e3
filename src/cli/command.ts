import type { Cli } from './context.ts'

export interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  /** What stands for its value in the help: `PERIOD`. */
  readonly value?: string
  readonly help: string
}

export type Options = Readonly<Record<string, Option>>

type ValueOf<O extends Option> = O['type'] extends 'boolean'
  ? boolean | undefined
  : O extends { readonly multiple: true }
    ? readonly string[] | undefined
    : string | undefined

export type Values<O extends Options> = { readonly [N in keyof O]: ValueOf<O[N]> }

/** What a command gets: the words after its name without the workspace, its options, and where to write. */
export interface Run<O extends Options> {
  readonly cli: Cli
  readonly words: readonly string[]
  readonly options: Values<O>
  readonly json: boolean
  /** The folder that was named or found; see `workspaceFolder`. */
  readonly folder: string
}

/** 0 good, 1 the check or the data failed, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2

export interface Command {
  readonly name: string
  /** Words after the command, as the help shows them: `KPI…`. */
  readonly words: string
  /** How many words it takes besides the workspace. */
  readonly takes: { readonly least: number; readonly most: number }
  readonly summary: string
  readonly options: Options
  /** Whether it prints data, so that `--json` applies. */
  readonly json: boolean
  /** True for a command that is not about a workspace that exists: its words are its own. */
  readonly placeless?: boolean
  /** True where its words are folders themselves: the workspace is the one stood in, or named by --workspace. */
  readonly takesFolders?: boolean
  readonly examples: readonly string[]
  run(run: Run<Options>): Promise<ExitCode>
}

/** Declares a command; its `run` sees its own options typed. */
export function defineCommand<const O extends Options>(
  command: Omit<Command, 'run' | 'options'> & {
    readonly options: O
    readonly run: (run: Run<O>) => Promise<ExitCode>
  },
): Command {
  // The parser gives exactly the options that the command declares.
  return { ...command, run: (run) => command.run(run as Run<O>) }
}

/** A mistake in how a command was called; printed with the command's usage, exit code 2. */
export class UsageError extends Error {}
