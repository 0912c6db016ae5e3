import type { Deps } from '../../app/deps.ts'
import type { Workspace } from '../../app/workspace.ts'
import type { Input, Output } from '../../contract/contract.ts'
import type { EndpointName } from '../../contract/paths.ts'
import type { Actor } from '../../domain/access.ts'
import type { Result } from '../../domain/result.ts'

/** What a call arrives with. */
export interface Context {
  readonly workspace: Workspace
  readonly actor: Actor
  /** Ends when nobody waits for the answer any more. */
  readonly signal?: AbortSignal
}

export type Handler<N extends EndpointName> = (context: Context, input: Input<N>) => Promise<Result<Output<N>>>
export type Handlers<N extends EndpointName> = { readonly [one in N]: Handler<one> }

/** What a question needs: it stops when nobody waits for its answer any more. */
export const questionDeps = ({ workspace, signal }: Context): Deps =>
  signal === undefined ? workspace.deps : { ...workspace.deps, signal }
