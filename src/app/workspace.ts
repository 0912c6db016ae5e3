import { type Actor, localOwner } from '../domain/access.ts'
import type { Catalog } from '../domain/catalog.ts'
import type { HasOptions, Plugs } from '../domain/definition/draft.ts'
import { Failure } from '../domain/failure.ts'
import type { Issue } from '../domain/issue.ts'
import { failed, ok, type Result } from '../domain/result.ts'
import type { Clock, Connector, Facts, Store } from '../ports.ts'
import { Finals, recordAlerts } from './alerts/record.ts'
import { type Definitions, lastGood, readDefinitions, recordVersions } from './definitions/definitions.ts'
import { readDefinitionFiles } from './definitions/read-folder.ts'
import { finishReplacing } from './definitions/replace-files.ts'
import { type Deps, stateFolder } from './deps.ts'
import { evaluate } from './evaluate.ts'
import { type LoadOptions, type LoadReport, load } from './load.ts'
import { type Lock, type Owner, takeLock } from './lock.ts'
import { type RefreshReport, refresh } from './refresh.ts'
import { removeOrphans } from './remove-orphans.ts'
import { syncFacts } from './sync.ts'

/** What the outside lends a workspace; main.ts makes one. */
export interface Hands {
  readonly openStore: (file: string) => Promise<Store>
  /** Opens the facts engine over a state folder. */
  readonly openFacts: (stateFolder: string) => Promise<Facts>
  readonly connectors: ReadonlyMap<string, Connector & HasOptions>
  /** SHA-256 as hex. */
  readonly hash: (text: string) => string
  readonly clock: Clock
  /** The environment's variables, where sources' secrets stand. */
  readonly environment?: (name: string) => string | undefined
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
  readonly fail: (name: string) => void
}

/** What open pages are told: something of this kind is new. */
export type Happening = 'facts' | 'catalog' | 'issues' | 'load' | 'signals'

/** Definitions that were applied by nobody in particular: found in the folder at start or while serving. */
const folderAuthor = 'folder'

/** An open workspace: one catalog in force, its store and engine, and everything that changes them. */
export class Workspace {
  readonly folder: string
  readonly plugs: Plugs
  #hands: Hands
  #lock: Lock
  #deps: Deps
  #definitions: Definitions
  #listeners = new Set<(happening: Happening) => void>()
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(hands: Hands, lock: Lock, deps: Deps, found: Definitions) {
    this.#hands = hands
    this.#lock = lock
    this.#deps = deps
    this.#definitions = found
    this.folder = deps.folder
    this.plugs = { connectors: hands.connectors, hash: hands.hash }
  }

  /**
   * Opens the workspace of a folder for this process alone, brings the engine to what the store has accepted, and applies
   * the definitions as they stand. Where they are broken the last good ones serve, and `issues` says why; where there are
   * none, they are the result. Gives the owner when another process has it open.
   */
  static async open(
    folder: string,
    hands: Hands,
    doing: string,
  ): Promise<Result<Workspace> | { readonly owner: Owner }> {
    const plugs = { connectors: hands.connectors, hash: hands.hash }
    let found = readDefinitions(await readDefinitionFiles(folder), plugs)
    const state = stateFolder({ folder })
    if (found.documents.length === 0) return failed(...found.issues)
    const lock = await takeLock(state, doing)
    if (!('release' in lock)) return { owner: lock }
    const opened: (() => Promise<void>)[] = [lock.release]
    try {
      if (await finishReplacing(folder, hands.fail)) found = readDefinitions(await readDefinitionFiles(folder), plugs)
      const store = await hands.openStore(`${state}/state.sqlite`)
      opened.unshift(store.close)
      const definitions = found.catalog === null ? await lastGood(store, plugs) : found
      if (definitions?.catalog == null) {
        for (const close of opened) await close()
        return failed(...found.issues)
      }
      const facts = await hands.openFacts(state)
      opened.unshift(facts.close)
      const { clock, connectors, fail } = hands
      const environment = hands.environment ?? (() => undefined)
      const deps: Deps = { catalog: definitions.catalog, facts, store, clock, folder, connectors, environment, fail }
      await removeOrphans(deps)
      const workspace = new Workspace(hands, lock, deps, found)
      await workspace.#takeOver(definitions, { author: folderAuthor, reason: null })
      return ok(workspace)
    } catch (error) {
      for (const close of opened) await close().catch(() => undefined)
      throw error
    }
  }

  /** What every act needs, with the catalog now in force. */
  get deps(): Deps {
    return this.#deps
  }

  get catalog(): Catalog {
    return this.#deps.catalog
  }

  /** The definitions as they stand in the folder, sound or not, with their texts. */
  get definitions(): Definitions {
    return this.#definitions
  }

  /** What is wrong with the folder's definitions as they stand; warnings too. Empty where all is well. */
  get issues(): readonly Issue[] {
    return this.#definitions.issues
  }

  get log(): Hands['log'] {
    return this.#hands.log
  }

  /** Tells other commands where this process answers. */
  announce(url: string): Promise<void> {
    return this.#lock.announce(url)
  }

