// Writes the reference pages that come from the code: `npx node scripts/reference.ts`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands } from '../src/cli/commands/index.ts'
import { commandHelp } from '../src/cli/help.ts'
import { connectors } from '../src/connectors/index.ts'
import { contract, endpointNames } from '../src/contract/contract.ts'
import { paths } from '../src/contract/paths.ts'
import { apiIssues } from '../src/domain/api-issues.ts'
import { askIssues } from '../src/domain/ask-issues.ts'
import { closingIssues } from '../src/domain/closing-issues.ts'
import { definitionsPage, issuesPage } from '../src/domain/definition/reference.ts'
import { documentIssues } from '../src/domain/document-issues.ts'
import { functionsPage } from '../src/domain/formula/functions/reference.ts'
import { formulaIssues } from '../src/domain/formula/issues.ts'
import { issueRows } from '../src/domain/issue.ts'
import { loadIssues } from '../src/domain/load-issues.ts'
import { overrideIssues } from '../src/domain/override-issues.ts'
import { signalIssues } from '../src/domain/signal-issues.ts'
import { settings } from '../src/settings.ts'

/** Each file of docs/reference with its text. */
export function referenceFiles(): Map<string, string> {
  return new Map([
    ['definitions.md', definitionsPage(connectors)],
    ['functions.md', functionsPage()],
    [
      'issues.md',
      issuesPage([
        { title: 'Formulas', rows: issueRows(formulaIssues) },
        { title: 'Data', rows: issueRows(loadIssues) },
        { title: 'Questions', rows: issueRows(askIssues) },
        { title: 'Published periods', rows: issueRows(closingIssues) },
        { title: 'Values set by hand', rows: issueRows(overrideIssues) },
        { title: 'Signals', rows: issueRows(signalIssues) },
        { title: 'Definitions as text', rows: issueRows(documentIssues) },
        { title: 'Calls', rows: issueRows(apiIssues) },
      ]),
    ],
    ['cli.md', cliPage()],
    ['settings.md', settingsPage()],
    ['api.md', apiPage()],
  ])
}

/** Every command as its own help tells it. */
function cliPage(): string {
  const parts = [...commands.values()].map((one) => `## ${one.name}\n\n\`\`\`text\n${commandHelp(one)}\`\`\`\n`)
  const codes = 'Exit code 0: good. 1: the check or the data failed. 2: wrong usage.'
  return `# Commands\n\n${codes} \`--json\` prints data; progress and issues go to stderr.\n\n${parts.join('\n')}`
}

function settingsPage(): string {
  const rows = Object.values(settings).map(({ name, help }) => `| \`${name}\` | ${help} |`)
  return `# Settings\n\nRead from the environment.\n\n| name | |\n|---|---|\n${rows.join('\n')}\n`
}

function apiPage(): string {
  const rows = endpointNames.map((name) => {
    const [method, path] = paths[name]
    const fields = Object.keys(contract[name].input.shape).map((field) => `\`${field}\``)
    return `| \`${method} ${path}\` | ${contract[name].summary} | ${fields.join(', ')} |`
  })
  const more = [
    'A refusal is `{ issues: [...] }` with status 400, 404, 409 or 422; see [issues](issues.md). The whole contract with every',
    'shape is served at `/api/v1/openapi.json`. `/events` tells open pages that something is new (`facts`, `catalog`, `issues`,',
    '`load`); `/healthz`, `/readyz` and `/metrics` are for whoever watches the server.',
  ]
  return `# HTTP API\n\n${more.join('\n')}\n\n| call | | takes |\n|---|---|---|\n${rows.join('\n')}\n`
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, '../docs/reference')
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of referenceFiles()) writeFileSync(join(folder, name), text)
}
