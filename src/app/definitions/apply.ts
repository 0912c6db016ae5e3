import type { Actor } from '../../domain/access.ts'
import type { DefinitionFile } from '../../domain/definition/read.ts'
import { documentIssue } from '../../domain/document-issues.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { ChangePlan } from '../../domain/view.ts'
import type { Workspace } from '../workspace.ts'
import { readDefinitions } from './definitions.ts'
import { planChange } from './plan.ts'
import { replaceFiles } from './replace-files.ts'

/**
 * Puts other definitions into force: the folder's files become exactly the proposed ones, all or none, and every document is
 * kept as a version with its author and reason. Refused where the proposal is not sound, names files outside the folder, or
 * was made on definitions that are no longer in force. Gives what the plan of it was.
 */
export async function applyChange(
  workspace: Workspace,
  proposal: { readonly files: readonly DefinitionFile[]; readonly base: string | null },
  actor: Actor,
  reason: string | null,
): Promise<Result<ChangePlan>> {
  const stray = proposal.files.find(({ file }) => !inside(file))
  if (stray !== undefined) return failed(documentIssue('document/outside', { file: stray.file }, {}))
  const plan = await planChange(workspace, proposal.files, actor)
  if (!plan.ok) return plan
  const expected = proposal.base ?? plan.value.base
  const done = await workspace.change(
    async (current) => {
      const inForce = current.catalog?.revision ?? workspace.catalog.revision
      if (inForce !== expected) return failed(documentIssue('document/base', { base: expected, now: inForce }, {}))
      const next = readDefinitions(proposal.files, workspace.plugs)
      await replaceFiles(workspace.folder, current.files, proposal.files, workspace.deps.fail)
      return ok({ next, value: plan.value })
    },
    { author: actor.id, reason },
  )
  return done
}

/** A path of YAML below the folder, outside hidden ones: nothing else is ever written. */
const inside = (file: string): boolean =>
  /\.ya?ml$/.test(file) &&
  !file.startsWith('/') &&
  !file.includes('\\') &&
  file.split('/').every((part) => part !== '' && !part.startsWith('.') && part !== 'node_modules')
