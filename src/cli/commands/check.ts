import { readDefinitions } from '../../app/definitions/definitions.ts'
import { readDefinitionFiles } from '../../app/definitions/read-folder.ts'
import { type CascadeChange, previewCascade } from '../../domain/cascade.ts'
import { defineCommand } from '../command.ts'
import type { Pen } from '../context.ts'
import { printIssues, printJson, printTable } from '../print.ts'
import { settingsOf } from '../session.ts'

export const check = defineCommand({
  name: 'check',
  words: '',
  takes: { least: 0, most: 0 },
  summary: 'Check the definitions of a workspace; reads no data.',
  options: {
    against: {
      type: 'string',
      value: 'FOLDER',
      help: 'Also what these definitions change on every scorecard, unit by unit, against those of another folder.',
    },
  },
  json: true,
  examples: [
    'bellwether check',
    'bellwether check examples/retail --json',
    'bellwether check --against ../before --json',
  ],
  run: async ({ cli, folder, options, json }) => {
    const { connectors, hash } = cli.hands(settingsOf(cli), () => {})
    const { catalog, issues } = readDefinitions(await readDefinitionFiles(folder), { connectors, hash })
    const { against } = options
    const other =
      against === undefined ? null : readDefinitions(await readDefinitionFiles(against), { connectors, hash }).catalog
    const changes = other === null || catalog === null ? null : previewCascade(other, catalog)
    if (json) printJson(cli.out, against === undefined ? issues : { issues, changes })
    else printIssues(cli.err, issues)
    if (catalog === null) return 1
    if (against !== undefined && changes === null) {
      cli.err.write(`The definitions in ${against} are not sound, so nothing can be compared with them.\n`)
      return 1
    }
    if (!json && changes !== null) printChanges(cli.out, changes)
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

const headings = [{ head: 'Scorecard' }, { head: 'Unit' }, { head: 'KPI' }, { head: 'Change' }]

function printChanges(pen: Pen, changes: readonly CascadeChange[]): void {
  if (changes.length === 0) {
    pen.write('No scorecard changes.\n')
    return
  }
  const what = ({ change, fields }: CascadeChange) =>
    fields.length === 0
      ? change
      : fields.map(({ field, before, after }) => `${field} ${before || 'none'} → ${after || 'none'}`).join(', ')
  printTable(
    pen,
    headings,
    changes.map((one) => [one.scorecard, one.unit ?? '', one.kpi, what(one)]),
  )
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
