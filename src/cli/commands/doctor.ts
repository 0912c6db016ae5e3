import { examine } from '../../app/doctor.ts'
import { defineCommand } from '../command.ts'
import { printIssues, printJson } from '../print.ts'
import { openHere } from '../session.ts'

export const doctor = defineCommand({
  name: 'doctor',
  words: '',
  takes: { least: 0, most: 0 },
  summary: 'Look over a workspace: definitions, kept batches, engine, loads and disk.',
  options: {},
  json: true,
  examples: ['bellwether doctor examples/retail'],
  run: async ({ cli, folder, json }) => {
    const opened = await openHere(cli, folder, 'doctor')
    if (!opened.ok) {
      printIssues(cli.err, opened.issues)
      return 1
    }
    if ('url' in opened.value) {
      cli.err.write(`The workspace is served at ${opened.value.url}; stop that server to have it examined.\n`)
      return 1
    }
    const workspace = opened.value
    try {
      const findings = await examine(workspace.deps, workspace.issues)
      if (json) printJson(cli.out, findings)
      else
        for (const { what, state, says, advice } of findings)
          cli.out.write(
            `${{ good: 'good   ', warning: 'WARNING', bad: 'BAD    ' }[state]}  ${what}: ${says} ${advice}`.trimEnd() +
              '\n',
          )
      return findings.some(({ state }) => state === 'bad') ? 1 : 0
    } finally {
      await workspace.close()
    }
  },
})
