import { defineCommand } from '../command.ts'
import { printIssues, printJson } from '../print.ts'
import { withSession } from '../session.ts'

export const undo = defineCommand({
  name: 'undo',
  words: 'BATCH',
  takes: { least: 1, most: 1 },
  summary: 'Take a batch back: the rows that it replaced stand again.',
  options: { reason: { type: 'string', value: 'TEXT', help: 'Why; kept with the batch.' } },
  json: true,
  examples: ['bellwether undo orders-3 --reason "half a file"'],
  run: async ({ cli, folder, words, options, json }) => {
    const done = await withSession(cli, folder, 'undo', ({ client }) =>
      client.undo({ batch: words[0] ?? '', reason: options.reason ?? null }),
    )
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else cli.out.write(`${done.value.batch} is undone; ${done.value.restored} earlier rows stand again.\n`)
    return 0
  },
})
