import { defineCommand } from '../command.ts'
import { printIssues, printJson } from '../print.ts'
import { withSession } from '../session.ts'
import { printPlan } from './plan.ts'

export const restate = defineCommand({
  name: 'restate',
  words: 'KPI',
  takes: { least: 1, most: 1 },
  summary: 'What its newest formula for all time would do to a KPI’s history; does it once approved.',
  options: {
    approve: { type: 'boolean', help: 'Do it; needs --reason.' },
    undo: { type: 'boolean', help: 'Take the last restatement back instead.' },
    reason: { type: 'string', value: 'TEXT', help: 'Why; kept with the version of the document.' },
  },
  json: true,
  examples: ['bellwether restate churn', 'bellwether restate churn --approve --reason "as the board agreed"'],
  run: async ({ cli, folder, words, options, json }) => {
    const { approve, undo, reason } = options
    const input = { kpi: words[0] ?? '', approve: approve === true, undo: undo === true, reason: reason ?? null }
    const done = await withSession(cli, folder, 'restate', ({ client }) => client.restate(input))
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else printPlan(cli, done.value)
    return 0
  },
})
