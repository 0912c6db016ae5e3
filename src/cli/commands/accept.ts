import { defineCommand } from '../command.ts'
import { printIssues, printJson } from '../print.ts'
import { withSession } from '../session.ts'

export const accept = defineCommand({
  name: 'accept',
  words: 'KPI PERIOD',
  takes: { least: 2, most: 2 },
  summary: 'Accept a restatement of a published reading.',
  options: {
    scope: { type: 'string', value: 'SCOPE', help: 'Whose reading; everything unless stated.' },
    reason: { type: 'string', value: 'TEXT', help: 'What made the difference; kept with your name.' },
  },
  json: true,
  examples: ['bellwether accept revenue 2026-03 --reason "invoices that came after the close"'],
  run: async ({ cli, folder, words, options, json }) => {
    const [kpi = '', period = ''] = words
    const { scope, reason } = options
    const done = await withSession(cli, folder, 'accept', ({ client }) =>
      client.accept({ kpi, period, ...(scope && { scope }), reason: reason ?? null }),
    )
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else
      cli.out.write(
        `${kpi} of ${period} is accepted as ${done.value.now.answer.value ?? done.value.now.answer.state}.\n`,
      )
    return 0
  },
})
