import { type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { whereabouts } from './ids.ts'

/** A folder is one workspace: exactly one document of that kind. */
export const oneWorkspace: Rule = (draft): Finding[] => {
  const [first, ...others] = draft.documents.filter((one) => one.kind === 'workspace')
  if (first === undefined) return [{ document: null, issue: definitionIssue('workspace/missing', {}, {}) }]
  return others.map((document) =>
    found({ document }, ['kind'], (place) =>
      definitionIssue('workspace/several', { first: whereabouts(first) }, place),
    ),
  )
}
