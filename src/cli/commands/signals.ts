import type { Output } from '../../contract/contract.ts'
import { defineCommand, UsageError } from '../command.ts'
import type { Pen } from '../context.ts'
import { printIssues, printJson, printTable } from '../print.ts'
import { withSession } from '../session.ts'

export const signals = defineCommand({
  name: 'signals',
  words: 'KPI [PERIOD]',
  takes: { least: 1, most: 2 },
  summary:
    'Whether a KPI changed or only varied: limits, rules completed, and alerts with a stated rate of false alarms.',
  options: {
    'false-alarms': { type: 'string', value: 'N', help: 'Expected false alarms per month, such as 0.05.' },
    scope: { type: 'string', value: 'SCOPE', help: 'Such as unit:north/channel=web.' },
    grain: { type: 'string', value: 'GRAIN', help: 'The grain, where no period is named.' },
  },
  json: true,
  examples: ['bellwether signals gross-margin', 'bellwether signals sales 2026-W20 --false-alarms 0.05 --json'],
  run: async ({ cli, folder, words, options, json }) => {
    const [kpi = '', period] = words
    const rate = options['false-alarms']
    const falseAlarms = rate === undefined ? undefined : Number(rate)
    if (falseAlarms !== undefined && !(falseAlarms > 0 && falseAlarms <= 10))
      throw new UsageError('--false-alarms takes a number above 0 and up to 10.')
    const asked = {
      ...(period && { period }),
      ...(options.scope && { scope: options.scope }),
      ...(options.grain && { grain: options.grain }),
      ...(falseAlarms !== undefined && { falseAlarms }),
    }
    const done = await withSession(cli, folder, 'signals', ({ client }) => client.signals({ kpi, ...asked }))
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else print(cli.out, done.value)
    return 0
  },
})

function print(pen: Pen, found: Output<'signals'>): void {
  pen.write(`${found.sentence.lead} ${found.sentence.rest}\n`)
  const columns = [{ head: 'At' }, { head: 'Since' }, { head: '' }]
  for (const [title, list] of [
    ['Rules of the chart', found.findings],
    ['Alerts', found.alerts],
  ] as const) {
    if (list.length === 0) continue
    pen.write(`\n${title}\n`)
    printTable(
      pen,
      columns,
      list.map(({ at, since, text }) => [at, since, text]),
    )
  }
  const { proposal } = found
  if (proposal !== null) {
    pen.write(`\nNew limits may be wanted from ${proposal.from} on. A person decides:\n`)
    for (const { text, answer } of proposal.questions) pen.write(`  ${text} ${answer === 'person' ? '?' : answer}\n`)
  }
  pen.write('\n')
  for (const fact of found.facts) pen.write(`${fact}\n`)
}
