import type { AlertIncident, AlertView } from '../../domain/alert-view.ts'
import { defineCommand } from '../command.ts'
import { printIssues, printJson } from '../print.ts'
import { withSession } from '../session.ts'

export const alerts = defineCommand({
  name: 'alerts',
  words: '[KPI]',
  takes: { least: 0, most: 1 },
  summary: 'Recorded alerts that wait for somebody, newest first; one entry for all that follows from one root cause.',
  options: {
    all: { type: 'boolean', help: 'Those that were dismissed or explained by new limits too.' },
    'as-of': { type: 'string', value: 'T', help: 'A day or an instant: what was known then.' },
  },
  json: true,
  examples: ['bellwether alerts', 'bellwether alerts revenue --all --json'],
  run: async ({ cli, folder, words, options, json }) => {
    const [kpi] = words
    const asked = {
      ...(kpi !== undefined && { kpi }),
      ...(options.all === true && { all: true }),
      ...(options['as-of'] && { asOf: options['as-of'] }),
    }
    const done = await withSession(cli, folder, 'alerts', ({ client }) => client.alerts(asked))
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else if (done.value.length === 0) cli.out.write('No alert waits for anybody.\n')
    else cli.out.write(done.value.map(textOf).join('\n'))
    return 0
  },
})

function textOf({ head, others }: AlertIncident): string {
  const more = others.map((one) => `  with it: ${lineOf(one)}\n`)
  return `${lineOf(head)}\n${more.join('')}`
}

function lineOf({ name, scope, period, text, word }: AlertView): string {
  const whose = scope.text === 'all' ? name : `${name}, ${scope.label}`
  const done = word === null ? '' : ` (${word.kind === 'baseline' ? 'new limits' : 'dismissed'}: ${word.reason})`
  return `${period}  ${whose}: ${text}${done}`
}
