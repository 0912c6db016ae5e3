import type { Answer } from '../../domain/answer.ts'
import type { Since } from '../../domain/change.ts'
import type { Batch, Change } from '../../ports.ts'
import { parseDay } from '../../time/day.ts'
import { readsOf } from '../ask/reads.ts'
import type { AskDeps } from '../ask.ts'
import { type DocumentName, valueDocuments } from '../definitions/rests-on.ts'

/** What happened to definitions and rows, looked up only where something differs and once per evaluation. */
export class Events {
  readonly #deps: AskDeps
  readonly #batches = new Map<string, Promise<readonly Batch[]>>()
  readonly #rests = new Map<string, readonly string[]>()
  #documents: Promise<ReadonlyMap<string, string>> | undefined

  constructor(deps: AskDeps) {
    this.#deps = deps
  }

  /** The events after a recorded change that can have made its item another. */
  async since(last: Change, after: Answer): Promise<Since> {
    const { all } = readsOf(this.#deps.catalog, after.kpi)
    const known: Readonly<Record<string, number>> = JSON.parse(last.factsRevision)
    const [start, end] = [parseDay(after.start ?? ''), parseDay(after.end ?? '')]
    let [rows, otherRows]: [string | null, string | null] = [null, null]
    for (const dataset of all) {
      for (const batch of await this.#batchesOf(dataset)) {
        const at = happened(batch, known[dataset] ?? 0)
        if (at === null) continue
        otherRows = later(otherRows, at)
        if (touches(batch, start, end)) rows = later(rows, at)
      }
    }
    const catalog = last.catalogRevision !== after.revision.catalog
    return { rows, otherRows, catalog, definition: catalog ? await this.#definition(last, after.kpi) : null }
  }

  #batchesOf(dataset: string): Promise<readonly Batch[]> {
    let found = this.#batches.get(dataset)
    if (found === undefined) this.#batches.set(dataset, (found = this.#deps.store.batches.list(dataset)))
    return found
  }

  /** When a document that the KPI's calculation rests on last changed, if that was after its item was recorded. */
  async #definition(last: Change, kpi: string): Promise<string | null> {
    this.#documents ??= this.#changedAt()
    const changed = await this.#documents
    let found: string | null = null
    for (const document of this.#restsOn(kpi)) {
      const at = changed.get(document)
      if (at !== undefined && at >= last.at) found = later(found, at)
    }
    return found
  }

  async #changedAt(): Promise<ReadonlyMap<string, string>> {
    const current = await this.#deps.store.documents.current()
    return new Map(current.map((one) => [nameOf(one), one.at]))
  }

  #restsOn(kpi: string): readonly string[] {
    let found = this.#rests.get(kpi)
    if (found === undefined) this.#rests.set(kpi, (found = valueDocuments(this.#deps.catalog, kpi).map(nameOf)))
    return found
  }
}

const nameOf = ({ kind, id }: DocumentName): string => `${kind} ${id}`

/** When a batch came, or was taken back, after a change was recorded with this revision of its dataset; null where before. */
function happened(batch: Batch, revision: number): string | null {
  const undone = batch.undone !== null && batch.undone.revision > revision ? batch.undone.at : null
  return undone ?? (batch.revision > revision ? batch.at : null)
}

/** Whether rows of a batch may lie in a period [start, end); parts without days may lie in any. */
export const touches = (batch: Batch, start: number | null, end: number | null): boolean =>
  spansOf(batch).some(
    ({ firstDay, lastDay }) =>
      firstDay === null ||
      lastDay === null ||
      ((end === null || firstDay < end) && (start === null || lastDay >= start)),
  )

/** The days whose rows it touched: where deliveries overlap, those of rows that became others. */
function spansOf({ parts, effect, undoEffect }: Batch): readonly { firstDay: number | null; lastDay: number | null }[] {
  if (effect === null) return parts
  return [effect, undoEffect]
    .filter((one) => one !== null && (one.days !== null || one.undated > 0))
    .map((one) => ({ firstDay: one?.days?.first ?? null, lastDay: one?.days?.last ?? null }))
}

const later = (a: string | null, b: string): string => (a === null || b > a ? b : a)
