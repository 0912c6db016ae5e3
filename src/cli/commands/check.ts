import { readDefinitions } from '../../app/definitions/definitions.ts'
import { readDefinitionFiles } from '../../app/definitions/read-folder.ts'
import { defineCommand } from '../command.ts'
import { printIssues, printJson } from '../print.ts'
import { settingsOf } from '../session.ts'

export const check = defineCommand({
  name: 'check',
  words: '',
  takes: { least: 0, most: 0 },
  summary: 'Check the definitions of a workspace; reads no data.',
  options: {},
  json: true,
  examples: ['bellwether check', 'bellwether check examples/retail --json'],
  run: async ({ cli, folder, json }) => {
    const { connectors, hash } = cli.hands(settingsOf(cli), () => {})
    const { catalog, issues } = readDefinitions(await readDefinitionFiles(folder), { connectors, hash })
    if (json) printJson(cli.out, issues)
    else printIssues(cli.err, issues)
    if (catalog === null) return 1
    if (!json) {
      const { kpis, datasets, scorecards } = catalog
      const counts = [
        counted(kpis.size, 'KPI'),
        counted(datasets.size, 'dataset'),
        counted(scorecards.size, 'scorecard'),
      ]
      cli.out.write(`All well: ${counts.join(', ')}.\n`)
    }
    return 0
  },
})

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
