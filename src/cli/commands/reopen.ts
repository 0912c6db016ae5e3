import { defineCommand } from '../command.ts'
import { printIssues, printJson } from '../print.ts'
import { withSession } from '../session.ts'

export const reopen = defineCommand({
  name: 'reopen',
  words: 'PERIOD',
  takes: { least: 1, most: 1 },
  summary: 'Take the closing of a period back.',
  options: { reason: { type: 'string', value: 'TEXT', help: 'Why; kept with the closing.' } },
  json: true,
  examples: ['bellwether reopen 2026-03 --reason "the stock count was wrong"'],
  run: async ({ cli, folder, words, options, json }) => {
    const done = await withSession(cli, folder, 'reopen', ({ client }) =>
      client.reopen({ period: words[0] ?? '', reason: options.reason ?? null }),
    )
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else cli.out.write(`${done.value.period} is open again.\n`)
    return 0
  },
})
