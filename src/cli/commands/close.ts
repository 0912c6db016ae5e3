import { defineCommand } from '../command.ts'
import { printIssues, printJson } from '../print.ts'
import { withSession } from '../session.ts'

export const close = defineCommand({
  name: 'close',
  words: 'PERIOD',
  takes: { least: 1, most: 1 },
  summary: 'Publish a period: the readings of everything tracked in it are sealed.',
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'Why; kept with the closing.' },
    'even-if-late': { type: 'boolean', help: 'Although values are late or may still change; needs --reason.' },
  },
  json: true,
  examples: ['bellwether close 2026-03'],
  run: async ({ cli, folder, words, options, json }) => {
    const { reason, 'even-if-late': evenIfLate } = options
    const done = await withSession(cli, folder, 'close', ({ client }) =>
      client.close({ period: words[0] ?? '', reason: reason ?? null, evenIfLate: evenIfLate === true }),
    )
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    const { closing, sealed } = done.value
    if (json) printJson(cli.out, done.value)
    else
      cli.out.write(`${closing.period} is closed: ${sealed} ${sealed === 1 ? 'reading is' : 'readings are'} sealed.\n`)
    return 0
  },
})
