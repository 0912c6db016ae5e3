import { defineCommand } from '../command.ts'
import { printIssues, printJson } from '../print.ts'
import { withSession } from '../session.ts'

export const refresh = defineCommand({
  name: 'refresh',
  words: '',
  takes: { least: 0, most: 0 },
  summary: 'Load what changed, evaluate what is tracked and record its changes.',
  options: {},
  json: true,
  examples: ['bellwether refresh'],
  run: async ({ cli, folder, json }) => {
    const done = await withSession(cli, folder, 'refresh', ({ client }) => client.refresh({}))
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    const { loads, changes } = done.value
    for (const load of loads) printIssues(cli.err, load.issues)
    if (json) printJson(cli.out, done.value)
    else {
      const rows = loads.reduce((sum, load) => sum + load.rows, 0)
      cli.out.write(`${rows} rows came in; ${changes} changes were recorded.\n`)
    }
    return loads.some((load) => load.issues.some((issue) => issue.severity === 'error')) ? 1 : 0
  },
})
