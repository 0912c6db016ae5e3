import { apiIssue } from '../domain/api-issues.ts'
import { failed, ok, type Result } from '../domain/result.ts'
import { contract, type Input } from './contract.ts'
import type { EndpointName } from './paths.ts'

/** What a call brought, checked against its endpoint; every field that is wrong is an issue. */
export function checkInput<N extends EndpointName>(name: N, given: unknown): Result<Input<N>> {
  const read = contract[name].input.safeParse(given)
  if (read.success) return ok(read.data as Input<N>)
  const issues = read.error.issues.map((issue) => {
    const params = { field: issue.path.join('.'), problem: issue.message }
    return apiIssue('api/input', params, {})
  })
  return failed(...issues)
}