  /** Calls `listener` after each change until the given function is called. */
  listen(listener: (happening: Happening) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(happening: Happening): void {
    for (const listener of this.#listeners) listener(happening)
  }

  /** Runs acts on the definitions one after another. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(act, act)
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  /** Reads the folder again: sound definitions are applied, broken ones leave the last good catalog and become `issues`. */
  reread(by = { author: folderAuthor, reason: null as string | null }): Promise<void> {
    return this.#inTurn(async () => {
      const found = readDefinitions(await readDefinitionFiles(this.folder), this.plugs)
      const before = this.#definitions
      if (textsOf(found) === textsOf(before)) return
      this.#definitions = found
      if (found.catalog !== null) await this.#apply(found, by)
      if (JSON.stringify(found.issues) !== JSON.stringify(before.issues)) this.#tell('issues')
    })
  }

  /** Runs an act that may write definitions, alone among such acts; what it gives is applied. */
  change<T>(
    act: (current: Definitions) => Promise<Result<{ readonly next: Definitions; readonly value: T }>>,
    by: { readonly author: string; readonly reason: string | null },
  ): Promise<Result<T>> {
    return this.#inTurn(async () => {
      const done = await act(readDefinitions(await readDefinitionFiles(this.folder), this.plugs))
      if (!done.ok) return done
      this.#definitions = done.value.next
      await this.#apply(done.value.next, by)
      return ok(done.value.value)
    })
  }

  async #apply(next: Definitions, by: { readonly author: string; readonly reason: string | null }): Promise<void> {
    const before = this.#deps.catalog
    await this.#takeOver(next, by)
    const reshaped = [...this.catalog.datasets.values()].filter(
      ({ id, shape }) => before.datasets.get(id)?.shape !== shape,
    )
    if (reshaped.length > 0)
      await this.load(
        reshaped.map(({ id }) => id).filter((id) => this.#fetches(id)),
        localOwner,
      )
    else await this.evaluate()
    this.#tell('catalog')
  }

  #fetches(dataset: string): boolean {
    const source = this.catalog.sources.get(this.catalog.datasets.get(dataset)?.source ?? '')
    return this.#hands.connectors.get(source?.connector ?? '')?.fetches === true
  }

  /** Versions first, then the engine: what was applied is kept before anybody sees it. */
  async #takeOver(next: Definitions, by: { readonly author: string; readonly reason: string | null }): Promise<void> {
    if (next.catalog === null) throw new Failure('definitions', 'Broken definitions are never applied.')
    await recordVersions(this.#deps.store, this.#deps.clock, next, by)
    this.#hands.fail('documents:recorded')
    const deps = { ...this.#deps, catalog: next.catalog }
    await syncFacts(deps)
    this.#deps = deps
  }

  /** Loads datasets, evaluates what they feed, and tells open pages. */
  async load(
    datasets: readonly string[] | 'all',
    actor: Actor,
    options: LoadOptions = {},
  ): Promise<readonly LoadReport[]> {
    const reports = await load(this.#deps, datasets, actor, options)
    this.#tell('load')
    if (reports.some((report) => report.batch !== null)) await this.changed()
    return reports
  }

  /** Loads all that fetches from somewhere, evaluates once, and tells open pages; fails where changes cannot be recorded. */
  async refresh(actor: Actor): Promise<RefreshReport> {
    const finals = new Finals()
    const report = await refresh(this.#deps, actor, {}, finals.see)
    await this.#alert(finals)
    this.#tell('load')
    if (report.loads.some(({ batch }) => batch !== null)) this.#tell('facts')
    return report
  }

  /** Called after facts changed by a road of their own (a typed value, an undo). Gives how many changes were recorded. */
  async changed(): Promise<number> {
    const changes = await this.evaluate()
    this.#tell('facts')
    return changes
  }

  /** Called after somebody gave or took back a word on signals: numbers stay, pages that show signals do not. */
  tellRulings(): void {
    this.#tell('signals')
  }

  /** Records what became different of the tracked items; a failure is logged, since the facts are kept all the same. */
  async evaluate(): Promise<number> {
    try {
      const finals = new Finals()
      const { changes } = await evaluate(this.#deps, localOwner, finals.see)
      await this.#alert(finals)
      return changes
    } catch (error) {
      this.log('error', `The changes could not be recorded: ${error instanceof Error ? error.message : error}`)
      return 0
    }
  }

  /** Records the alerts of periods that have become final; a failure is logged, and they are judged at the next evaluation. */
  async #alert(finals: Finals): Promise<void> {
    try {
      const alerts = await recordAlerts(this.#deps, finals, localOwner)
      if (alerts.length > 0) this.#tell('signals')
    } catch (error) {
      this.log('error', `Alerts could not be recorded: ${error instanceof Error ? error.message : error}`)
    }
  }

  async close(): Promise<void> {
    await this.#turn
    await this.#deps.facts.close()
    await this.#deps.store.close()
    await this.#lock.release()
  }
}

/** Comments and layout count: they are versions too, and places move with them. */
const textsOf = ({ files }: Definitions): string => JSON.stringify(files)
