import { resolve } from 'node:path'
import { readDefinitionFiles } from '../../app/definitions/read-folder.ts'
import { defineCommand } from '../command.ts'
import { printIssues, printJson } from '../print.ts'
import { withSession } from '../session.ts'
import { printPlan } from './plan.ts'

export const apply = defineCommand({
  name: 'apply',
  words: 'FOLDER',
  takes: { least: 1, most: 1 },
  summary: 'Put the definitions of another folder into force; all of them or none.',
  options: {
    base: {
      type: 'string',
      value: 'REVISION',
      help: 'The revision that the plan showed; refused when another is in force.',
    },
    reason: { type: 'string', value: 'TEXT', help: 'Why; kept with every version.' },
  },
  json: true,
  takesFolders: true,
  examples: ['bellwether apply ../branch/acme -w acme --base 52d0b1c4f5a1e0aa --reason "churn as agreed in June"'],
  run: async ({ cli, folder, words, options, json }) => {
    const files = await readDefinitionFiles(resolve(cli.cwd, words[0] ?? ''))
    const { base, reason } = options
    const done = await withSession(cli, folder, 'apply', ({ client }) =>
      client.apply({ files, base: base ?? null, reason: reason ?? null }),
    )
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else printPlan(cli, done.value)
    return 0
  },
})
