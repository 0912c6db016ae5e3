import { issueEntry, issueMaker } from './issue.ts'
import { didYouMean } from './nearest.ts'

/** What can be wrong with a call of the API itself. */
export const apiIssues = {
  'api/input': issueEntry<{ field: string; problem: string }>({
    title: 'A call with a wrong input',
    says: (p) => `${p.field === '' ? 'The input' : `The field "${p.field}"`} is not accepted: ${p.problem}.`,
    hint: () => 'The inputs of every call are described in /api/v1/openapi.json.',
    example: { field: 'datasets', problem: 'expected array' },
  }),
  'api/no-endpoint': issueEntry<{ path: string; near: readonly string[] }>({
    title: 'No such endpoint',
    says: (p) => `There is nothing at ${p.path}.`,
    hint: (p) => didYouMean(p.near, 'Every endpoint is described in /api/v1/openapi.json.'),
    example: { path: '/api/v1/kpi', near: ['/api/v1/kpis/:kpi'] },
  }),
  'api/foreign': issueEntry<{ host: string }>({
    title: 'A call from another site',
    says: (p) => `Calls that come by way of ${p.host} are refused.`,
    hint: () => 'Open Bellwether under the address that it printed when it started.',
    example: { host: 'evil.example' },
  }),
  'api/failed': issueEntry<{ what: string; advice: string }>({
    title: 'The server could not answer',
    says: (p) => p.what,
    hint: (p) => p.advice || 'Try again; if it stays, look into the log of the server.',
    example: { what: 'The engine is being restarted.', advice: '' },
  }),
}

export const apiIssue = issueMaker(apiIssues)
