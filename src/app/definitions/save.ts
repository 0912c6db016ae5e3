import { join } from 'node:path'
import type { Actor } from '../../domain/access.ts'
import { documentIssue } from '../../domain/document-issues.ts'
import { nearest } from '../../domain/nearest.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { DocumentView } from '../../domain/view.ts'
import type { Workspace } from '../workspace.ts'
import { type DocumentText, readDefinitions } from './definitions.ts'
import { writeDurably } from './durable.ts'

/** A definition's text as it stands in its file, with every version it ever had. */
export async function documentView(workspace: Workspace, kind: string, id: string): Promise<Result<DocumentView>> {
  const found = find(workspace.definitions.documents, kind, id)
  if (!found.ok) return found
  const versions = await workspace.deps.store.documents.history(kind, id)
  const { text } = found.value
  return ok({
    text,
    hash: workspace.plugs.hash(text),
    versions: versions.map(({ version, text: was, author, at, reason }) => ({
      version,
      text: was,
      author,
      at,
      reason,
    })),
  })
}

/**
 * Replaces one definition in its file, when the text it was made from still stands there and the whole workspace is sound
 * with it; else nothing is written. The file is forced to the disk before it takes its name, then applied.
 */
export async function saveDocument(
  workspace: Workspace,
  wanted: { readonly kind: string; readonly id: string; readonly text: string; readonly baseHash: string },
  actor: Actor,
  reason: string | null,
): Promise<Result<DocumentView>> {
  const { kind, id, baseHash } = wanted
  const saved = await workspace.change(
    async (current) => {
      const found = find(current.documents, kind, id)
      if (!found.ok) return found
      const { file, from, until, text } = found.value
      if (workspace.plugs.hash(text) !== baseHash) return failed(documentIssue('document/changed', { file }, { file }))
      const whole = current.files.find((one) => one.file === file)?.text ?? ''
      const body = wanted.text.endsWith('\n') || wanted.text === '' ? wanted.text : `${wanted.text}\n`
      const changed = whole.slice(0, from) + body + whole.slice(until)
      const next = readDefinitions(
        current.files.map((one) => (one.file === file ? { file, text: changed } : one)),
        workspace.plugs,
      )
      const known = new Set(current.documents.map((one) => `${one.kind}/${one.id}`))
      const same =
        next.documents.length === known.size && next.documents.every((one) => known.has(`${one.kind}/${one.id}`))
      if (next.catalog === null) return failed(...next.issues.filter((one) => one.severity === 'error'))
      if (!same) return failed(documentIssue('document/other', { kind, id }, { file }))
      await writeDurably(join(workspace.folder, file), changed)
      workspace.deps.fail('document:written')
      return ok({ next, value: null })
    },
    { author: actor.id, reason },
  )
  return saved.ok ? documentView(workspace, kind, id) : saved
}

function find(documents: readonly DocumentText[], kind: string, id: string): Result<DocumentText> {
  const found = documents.find((one) => one.kind === kind && one.id === id)
  if (found !== undefined) return ok(found)
  const ids = documents.filter((one) => one.kind === kind).map((one) => one.id)
  return failed(documentIssue('document/unknown', { kind, id, near: nearest(id, ids) }, {}))
}
