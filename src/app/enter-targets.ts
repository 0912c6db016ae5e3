import { join } from 'node:path'
import type { Actor } from '../domain/access.ts'
import { documentIssue } from '../domain/document-issues.ts'
import { failed, ok, type Result } from '../domain/result.ts'
import type { DocumentView } from '../domain/view.ts'
import { printDay } from '../time/day.ts'
import { todayOf } from './ask.ts'
import { readDefinitions } from './definitions/definitions.ts'
import { writeDurably } from './definitions/durable.ts'
import { documentView, saveDocument } from './definitions/save.ts'
import type { Workspace } from './workspace.ts'

export interface PastedTargets {
  readonly kpi: string
  readonly version: string
  /** As copied from a spreadsheet: a line of periods, and one line per unit. */
  readonly grid: string
  readonly approvedBy: string | null
  readonly because: string | null
  readonly basedOn: string | null
}

/**
 * Keeps targets that were pasted from a spreadsheet as a document of their own, `KPI-VERSION-grid`, in the folder; pasted
 * again they take the place of those before, whose text stays in its history. Nothing is written where a cell is wrong.
 */
export async function enterTargets(
  workspace: Workspace,
  pasted: PastedTargets,
  actor: Actor,
): Promise<Result<DocumentView>> {
  const id = `${pasted.kpi}-${pasted.version}-grid`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  const text = textOf(id, pasted, actor, printDay(todayOf(workspace.deps)))
  const before = workspace.definitions.documents.find((one) => one.kind === 'target' && one.id === id)
  if (before !== undefined) {
    const wanted = { kind: 'target', id, text, baseHash: workspace.plugs.hash(before.text) }
    return saveDocument(workspace, wanted, actor, pasted.because)
  }
  const file = `targets/${id}.yaml`
  const saved = await workspace.change(
    async (current) => {
      if (current.files.some((one) => one.file === file))
        return failed(documentIssue('document/changed', { file }, { file }))
      const next = readDefinitions([...current.files, { file, text }], workspace.plugs)
      if (next.catalog === null) return failed(...next.issues.filter((one) => one.severity === 'error'))
      await writeDurably(join(workspace.folder, file), text)
      workspace.deps.fail('document:written')
      return ok({ next, value: null })
    },
    { author: actor.id, reason: pasted.because },
  )
  return saved.ok ? documentView(workspace, 'target', id) : saved
}

function textOf(id: string, { grid, ...pasted }: PastedTargets, actor: Actor, today: string): string {
  const said: readonly (readonly [field: string, text: string | null])[] = [
    ['kpi', pasted.kpi],
    ['version', pasted.version],
    ['set-by', actor.name],
    ['approved-by', pasted.approvedBy],
    ['because', pasted.because],
    ['based-on', pasted.basedOn],
  ]
  const fields = said.flatMap(([field, text]) => (text === null ? [] : [`${field}: ${JSON.stringify(text)}\n`]))
  // Leading blanks would be taken for indentation; cells are trimmed anyhow.
  const lines = grid
    .replaceAll('\r', '')
    .split('\n')
    .map((line) => line.replace(/^ +/, '').trimEnd())
  const rows = lines
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
    .replaceAll(/^(?=.)/gm, '  ')
  return `kind: target\nid: ${id}\n${fields.join('')}set-on: ${today}\ngrid: |\n${rows}\n`
}
