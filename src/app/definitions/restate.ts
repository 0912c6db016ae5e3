import type { Actor } from '../../domain/access.ts'
import { closingIssue } from '../../domain/closing-issues.ts'
import { isMap, type Plain } from '../../domain/definition/document.ts'
import { editDocument } from '../../domain/definition/edit.ts'
import { type DefinitionFile, readDocuments } from '../../domain/definition/read.ts'
import type { Issue } from '../../domain/issue.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { ChangePlan } from '../../domain/view.ts'
import { findKpi } from '../view/find.ts'
import type { Workspace } from '../workspace.ts'
import { applyChange } from './apply.ts'
import type { DocumentText } from './definitions.ts'
import { planChange } from './plan.ts'

export interface RestateRequest {
  readonly kpi: string
  /** Puts the document back that the last restatement replaced. */
  readonly undo: boolean
  /** Without it the plan of the act is given, and nothing is done. */
  readonly approve: boolean
  readonly reason: string | null
}

const restated = 'history restated: '

/**
 * Restating history: the newest formula of a KPI is taken for all time, as an act of its own with a plan, an approval and a
 * reason, and can be undone. Sealed readings stay as they were published, and the ledger keeps what was known.
 */
export async function restateHistory(
  workspace: Workspace,
  request: RestateRequest,
  actor: Actor,
): Promise<Result<ChangePlan>> {
  const issues: Issue[] = []
  const kpi = findKpi(workspace.catalog, request.kpi, issues)
  if (kpi === null) return { ok: false, issues }
  if (request.approve && (request.reason ?? '').trim() === '') return failed(closingIssue('restate/reason', {}, {}))
  const files = request.undo ? await filesBefore(workspace, kpi.id) : filesAfter(workspace, kpi.id)
  if (!files.ok) return files
  if (!request.approve) return planChange(workspace, files.value, actor)
  const said = request.undo ? `history no longer restated: ${request.reason}` : `${restated}${request.reason}`
  return applyChange(workspace, { files: files.value, base: null }, actor, said)
}

/** The workspace's files with the KPI's last formula alone, in force from the beginning. */
function filesAfter(workspace: Workspace, kpi: string): Result<readonly DefinitionFile[]> {
  const document = documentOf(workspace, kpi)
  const [parsed] = readDocuments([{ file: document.file, text: document.text }]).documents
  const calculation = parsed?.data.calculation
  const last = Array.isArray(calculation) ? calculation.at(-1) : undefined
  if (!isList(calculation) || calculation.length < 2 || !isMap(last))
    return failed(closingIssue('restate/one-formula', { kpi }, {}))
  const { from: _, ...formula } = last
  const text = editDocument(document.text, { kind: 'kpi', id: kpi }, ['calculation'], formula)
  if (text === null) throw new Error(`the calculation of ${kpi} cannot be edited where it stands`)
  return ok(withText(workspace, document, text))
}

const isList = (value: Plain | undefined): value is readonly Plain[] => Array.isArray(value)

/** Whether the last change of a KPI restated its history, so that it can be taken back. */
export async function restatedLast(store: Workspace['deps']['store'], kpi: string): Promise<boolean> {
  const versions = await store.documents.history('kpi', kpi)
  return versions.at(-1)?.reason?.startsWith(restated) === true
}

async function filesBefore(workspace: Workspace, kpi: string): Promise<Result<readonly DefinitionFile[]>> {
  const versions = await workspace.deps.store.documents.history('kpi', kpi)
  const [before, last] = versions.slice(-2)
  if (last?.reason?.startsWith(restated) !== true || before?.text == null)
    return failed(closingIssue('restate/nothing-to-undo', { kpi }, {}))
  return ok(withText(workspace, documentOf(workspace, kpi), before.text))
}

function documentOf({ definitions }: Workspace, kpi: string): DocumentText {
  const document = definitions.documents.find(({ kind, id }) => kind === 'kpi' && id === kpi)
  if (document === undefined) throw new Error(`${kpi} stands in no file`)
  return document
}

const withText = (
  { definitions }: Workspace,
  { file, from, until }: DocumentText,
  text: string,
): readonly DefinitionFile[] =>
  definitions.files.map((one) =>
    one.file === file ? { file, text: one.text.slice(0, from) + text + one.text.slice(until) } : one,
  )
