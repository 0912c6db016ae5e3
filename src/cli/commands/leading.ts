import { defineCommand } from '../command.ts'
import { printIssues, printJson, printTable } from '../print.ts'
import { withSession } from '../session.ts'

export const leading = defineCommand({
  name: 'leading',
  words: 'KPI [PERIOD]',
  takes: { least: 1, most: 2 },
  summary: 'Which KPIs move before this one, by how long and how surely, and which tell the same story.',
  options: {
    scope: { type: 'string', value: 'SCOPE', help: 'Such as unit:north/channel=web.' },
    grain: { type: 'string', value: 'GRAIN', help: 'The grain, where no period is named.' },
    through: { type: 'string', value: 'DAY', help: 'The day that every value reads to, or common for all its data.' },
  },
  json: true,
  examples: ['bellwether leading sales', 'bellwether leading sales --grain week --json'],
  run: async ({ cli, folder, words, options, json }) => {
    const [kpi = '', period] = words
    const asked = {
      ...(period && { period }),
      ...(options.scope && { scope: options.scope }),
      ...(options.grain && { grain: options.grain }),
      ...(options.through && { through: options.through }),
    }
    const done = await withSession(cli, folder, 'leading', ({ client }) => client.leading({ kpi, ...asked }))
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    const { sentence, leads, grain, tooShort } = done.value
    if (json) {
      printJson(cli.out, done.value)
      return 0
    }
    cli.out.write(`${sentence.lead} ${sentence.rest}\n`)
    if (leads.length > 0) {
      const heads = [`${grain}s before`, 'Correlation', 'Pairs', 'By chance']
      const rows = leads.map((one) => [
        one.kpi,
        String(one.lag),
        one.strength.toFixed(2),
        String(one.pairs),
        one.chance.toPrecision(2),
      ])
      cli.out.write('\n')
      printTable(cli.out, [{ head: 'KPI' }, ...heads.map((head) => ({ head, right: true }))], rows)
    }
    if (tooShort.length > 0)
      cli.out.write(`\nToo few values to look at: ${tooShort.map((one) => one.kpi).join(', ')}.\n`)
    return 0
  },
})
