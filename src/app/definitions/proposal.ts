import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from '../../domain/access.ts'
import type { DefinitionFile } from '../../domain/definition/read.ts'
import { documentIssue } from '../../domain/document-issues.ts'
import { failed, type Result } from '../../domain/result.ts'
import type { ChangePlan } from '../../domain/view.ts'
import type { Workspace } from '../workspace.ts'
import { applyChange } from './apply.ts'
import { readDefinitionFiles } from './read-folder.ts'

/** Where definitions lie that somebody proposes: a hidden folder, of which nothing is in force. */
export const proposedFolder = '.proposed'

/** Definitions that are proposed: files of the hidden folder `.proposed`, at the paths they would have. */
export interface Proposal {
  readonly proposed: readonly DefinitionFile[]
  /** The workspace's files with the proposed ones in their places. */
  readonly files: readonly DefinitionFile[]
}

/** The files that are proposed beside the workspace's own; null where there are none. */
export async function readProposal(workspace: Workspace): Promise<Proposal | null> {
  const proposed = await readDefinitionFiles(join(workspace.folder, proposedFolder))
  if (proposed.length === 0) return null
  const places = new Set(proposed.map(({ file }) => file))
  return { proposed, files: [...workspace.definitions.files.filter(({ file }) => !places.has(file)), ...proposed] }
}

/** Puts the proposed files into force, on the definitions that their plan was made on, and clears them away. */
export async function applyProposal(
  workspace: Workspace,
  base: string,
  actor: Actor,
  reason: string | null,
): Promise<Result<ChangePlan>> {
  const proposal = await readProposal(workspace)
  if (proposal === null) return failed(documentIssue('document/nothing-proposed', {}, {}))
  const done = await applyChange(workspace, { files: proposal.files, base }, actor, reason)
  if (!done.ok) return done
  workspace.deps.fail('proposal:applied')
  // Where this does not come about the files propose what is in force already.
  await rm(join(workspace.folder, proposedFolder), { recursive: true, force: true })
  return done
}
