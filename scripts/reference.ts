// Writes the reference pages that come from the code: `npx node scripts/reference.ts`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectors } from '../src/connectors/index.ts'
import { askIssues } from '../src/domain/ask-issues.ts'
import { definitionsPage, issuesPage } from '../src/domain/definition/reference.ts'
import { formulaIssues } from '../src/domain/formula/issues.ts'
import { issueRows } from '../src/domain/issue.ts'
import { loadIssues } from '../src/domain/load-issues.ts'

/** Each file of docs/reference with its text. */
export function referenceFiles(): Map<string, string> {
  return new Map([
    ['definitions.md', definitionsPage(connectors)],
    [
      'issues.md',
      issuesPage([
        { title: 'Formulas', rows: issueRows(formulaIssues) },
        { title: 'Data', rows: issueRows(loadIssues) },
        { title: 'Questions', rows: issueRows(askIssues) },
      ]),
    ],
  ])
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, '../docs/reference')
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of referenceFiles()) writeFileSync(join(folder, name), text)
}
