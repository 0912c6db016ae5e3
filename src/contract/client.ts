import type { Issue } from '../domain/issue.ts'
import { failed, ok, type Result } from '../domain/result.ts'
import type { Input, Output } from './contract.ts'
import { callOf, type EndpointName } from './paths.ts'

/** Every endpoint as a function: what the command line calls, whether the workspace is here or behind a server. */
export type Client = { readonly [N in EndpointName]: (input: Input<N>) => Promise<Result<Output<N>>> }

/** A call that travels: gives the status and the parsed body. Throws when the server cannot be reached. */
export type Send = (call: {
  readonly method: string
  readonly url: string
  readonly body: string | null
}) => Promise<{ readonly status: number; readonly body: unknown }>

/** Calls one endpoint. Both ends are this program, so a good status is taken at its word. */
export async function call<N extends EndpointName>(send: Send, name: N, input: Input<N>): Promise<Result<Output<N>>> {
  const { status, body } = await send(callOf(name, input))
  if (status >= 200 && status < 300) return ok(body as Output<N>)
  const issues = issuesOf(body)
  if (issues.length > 0) return failed(...issues)
  throw new Error(`The server answered ${status}.`)
}

/** A client over HTTP. */
export function httpClient(send: Send, names: readonly EndpointName[]): Client {
  const entries = names.map((name) => [name, (input: Input<typeof name>) => call(send, name, input)])
  return Object.fromEntries(entries) as Client
}

/** The issues of a refusal's body. */
export function issuesOf(body: unknown): readonly Issue[] {
  if (typeof body !== 'object' || body === null || !('issues' in body) || !Array.isArray(body.issues)) return []
  return body.issues
}
