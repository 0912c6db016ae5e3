import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Failure } from '../domain/failure.ts'
import { nearest } from '../domain/nearest.ts'
import { type Command, type ExitCode, type Options, UsageError, type Values } from './command.ts'
import { commands } from './commands/index.ts'
import type { Cli } from './context.ts'
import { commandHelp, overview } from './help.ts'

/** Options that every command takes. */
export const common = {
  workspace: {
    type: 'string',
    short: 'w',
    value: 'DIR',
    help: 'The workspace’s folder; the one you stand in unless named.',
  },
  json: { type: 'boolean', help: 'Print data as JSON.' },
  help: { type: 'boolean', short: 'h', help: 'Show this help.' },
} as const

/** Runs one command line and gives the exit code; never throws. */
export async function runCli(args: readonly string[], cli: Cli): Promise<ExitCode> {
  const [name = '', ...rest] = args
  if (name === '--version' || name === 'version') {
    cli.out.write(`${cli.version}\n`)
    return 0
  }
  if (name === '' || name === 'help' || name === '--help' || name === '-h') return help(rest, cli, name === '' ? 2 : 0)
  const command = commands.get(name)
  if (command === undefined) return unknown(name, cli)
  try {
    return await runCommand(command, rest, cli)
  } catch (error) {
    if (error instanceof UsageError) {
      cli.err.write(`${error.message}\n\n${commandHelp(command)}`)
      return 2
    }
    if (error instanceof Failure) {
      cli.err.write(`${error.message}${error.hint === '' ? '' : ` ${error.hint}`}\n`)
      return 1
    }
    cli.err.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`)
    return 1
  }
}

function help([name = '']: readonly string[], cli: Cli, code: ExitCode): ExitCode {
  const command = commands.get(name)
  const pen = code === 0 ? cli.out : cli.err
  pen.write(command === undefined ? overview([...commands.values()]) : commandHelp(command))
  return code
}

function unknown(name: string, cli: Cli): ExitCode {
  const [near] = nearest(name, commands.keys())
  const hint = near === undefined ? 'bellwether help lists the commands.' : `Did you mean ${near}?`
  cli.err.write(`There is no command "${name}". ${hint}\n`)
  return 2
}

async function runCommand(command: Command, args: readonly string[], cli: Cli): Promise<ExitCode> {
  const { values, positionals } = parse(command, args)
  if (values.help === true) {
    cli.out.write(commandHelp(command))
    return 0
  }
  const json = values.json === true
  if (json && !command.json) throw new UsageError(`${command.name} prints no data, so --json says nothing.`)
  const { folder, words } = workspaceOf(command, positionals, values.workspace, cli.cwd)
  const { least, most } = command.takes
  if (words.length < least) throw new UsageError(`${command.name} wants ${command.words}.`)
  if (words.length > most) throw new UsageError(`${command.name} does not know what to do with "${words.at(-1)}".`)
  return command.run({ cli, words, options: values as Values<Options>, json, folder })
}

type Parsed = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>

function parse(command: Command, args: readonly string[]): { values: Parsed; positionals: string[] } {
  const options = { ...command.options, ...common }
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/**
 * The workspace: `--workspace`, else the first word that is a folder with definitions, else the folder one stands in or the
 * nearest one above it that has a workspace.yaml.
 */
function workspaceOf(command: Command, positionals: readonly string[], named: unknown, cwd: string) {
  if (typeof named === 'string') {
    const folder = resolve(cwd, named)
    if (!isFolder(folder)) throw new UsageError(`There is no folder ${folder}.`)
    return { folder, words: positionals }
  }
  if (command.placeless === true) return { folder: cwd, words: positionals }
  if (command.takesFolders === true) return { folder: above(cwd) ?? cwd, words: positionals }
  const at = positionals.findIndex((word) => hasDefinitions(resolve(cwd, word)))
  const word = positionals[at]
  if (word !== undefined) return { folder: resolve(cwd, word), words: positionals.filter((_, index) => index !== at) }
  const lost = positionals.length > command.takes.most ? positionals[0] : undefined
  if (lost !== undefined && /[./\\]/.test(lost))
    throw new UsageError(`${resolve(cwd, lost)} is no folder with definitions.`)
  return { folder: above(cwd) ?? cwd, words: positionals }
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()

const hasDefinitions = (path: string): boolean =>
  isFolder(path) && readdirSync(path).some((name) => /\.ya?ml$/.test(name))

function above(folder: string): string | null {
  if (existsSync(join(folder, 'workspace.yaml'))) return folder
  return dirname(folder) === folder ? null : above(dirname(folder))
}
