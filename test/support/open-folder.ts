import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import type { Deps } from '../../src/app/deps.ts'
import { load } from '../../src/app/load.ts'
import { removeOrphans } from '../../src/app/remove-orphans.ts'
import { syncFacts } from '../../src/app/sync.ts'
import { connectors } from '../../src/connectors/index.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Question } from '../../src/domain/answer.ts'
import type { Catalog } from '../../src/domain/catalog.ts'
import { checkWorkspace } from '../../src/domain/definition/build.ts'
import { everything, parseScope } from '../../src/domain/scope.ts'
import { openFacts } from '../../src/engine/open.ts'
import { openStore } from '../../src/store/open.ts'
import { parsePeriod } from '../../src/time/period.ts'

export interface OpenFolder {
  readonly deps: Deps
  /** Loads every dataset; throws with all that was found where anything but a warning was. */
  readonly loadAll: () => ReturnType<typeof load>
  readonly close: () => Promise<void>
}

export interface OpenFolderOptions {
  /** A folder that the workspace is copied to, opened in and left in; a second opening goes on there. Unless stated a temporary one, removed on closing. */
  readonly state?: string
  /** The clock: one instant, or a clock of its own (ms since 1970 UTC). */
  readonly now?: number | (() => number)
}

/**
 * Opens a copy of any workspace folder, its documents and its data, with the real store, engine and connectors, as a start
 * of the program does. Throws with the issues when the documents do not make a catalog. The folder itself is only read.
 */
export async function openFolder(source: string, options: OpenFolderOptions = {}): Promise<OpenFolder> {
  const { catalog, issues } = checkFolder(source)
  if (catalog === null) throw new Error(issues.join('\n'))
  const folder = options.state ?? mkdtempSync(join(tmpdir(), 'bellwether-folder-'))
  const remove = () => (options.state === undefined ? rmSync(folder, { recursive: true, force: true }) : undefined)
  cpSync(source, folder, { recursive: true, filter: (path) => !path.slice(source.length).split(sep).some(ours) })
  const { now = 1_770_000_000_000 } = options
  const clock = { now: typeof now === 'number' ? () => now : now }
  const state = join(folder, '.bellwether')
  const store = await openStore({ file: join(state, 'state.sqlite'), clock })
  const facts = await openFacts({ folder: state, memoryMb: 512, threads: 2, log: () => {} })
  const deps: Deps = { catalog, facts, store, clock, folder, connectors, fail: () => {} }
  await removeOrphans(deps)
  await syncFacts(deps)
  return {
    deps,
    loadAll: async () => {
      const reports = await load(deps, 'all', localOwner)
      const errors = reports.flatMap((report) => report.issues.filter((issue) => issue.severity === 'error'))
      if (errors.length > 0) throw new Error(errors.map(issueLine).join('\n'))
      return reports
    },
    close: async () => {
      await facts.close()
      await store.close()
      remove()
    },
  }
}

const ours = (name: string): boolean => name === '.bellwether' || name === 'node_modules'

/** The catalog of a folder's YAML files, or null, and every issue as a line. */
function checkFolder(folder: string): { readonly catalog: Catalog | null; readonly issues: readonly string[] } {
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && !file.split(sep).some((name) => ours(name) || name.startsWith('.')))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  const { catalog, issues } = checkWorkspace(files, { connectors, hash })
  return { catalog, issues: issues.map(issueLine) }
}

type Line = { readonly code: string; readonly file?: string; readonly line?: number; readonly message: string }
const issueLine = ({ code, file = '', line = 0, message }: Line): string => `${file}:${line} ${code}: ${message}`

/** A question as people write it: periods by name, both included, scope as text (`unit:north/channel=web`). */
export function questionOf(
  catalog: Catalog,
  kpi: string,
  [from, to]: readonly [from: string, to: string],
  options: { readonly scope?: string; readonly by?: readonly string[] } = {},
): Question {
  const first = parsePeriod(from, catalog.calendars, 'gregorian')
  const last = parsePeriod(to, catalog.calendars, 'gregorian')
  const scope = options.scope === undefined ? everything : parseScope(options.scope)
  if (first === null || last === null || scope === null || first.grain !== last.grain) {
    throw new Error(`not a question: ${kpi} ${from} ${to} ${options.scope ?? ''}`)
  }
  const { calendar, grain } = first
  return { kpi, scope, calendar, grain, from: first.ordinal, until: last.ordinal + 1, by: options.by ?? [] }
}
