import type { Catalog } from '../../domain/catalog.ts'
import { build } from '../../domain/definition/build.ts'
import type { Document } from '../../domain/definition/document.ts'
import { documentSpans, type TextSpan } from '../../domain/definition/document-text.ts'
import type { Plugs } from '../../domain/definition/draft.ts'
import { type DefinitionFile, readDocuments } from '../../domain/definition/read.ts'
import { type Issue, sortIssues } from '../../domain/issue.ts'
import type { Clock, Store } from '../../ports.ts'
import { isoInstant } from '../../time/zone.ts'

/** A definition's own text and where it stands. */
export interface DocumentText {
  readonly kind: string
  readonly id: string
  readonly file: string
  readonly from: number
  readonly until: number
  readonly text: string
}

/** A workspace's files read and checked; the catalog is null where anything is wrong. */
export interface Definitions {
  readonly files: readonly DefinitionFile[]
  readonly documents: readonly DocumentText[]
  readonly catalog: Catalog | null
  readonly issues: readonly Issue[]
}

/** Reads and checks files: the documents with their own texts, the catalog, and every issue. */
export function readDefinitions(files: readonly DefinitionFile[], plugs: Plugs): Definitions {
  const { documents, issues } = readDocuments(files)
  const built = build(documents, plugs)
  const all = sortIssues([...issues, ...(built.ok ? [] : built.issues)])
  const good = built.ok && !issues.some((one) => one.severity === 'error')
  const texts = new Map(files.map(({ file, text }) => [file, { text, spanAt: documentSpans(text) }]))
  return {
    files,
    documents: documents.flatMap((document) => textOf(document, texts.get(document.file))),
    catalog: good ? built.value : null,
    issues: all,
  }
}

interface FileText {
  readonly text: string
  readonly spanAt: (line: number) => TextSpan
}

function textOf(document: Document, of: FileText | undefined): readonly DocumentText[] {
  const { kind, id, file } = document
  if (kind === null || id === null || of === undefined) return []
  const { text, spanAt } = of
  const { from, until } = spanAt(document.place.line ?? 1)
  return [{ kind, id, file, from, until, text: text.slice(from, until) }]
}

/** Keeps the texts as versions of their documents, in one commit; those that are gone get a last version without text. */
export async function recordVersions(
  store: Store,
  clock: Clock,
  definitions: Definitions,
  by: { readonly author: string; readonly reason: string | null },
): Promise<void> {
  const at = isoInstant(clock.now())
  const present = new Set(definitions.documents.map(({ kind, id }) => `${kind}/${id}`))
  const gone = (await store.documents.current()).filter(({ kind, id }) => !present.has(`${kind}/${id}`))
  await store.documents.put([
    ...definitions.documents.map(({ kind, id, text }) => ({ kind, id, text, at, ...by })),
    ...gone.map(({ kind, id }) => ({ kind, id, text: null, at, ...by })),
  ])
}

/** The last definitions that were applied, from the store; null where there are none or they fit no more. */
export async function lastGood(store: Store, plugs: Plugs): Promise<Definitions | null> {
  const kept = await store.documents.current()
  const files = kept.map(({ kind, id, text }) => ({ file: `${kind}/${id}.yaml`, text: text ?? '' }))
  const read = readDefinitions(files, plugs)
  return read.catalog === null ? null : read
}
