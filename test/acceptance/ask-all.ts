import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ask } from '../../src/app/ask.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { type OpenFolder, openFolder, questionOf } from '../support/open-folder.ts'

/** Data that are not ours stand beside the project, where they stand at all. */
const shared = join(import.meta.dirname, '../../../shared/data')

/** Data whose folder is called other than their expected values. */
const folders: Readonly<Record<string, string>> = {
  absenteeism: 'absenteeism_at_work',
  nps_survey: 'nps_survey_messy',
}
const dataFolder = (name: string): string => join(shared, folders[name] ?? name)

export const hasData = (name: string): boolean => existsSync(dataFolder(name)) && existsSync(oracleFile(name))
export const dataFile = (name: string, file: string): string => join(dataFolder(name), file)
export const oracleFile = (name: string): string => join(shared, 'oracles', `${name}.json`)

/** A temporary workspace: our definitions with the data of that name beside them. */
export function workspaceOf(name: string): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), `bellwether-${name}-`))
  cpSync(join(import.meta.dirname, name), folder, { recursive: true })
  cpSync(dataFolder(name), join(folder, 'data'), { recursive: true })
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** What a person would write after `bellwether ask`; `to` is included. */
export interface AskArgs {
  readonly kpis: readonly string[]
  readonly from: string
  readonly to: string
  readonly by?: readonly string[]
  /** As scopes are written: `unit:north/channel=web`. */
  readonly scope?: string
}

const open = new Map<string, Promise<OpenFolder>>()

/** The workspace of a folder, opened and loaded once. */
export function opened(folder: string): Promise<OpenFolder> {
  let workspace = open.get(folder)
  if (workspace === undefined) {
    workspace = openFolder(folder).then(async (found) => {
      await found.loadAll()
      return found
    })
    open.set(folder, workspace)
  }
  return workspace
}

/** Answers of a workspace's data: the one place where acceptance tests meet the program. */
export async function askAll(folder: string, args: AskArgs): Promise<readonly Answer[]> {
  const { deps } = await opened(folder)
  const questions = args.kpis.map((kpi) => questionOf(deps.catalog, kpi, [args.from, args.to], args))
  return (await ask(deps, questions, localOwner)).answers
}

export async function closeAll(): Promise<void> {
  for (const workspace of open.values()) await (await workspace).close()
  open.clear()
}
